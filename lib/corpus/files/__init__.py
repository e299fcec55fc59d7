"""Mesh files: one reader a format, each as its standard says."""

from lib.corpus.files.load import READERS, Missing, UpAxis, load_mesh, read_mesh

__all__ = ["READERS", "Missing", "UpAxis", "load_mesh", "read_mesh"]
