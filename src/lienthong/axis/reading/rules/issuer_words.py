"""The words of an agency's name in a head that recognition damaged: torn, cut, near to official ones."""

import re
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

from .body_words import departments
from .language import language, load
from .letters import fold
from .lines import Segment

_LIKE = 0.92  # letters that two names must share to be the same
CITIES = re.compile(r"(?:thanh pho|tp\.?) (?:ha noi|ho chi minh|hai phong|da nang|can tho|hue)")
_CENTRAL = re.compile(r"(?:(?:THỦ TƯỚNG |VĂN PHÒNG )?CHÍNH PHỦ|(?:VĂN PHÒNG )?QUỐC HỘI)")


def without_scrap(row: str) -> str:
    """A line of a picture without the letter or two that the rule under it left behind the name of a central body.

    Names of places may end in two letters (Ba Tơ), so only names that are whole for certain are cut.
    """
    words, _, last = row.rpartition(" ")
    ministry = words.startswith("BỘ ") and departments()[1].fullmatch(words.removeprefix("BỘ "))
    return words if len(last) < 3 and (ministry or _CENTRAL.fullmatch(words)) else row


def torn(row: str) -> bool:
    """Whether a line in capitals without marks has a word that is no syllable: "TONG CYC THUE"."""
    words = row.split()
    return (
        len(words) > 1
        and row.isascii()
        and row.isupper()
        and any(
            word.isalpha() and len(word) > 2 and word.lower() not in _syllables() for word in words
        )
    )


def not_beyond(row: str, seen: str) -> str:
    """The row whose marks were restored, without words in place of others that are sound themselves:
    CHAU may have lost its marks, it was never CHỦ."""
    words, page = row.split(), seen.split()
    if len(words) != len(page):
        return row
    syllables = _syllables()
    return " ".join(
        old if fold(new) != fold(old) and old.isascii() and old.lower() in syllables else new
        for new, old in zip(words, page, strict=True)
    )


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    return frozenset(fold(word) for word, count in language().words.items() if count > 3)


@lru_cache(maxsize=1)
def _official() -> tuple[tuple[str, str], ...]:
    """Words of agency names by their letters without marks, with their right form in capitals."""
    names = load("names.json")
    forms = [
        "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "VĂN PHÒNG", "CHÍNH PHỦ", "THỦ TƯỚNG CHÍNH PHỦ", "THANH TRA", "CÔNG AN",
        "CHI CỤC", "TRUNG TÂM", "BAN QUẢN LÝ", "KHU KINH TẾ", "KHU CÔNG NGHIỆP", "BẢO HIỂM XÃ HỘI", "TÒA ÁN NHÂN DÂN",
        "VIỆN KIỂM SÁT NHÂN DÂN", "MẶT TRẬN TỔ QUỐC VIỆT NAM", "BỘ CHỈ HUY QUÂN SỰ", "TỈNH ỦY", "HUYỆN ỦY", "THÀNH ỦY",
        "ĐẢNG ỦY", "TÀI CHÍNH - KẾ HOẠCH", "TỔNG CÔNG TY", "TẬP ĐOÀN", "BỆNH VIỆN", "TRƯỜNG ĐẠI HỌC", "TỔNG CỤC", "CỤC THUẾ", "TỔNG CỤC THUẾ", "TỔNG CỤC HẢI QUAN", "TỔNG CỤC THỐNG KÊ",
    ]  # fmt: skip
    forms += [f"TỈNH {name.upper()}" for name in names["provinces"]]
    forms += [name.upper() for name in names["bodies"]]
    for key, head in (("departments", "SỞ"), ("ministries", "BỘ")):
        forms += [f"{head} {name.upper()}" for name in names[key]]
        forms += [name.upper() for name in names[key] if len(name.split()) > 2]
    unique = {fold(form): form for form in forms if "&" not in form}
    return tuple(sorted(unique.items(), key=lambda pair: -len(pair[0])))


def mended(words: str, *, recognised: bool) -> str:
    """The name with marks that recognition lost or mistook (TĨNH, UY BAN) put right."""
    if not words.isupper() or len(words) > 300:
        return words
    words = re.sub(r"^Y BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN", words)  # the first letter lost
    known: list[tuple[int, int]] = []  # what is right as it stands is no mistake for something else
    for key, form in _official():
        bare = fold(words)
        at = bare.find(key)
        if at >= 0:
            whole = not bare[at + len(key) : at + len(key) + 1].isalnum()
            if whole and (at == 0 or not bare[at - 1].isalnum()):
                words = words[:at] + form + words[at + len(key) :]
                known.append((at, at + len(key)))
    for key, form in _official() if recognised else ():
        if len(key) > 9 and key not in fold(words):
            words = _cut(words, key, form)
            words = _near(words, fold(words), key, form, known)
    return _levelled(words) if recognised else words


