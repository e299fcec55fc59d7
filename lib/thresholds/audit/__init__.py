"""The weekly audit: which items to label, what the labels say, and what a year of it finds."""
