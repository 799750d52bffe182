"""Tests of the command line and of everything that sets an installation up."""
