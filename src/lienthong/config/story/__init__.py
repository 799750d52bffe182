"""The story of the directive, chapter by chapter: a client of the same services as the screens.

`./lienthong demo` (config/commands/demo.py) plays it; docs/story.md tells what happens and why.
"""
