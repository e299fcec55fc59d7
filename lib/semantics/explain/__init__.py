"""Why an item was flagged: its nearest neighbours, view by view, and what part carries them."""
