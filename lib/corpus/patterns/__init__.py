"""Layouts as a lithographer draws them, with defects, and what they look like once printed."""
