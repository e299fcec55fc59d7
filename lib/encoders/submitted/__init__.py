"""Vectors that somebody sends: an encoder like any other, read without trust."""
