"""Trainings on pairs of a mask and what is printed of it."""
