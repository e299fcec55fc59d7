"""Thresholds from a user's own scores or meshes: what `python -m lib calibrate` does."""
