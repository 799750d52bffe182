"""Writes of the task system, by subject."""
