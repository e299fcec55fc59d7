"""Vectors in, rows out: how well an encoder ranks, how sure that is, and who stands where."""
