"""Agencies in time: who exists, under which name, code and parent, in whose post, on any day."""
