"""How the committed rows differ from those of another Git revision."""
