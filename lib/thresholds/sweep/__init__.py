"""Everything that a sweep over thresholds says about one encoder, as tables."""
