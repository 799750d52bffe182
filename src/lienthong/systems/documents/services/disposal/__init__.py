"""Destroying what has outlived its term: proposing, deciding, carrying out, the minutes (PL VI I.II.5)."""
