"""`./lienthong signing-helper --site https://… --library FILE`: signs with a token on this computer."""

from lienthong.axis.signing.helper import __main__ as helper


def main(argv: list[str]) -> int:
    """Serve pages of the named site on loopback until it is stopped."""
    return helper.main(argv)
