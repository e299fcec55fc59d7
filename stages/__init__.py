"""One thin script a DVC stage; `python -m stages.<verb> <corpus> [encoder]` runs one."""
