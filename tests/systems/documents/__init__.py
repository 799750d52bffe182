"""Tests of the document system."""
