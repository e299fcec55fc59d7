"""The published face: tables, pictures and the dataset card, drawn from what is handed in."""
