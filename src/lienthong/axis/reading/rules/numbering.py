"""The marks that open a part of a body (Annex I, II.6.đ of Decree 30/2020), broken ones in their order."""

import re

from .letters import LETTER, UPPER

ALPHABET = "abcdđeghiklmnopqrstuvxy"
_MARKS = (
    ("part", 0, re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?P<label>[IVXL]{1,6}|thứ \w+|\d{1,2})\b[.:]?\s*")),
    ("capital", 0, re.compile(r"(?P<label>[A-H])\s*[.\-/)]\s+(?=\S)")),
    ("roman", 1, re.compile(r"(?P<label>[IVX]{1,5})\s*[.\-/)]\s+(?=\S)")),
    ("article", 2, re.compile(r"(?:Điều|ĐIỀU)\s+(?P<label>\d{1,3})\s*[.:]?\s*")),
    ("decimal3", 5, re.compile(r"(?P<label>\d{1,2}\.\d{1,2}\.\d{1,2})\s*[.)]?\s+")),
    ("decimal2", 4, re.compile(rf"(?P<label>\d{{1,2}}\.\d{{1,2}})(?:\s*[.)/]?\s+(?=\D)|\s?[-–]\s*(?=[{UPPER}]))")),
    ("decimal", 3, re.compile(r"(?P<label>\d{1,2})(?:\s*[.)]\s*|\s*/\s+|\s?[-–]\s+)(?=[^\d\s])")),
    ("letter", 6, re.compile(rf"(?P<label>[{ALPHABET}])(?:\s*[).]\s*|/\s+|[-–]\s+)(?=\S)")),
    ("bracket", 7, re.compile(r"\(?(?P<label>\d{1,2}|[ivx]{1,4})\)\s+")),
    ("dash", 7, re.compile(r"(?P<label>\*)\s*\)\s*(?=\S)")),
    ("dash", 8, re.compile(r"(?P<label>\*)\s*(?=\S)")),
    ("dash", 9, re.compile(r"(?P<label>[-–—•~¬▪◦●■□➢✓])\s*(?=\S)")),
    ("plus", 10, re.compile(r"(?P<label>\+)\s*(?=\S)")),
)  # fmt: skip
_DECIMAL = next(pattern for name, _, pattern in _MARKS if name == "decimal")
_NOISE = re.compile(r"[^\w+(\n]{1,4}")


def mark_of(
    line: str, expected: dict[str, int], *, fresh: bool
) -> tuple[str, int, str, int] | None:
    """The mark that opens a line: style, rank, label, length. Broken marks only in their order."""
    clean = _strip_markup(line)
    shift = len(line) - len(clean)
    behind = re.match(r"[-–—•]\s*(?=\d{1,2}\s*\.)", clean)
    if behind:
        number = _DECIMAL.match(clean, behind.end())
        if number and order_of("decimal", number["label"]) == expected.get("decimal"):
            _expect("decimal", number["label"], expected)
            return "decimal", 3, number["label"], shift + number.end()
    for style, rank, pattern in _MARKS:
        match = pattern.match(clean)
        if match and _plausible(style, match["label"], expected, fresh, clean[match.end() :]):
            _expect(style, match["label"], expected)
            return style, rank, match["label"], shift + match.end()
    noise = _NOISE.match(clean)
    if noise and noise.end() < len(clean):
        rest = clean[noise.end() :]
        for style, rank, pattern in _MARKS[2:8]:
            match = pattern.match(rest)
            if match and order_of(style, match["label"]) == expected.get(style):
                _expect(style, match["label"], expected)
                return style, rank, match["label"], shift + noise.end() + match.end()
    return None


def _strip_markup(line: str) -> str:
    """The line without the signs of light mark-up (headings, quotes, bold) and noise before a dash."""
    return re.sub(r"^(?:#{1,6}\s+|>\s+|\*\*|__|- (?=[a-zđ]\)\s))+", "", line)


def _plausible(style: str, label: str, expected: dict[str, int], fresh: bool, rest: str) -> bool:
    """Whether the mark is one: in order, or at least on a fresh line and followed by words."""
    if style in ("dash", "plus"):
        return bool(re.search(rf"[{LETTER}]{{2}}", rest))
    if style in ("part", "article"):
        return True
    order = order_of(style, label)
    if order is None:
        return False
    if style == "capital":
        in_turn = order == expected.get(style, 1)
        return fresh and in_turn and bool(re.match(rf"[{UPPER}][{UPPER}{LETTER}]+\s+\S", rest))
    if order == 1 or order in (expected.get(style), expected.get(f"{style}+")):
        return bool(re.search(rf"[{LETTER}]", rest))
    if style == "decimal2" or style == "decimal3":
        return fresh
    return (
        fresh and order <= expected.get(style, 1) + 3 and bool(re.match(rf"[{LETTER}“(\"]", rest))
    )


def order_of(style: str, label: str) -> int | None:
    """The place of a label among its kind: 4 of "d" and of "IV"; None of a letter that marks no point."""
    if style == "letter":
        return ALPHABET.index(label) + 1 if label in ALPHABET else None
    if style == "capital":
        return ord(label) - ord("A") + 1
    if style == "roman":
        values = {"I": 1, "V": 5, "X": 10}
        total = 0
        for i, char in enumerate(label):
            value = values[char]
            total += -value if i + 1 < len(label) and values[label[i + 1]] > value else value
        return total
    return int(label) if label.isdigit() else 1


def _expect(style: str, label: str, expected: dict[str, int]) -> None:
    order = order_of(style, label) if style not in ("dash", "plus", "part") else None
    if order is not None:
        expected[style] = order + 1
    ranks = {name: rank for name, rank, _ in _MARKS}
    for name, rank in ranks.items():
        if rank > ranks[style] and name in expected:
            if expected[name] > 1:  # some papers count on through their sections
                expected[f"{name}+"] = expected[name]
            expected[name] = 1
