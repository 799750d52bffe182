"""Fixtures of the desk: those of papers, since the desk reads papers."""

from tests.systems.documents.conftest import accounts, letters, posts

__all__ = ["accounts", "letters", "posts"]
