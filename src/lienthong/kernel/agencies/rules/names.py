"""How names of agencies are compared: exact but for spelling style, and folded without any marks.

"Uỷ ban", "Ủy ban" and "UBND" are one; "Ba Tơ" and "Ba Tô", "Sơn Hà" and "Sơn Hạ" are exactly two,
and alike only when folded, where a caller must never choose between them.
"""

import re
import unicodedata
from collections.abc import Iterable

_TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_SPLIT = re.compile(r"[^\w]+", re.UNICODE)
# written out -> short, on exact keys; the folded form follows from it
_SHORT = (
    ("uy3 ban nhân dân", "ubnd"),
    ("hôi5 đông1 nhân dân", "hđnd"),
    ("tp", "thanh1 phô2"),
    ("tx", "thi5 xa4"),
)


def _syllable(word: str) -> str:
    """A syllable with its tone at the end: where the mark was written no longer matters."""
    tone = ""
    kept = []
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tone = _TONES[letter]
        else:
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept)) + tone


def exact_key(text: str) -> str:
    """A key that keeps every letter and tone but no capitals, signs or tone style."""
    words = _SPLIT.split(unicodedata.normalize("NFC", text).lower().replace("_", " "))
    key = " ".join(_syllable(word) for word in words if word)
    for long, short in _SHORT:
        key = re.sub(rf"(?<!\S){long}(?!\S)", short, key)
    return key


def folded_key(text: str) -> str:
    """The exact key without any marks, for texts that lost theirs; ambiguous by nature."""
    return fold_exact(exact_key(text))


def fold_exact(key: str) -> str:
    """The folded form of an exact key."""
    plain = unicodedata.normalize("NFD", key.replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"(?<=[a-z])[1-5](?!\S)", "", letters)


def name_forms(
    name: str, short_name: str, abbreviation: str, aliases: Iterable[str], place: str = ""
) -> list[str]:
    """All texts under which an agency is known: names, aliases, abbreviation, place, initials."""
    forms = [name, short_name, *aliases]
    if abbreviation and abbreviation != "UBND":
        forms += [abbreviation, *_department_forms(name, abbreviation)]
    if place:
        forms.append(place)
    return list(dict.fromkeys(form for form in forms if form))


def _department_forms(name: str, abbreviation: str) -> list[str]:
    """ "Sở TTTT", "Sở TT&TT" of "Sở Thông tin và Truyền thông" (STTTT)."""
    if not name.startswith("Sở ") or not abbreviation.startswith("S"):
        return []
    words = re.findall(r"[\w]+|-", name[3:])
    initials = "".join("&" if w == "và" else w[0].upper() for w in words)
    return [f"Sở {abbreviation[1:]}", f"Sở {initials}", f"Sở {initials.replace('-', '')}"]


def keys_of(forms: Iterable[str]) -> tuple[list[str], list[str]]:
    """The exact and the folded keys of the forms, each once, in order."""
    exact = list(dict.fromkeys(exact_key(form) for form in forms))
    return exact, list(dict.fromkeys(fold_exact(key) for key in exact))
