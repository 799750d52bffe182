"""Whole papers written from knowledge of real ones, with made-up persons and hand-made truth."""
