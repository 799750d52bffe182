"""The code by which anybody asks about an issued paper: 12 signs of Crockford's base 32, 60 bits.

Pure. The alphabet has no I, L, O and U; what a person reads as one of them is understood.
"""

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 12
PATTERN: Final = f"^[{ALPHABET}]{{{LENGTH}}}$"
_MEANT: Final = str.maketrans("OIL", "011", " -–.\t")


def new_code() -> str:
    """A code that nobody can guess and that says nothing of its paper."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))


def meant(typed: str) -> str:
    """The code that was typed, in whatever case and groups; "" when it can be none."""
    if len(typed) > 4 * LENGTH:
        return ""
    code = typed.upper().translate(_MEANT)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def grouped(code: str) -> str:
    """The code as a person reads it: three groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
