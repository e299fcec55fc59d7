"""What a module does, read from its source: nothing is imported."""
