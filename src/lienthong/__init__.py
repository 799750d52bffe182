"""Liên Thông: an open digital-government platform for a Vietnamese province."""
