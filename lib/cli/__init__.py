"""Commands of `python -m lib` that take more than a few lines, a module each."""
