"""`./lienthong facts verify`: prove the chain of recorded facts and name the first bad position."""

from lienthong.config.commands import manage


def main(argv: list[str]) -> int:
    """Run `manage facts` as the owner, who sees the facts of every agency; 1 when a chain is broken."""
    return manage.main(["--as", "owner", "facts", *argv])
