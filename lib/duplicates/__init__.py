"""Which items of a catalogue are the same: pairs by similarity, their relation, and groups."""
