"""Types of document and their abbreviations (Decree 30/2020, Article 7 and Annex III)."""

import re
from functools import lru_cache

from .language import load
from .letters import fold, one_tone_style


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str | int | None], ...]:
    raw = load("document_types.json")
    return tuple(raw["types"] + raw["others"])


@lru_cache(maxsize=1)
def type_names() -> tuple[str, ...]:
    """Names of all known types, longest first."""
    return tuple(sorted((str(row["name"]) for row in _rows()), key=len, reverse=True))


@lru_cache(maxsize=512)
def type_by_abbreviation(abbreviation: str) -> str | None:
    """The type that an abbreviation in a symbol stands for; None when there is none."""
    for row in _rows():
        if row["abbreviation"] == abbreviation:
            return str(row["name"])
    return None


def type_code(name: str) -> int | None:
    """The place of the type in Article 7 (1 to 29), None for other kinds."""
    for row in _rows():
        if row["name"] == name and isinstance(row.get("code"), int):
            return int(str(row["code"]))
    return None


def type_of_line(line: str) -> tuple[str, int] | None:
    """The type whose name opens a heading in capitals, and the length of the name in the line."""
    words = line.strip()
    if not words:
        return None
    if words != words.upper():
        return _broken_heading(words)
    bare = fold(one_tone_style(words))
    for name in type_names():
        key = fold(name)
        if bare.startswith(key) and not bare[len(key) : len(key) + 1].isalnum():
            return name, len(key)
    return None


def _broken_heading(words: str) -> tuple[str, int] | None:
    """A heading that recognition left with a small letter or two ("Chỉ THỊ"): the name alone."""
    letters = [c for c in words if c.isalpha()]
    if sum(c.isupper() for c in letters) * 2 <= len(letters):
        return None
    bare = fold(one_tone_style(words)).strip(" .:")
    return next(((name, len(words)) for name in type_names() if fold(name) == bare), None)


_WITH_STROKE = {
    fold(str(row["abbreviation"])).upper(): str(row["abbreviation"])
    for row in _rows()
    if row["abbreviation"] and "Đ" in str(row["abbreviation"])
} | {"HDND": "HĐND"}
_WITH_STROKE.pop("HD", None)  # HD is Hướng dẫn, HĐ is Hợp đồng: both exist
_WITH_STROKE.pop("DA", None)


def restore_symbol(symbol: str) -> str:
    """A symbol whose Đ was read as D, where only the form with Đ exists (QD-UBND → QĐ-UBND)."""
    pieces = []
    for group in symbol.split("-"):
        parts = [_WITH_STROKE.get(part, part) for part in group.split("/")]
        pieces.append("/".join(parts))
    return "-".join(pieces)


_SURE_PARTS = frozenset({
    "UBND", "HĐND", "BCĐ", "UBMTTQ", "KGVX", *_WITH_STROKE.values(),
    *(str(row["abbreviation"]) for row in _rows() if row["abbreviation"]),
}) - {"HD", "HĐ", "DA", "ĐA"}  # fmt: skip


def known_part(part: str) -> bool:
    """Whether a group of letters of a symbol is one that every reader knows (QĐ, UBND, TU)."""
    return part in _SURE_PARTS or part in _OTHER_PARTS or part in _office_parts()


def may_be_figure(part: str) -> bool:
    """Whether a group of letters holds one that recognition takes for a figure or for Q: hardly any
    office has an I or O in its letters."""
    return any(letter in "IO" for letter in part) or any(c.isdigit() for c in part)


_OTHER_PARTS = frozenset(
    [
        "TU",
        "HU",
        "ĐU",
        "TW",
        "CV",
        "VP",
        "TTg",
        "CP",
        "TTr",
        "TB",
        "KH",
        "BC",
        "NQ",
        "CT",
        "KL",
        "HD",
        "HĐ",
        "NC",
        "TH",
        "KT",
        "VX",
        "CN",
        "NN",
        "XD",
        "MTTQ",
        "BTT",
        "BTV",
        "VPCP",
        "VKS",
        "VKSTC",
        "TAND",
        "TANDTC",
        "BHXH",
        "KBNN",
        "CAT",
        "CTUBND",
        "SNN",
        "SLĐTBXH",
        "VPUB",
    ]
)


@lru_cache(maxsize=1)
def _office_parts() -> frozenset[str]:
    """The letters of ministries and departments: B or S and the first letters of their names."""
    names = load("names.json")
    rows = load("directory.json")["agencies"]
    out = {str(row["abbreviation"]) for row in rows if row.get("abbreviation")}
    for key, first in (("departments", "S"), ("ministries", "B")):
        for name in names[key]:
            words = [w for w in re.findall(r"\w+", name) if w.lower() != "và"]
            out.add(first + "".join(w[0].upper() for w in words))
    return frozenset(part for part in out if len(part) > 2)


def stroke_unsure(symbol: str) -> bool:
    """Whether a D of a symbol from a text without marks may have been a Đ."""
    parts = re.split(r"[-/.&]", symbol)
    return any("D" in part.upper() and part not in _SURE_PARTS for part in parts)
