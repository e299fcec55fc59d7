"""Scores in, thresholds out: which one for a base rate, certified or not, and its weekly audit."""
