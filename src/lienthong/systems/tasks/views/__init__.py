"""Screens of tasks, by subject."""
