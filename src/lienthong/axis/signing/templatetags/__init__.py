"""Tags of signing."""
