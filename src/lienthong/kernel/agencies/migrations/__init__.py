"""Migrations of agencies."""
