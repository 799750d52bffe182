"""Every screen as the clerk sees it, in a real browser."""
