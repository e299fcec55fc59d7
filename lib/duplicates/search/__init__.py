"""All pairs of a catalogue whose vectors are similar enough."""