def _cut(words: str, key: str, form: str) -> str:
    """The name with an official form in which recognition cut words (THƯƠN G BINH)."""
    pattern = r"(?<!\w)" + r"\s*".join(re.escape(c) for c in key.replace(" ", "")) + r"(?!\w)"
    match = re.search(pattern, fold(words))
    return words[: match.start()] + form + words[match.end() :] if match else words


def _levelled(words: str) -> str:
    """The name with the word TỈNH that recognition lost between a committee and its province."""
    match = re.match(r"((?:ỦY BAN|HỘI ĐỒNG) NHÂN DÂN) (?!TỈNH|THÀNH PHỐ)(.+)$", words)
    provinces = {fold(name): name for name in load("names.json")["provinces"]}
    if (
        match
        and fold(match[2]) in provinces
        and not CITIES.fullmatch(f"thanh pho {fold(match[2])}")
    ):
        return f"{match[1]} TỈNH {provinces[fold(match[2])].upper()}"
    return words


def _near(words: str, bare: str, key: str, form: str, known: list[tuple[int, int]]) -> str:
    """The name with a run of words that is the official form but for a letter in ten."""
    count = len(key.split())
    starts = [m.start() for m in re.finditer(r"\S+", bare)]
    ends = [m.end() for m in re.finditer(r"\S+", bare)]
    for i in range(len(starts) - count + 1):
        a, b = starts[i], ends[i + count - 1]
        if abs(b - a - len(key)) > 1 or bare[a] != key[0] or (a, b) in known:
            continue
        if SequenceMatcher(None, bare[a:b], key, autojunk=False).ratio() >= _LIKE:
            return words[:a] + form + words[b:]
    return words


_SECOND = re.compile(
    r"(?<=.{12}) (?=(?:bao hiem xa hoi|bhxh|toa an nhan dan|vien kiem sat nhan dan|so(?! 10)|cong an|doan tncs|tinh doan|huyen doan|bch doan|bch huyen|bch tinh"
    r"|chi cuc|cuc thue|kho bac nha nuoc|dien luc|buu dien|cong ty|truong (?:thpt|thcs|tieu hoc|mam non|dai hoc|cao dang|trung hoc)|benh vien|trung tam|phong|uy ban nhan dan|ubnd)\s)"
)
_WHOLE = re.compile(
    r"(?:bao hiem xa hoi viet nam|doan tncs ho chi minh|(?:uy ban nhan dan|ubnd) (?:tinh|thanh pho|tp\.?|huyen|quan|thi xa|xa|phuong) [a-z ]+"
    r"|cong an (?:tinh|thanh pho|huyen) [a-z ]+|(?:tong )?cong ty [a-z -]{6,}|tong cuc [a-z]+|cuc thue (?:tinh|thanh pho) [a-z ]+|bo [a-z]+ [a-z ]+|so [a-z]+ [a-z ]+|phong (?:giao duc|gd)[a-z& ]+|kho bac nha nuoc(?: viet nam| tinh [a-z ]+)?"
    r"|toa an nhan dan (?:toi cao|tinh [a-z ]+|thanh pho [a-z ]+)|vien kiem sat nhan dan (?:toi cao|tinh [a-z ]+))"
)

_MANY = re.compile(r"[,;:\d]|[-–] (?:so|bao hiem|cong an|kho bac)")


def each_apart(pieces: list[Segment]) -> list[Segment]:
    """The pieces, a line on which the agency above and the own one ran together cut between the two.

    The first must be whole as it stands, and the second must be a name that opens one.
    """
    out: list[Segment] = []
    for piece in pieces:
        bare = piece.bare
        cut = next(
            (m.end() for m in _SECOND.finditer(bare) if _WHOLE.fullmatch(bare[: m.start()])), 0
        )
        if not cut or not piece.upper or _MANY.search(bare):
            out.append(piece)
            continue
        left, right = piece.text[:cut].rstrip(), piece.text[cut:]
        out.append(replace(piece, text=left, end=piece.start + len(left)))
        out.append(replace(piece, text=right, start=piece.start + cut))
    return out
