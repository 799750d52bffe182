"""Writes of the document system, by subject."""
