"""Prove that the graph gives the same bytes on other processors and under other settings."""
