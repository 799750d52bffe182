"""The one kind of error that the command line shows as a sentence instead of a traceback."""


class Refused(Exception):
    """A set-up step cannot go on; the message (Vietnamese) says why and what to do."""
