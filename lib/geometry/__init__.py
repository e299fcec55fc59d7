"""Meshes in, arrays out: no files, no DVC, no encoders."""
