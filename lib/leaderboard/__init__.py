"""Rows by pull request: submitted, listed, compared, verified, published."""
