"""Pure law of the document system: on plain values, without database, clock or network."""

ENDING = "./."
SECRECY_MARKS = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})


def with_ending(text: str) -> str:
    """The text with the sign that ends an official paper, once (PL I.II.6 NĐ 30/2020)."""
    stripped = text.rstrip()
    if not stripped or stripped.endswith(ENDING):
        return stripped
    return stripped.rstrip(".;, ") + ENDING


def bears_secrecy_mark(text: str) -> bool:
    """Whether a secrecy mark stands alone in one of the first lines, where papers bear it."""
    lines = [" ".join(line.split()).upper() for line in text.splitlines()]
    return any(line in SECRECY_MARKS for line in [line for line in lines if line][:8])


_SMALL_WORDS = frozenset({"và", "của", "tỉnh", "phòng", "ban", "bộ", "phận"})


def initials(name: str) -> str:
    """The abbreviation of a unit's or agency's name as a symbol takes it: "Phòng Tổng hợp" is TH.

    A suggestion only: the agency's own list of abbreviations decides (PL I.II.3.b).
    """
    words = [word for word in name.replace("-", " ").replace(",", " ").split() if word]
    kept = [word for word in words if word.lower() not in _SMALL_WORDS] or words
    return "".join(word[0].upper() for word in kept)
