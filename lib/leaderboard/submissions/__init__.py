"""Rows by evidence: embeddings that somebody sends, checked and scored without trust."""
