"""Fit the encoders that learn from the corpus; the graph only embeds with what comes out."""
