"""Writes of identity: accounts, roles, and who sits at another's desk."""
