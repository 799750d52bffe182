"""A scan with its recognised words under the image: PDF/A-2b, made beside the untouched original."""

from .making import NotMade, Searchable, make_searchable

__all__ = ["NotMade", "Searchable", "make_searchable"]
