"""The design system: one frame and one set of parts that every screen is made of (screens for clerks)."""
