"""The embedded corpus: procedural generators of everyday objects."""
