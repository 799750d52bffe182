"""Finished papers made elsewhere: looked at in the sandbox, converted, and their places found."""
