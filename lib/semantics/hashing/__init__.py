"""Perceptual hashes of pictures: what disturbs them, and what helps."""
