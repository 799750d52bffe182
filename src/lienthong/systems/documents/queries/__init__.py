"""Reads of the document system; every fetch for a person takes that person."""
