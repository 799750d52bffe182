"""Screens of the document system: parse, one call, render."""
