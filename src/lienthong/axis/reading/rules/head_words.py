"""The fixed words of head and foot whose marks recognition mistook: "Sô: 12", "ngáy", "Kinh gửi", "CHU TỊCH".

What stands on fixed places of every paper can be nothing else, whatever marks it has: it is put right
letter for letter, so that every span stays where it is. Names and figures are never touched.
"""

import re
import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher

from .letters import UPPER, fold

_ROWS = 45  # lines in which a head stands
_ALIKE = 0.6  # of the letters of ngày, tháng, năm, where figures stand between the three
_LETTERS: dict[str, str] = {}
for _code in (*range(0x41, 0x7B), *range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)):
    if chr(_code).isalpha() and len(unicodedata.normalize("NFD", chr(_code))) < 4:
        _LETTERS[fold(chr(_code))] = _LETTERS.get(fold(chr(_code)), "") + chr(_code)
_LETTERS["i"] += "lL1|!"  # of capitals: CHỦ NGHlA, VlỆT


def loose(words: str, *, small: bool = True) -> str:
    """A pattern of the words with whatever marks; each letter one place, large and (`small`) small."""
    out = []
    for letter in words:
        forms = _LETTERS.get(fold(letter), re.escape(letter)) if letter != " " else " "
        if not small:
            forms = "".join(c for c in forms if not c.islower() or c == "l")
        elif letter != " ":
            forms = "".join(
                c for c in forms if (c.isalpha() and c not in "lL") or fold(letter) == "l"
            )
        out.append(f"[{forms}]")
    return "".join(out)


def _as(words: str) -> Callable[[re.Match[str]], str]:
    """A replacement: the right letters in place of those of the group "it", large where they were large."""

    def put(match: re.Match[str]) -> str:
        a, b = match.start("it") - match.start(), match.end("it") - match.start()
        seen = match[0][a:b]
        right = "".join(
            new.upper() if words.isupper() or old.isupper() else new.lower()
            for new, old in zip(words, seen, strict=True)
        )
        return match[0][:a] + right + match[0][b:]

    return put


_OPENS = r"(?m)(?P<before>^[^\w\n]{0,4}|[ ]{3}|\|[ ]?|\*)"
_NUMBER = re.compile(
    rf"{_OPENS}(?P<it>[S5$][{_LETTERS['o']}06](?=[ ]*[:;])|S{loose('o')})(?P<sign>[ ]*[:;.]?)(?=[ ]*(?P<figure>\d)|[ ]*(?P<blank>[/._…-]|$|[ ]{{2}}))"
)  # "Sô: 12", "Sồ 45/QĐ", "S6 : 7"
_SHELF = re.compile(r"(?:sở|sổ|sợ|so)$", re.IGNORECASE)  # words of their own
_WORD = "[^\\W\\d_]"
_DATE = re.compile(
    rf"(?P<it>{loose('ngày')})(?=(?P<d>[ ]{{1,3}}\d{{1,2}}[ ]{{1,3}}|[^\w\n]{{2,16}})(?:{loose('tháng')})(?P<m>[ ]{{1,3}}\d{{1,2}}[ ]{{1,3}}|[^\w\n]{{2,16}})(?:{loose('năm')})(?!{_WORD}))"
)
_NEAR = re.compile(
    r"(?<=[\s,])(?P<a>[^\W\d_]{3,5})(?P<d>[ ]{1,2}\d{1,2}[ ]{1,2})(?P<b>[^\W\d_]{4,6})(?P<m>[ ]{1,2}\d{1,2}[ ]{1,2})"
    r"(?P<c>[^\W\d_]{2,5})(?P<y>[ ]{1,2}\d{4})(?!\w)"
)  # "rigày 12 thánq 5 narn 2019": a date by its figures, which stay as they are
_FIGURES = re.compile(
    rf"(?<!{_WORD})(?P<it>{loose('ngày')})(?=[ ]{{1,3}}\d{{1,2}}[ ]?[/.-][ ]?\d{{1,2}}[ ]?[/.-][ ]?\d{{4}})"
)
_HOUR = re.compile(rf"(?<=[ ,])(?P<it>{loose('hồi')})(?=[ ]\d{{1,2}}[ ]?(?:{loose('giờ')}|h|g))")
_OCLOCK = re.compile(rf"(?<=\d)(?P<gap>[ ]?)(?P<it>{loose('giờ')})(?!{_WORD})", re.IGNORECASE)
_MONTH = re.compile(
    rf"(?<=ngày)(?P<d>[ ]{{1,3}}\d{{1,2}}[ ]{{1,3}}|[^\w\n]{{2,16}})(?P<it>{loose('tháng')})(?=[ ]{{1,3}}\d|[^\w\n]{{2,16}})",
    re.IGNORECASE,
)
_YEAR = re.compile(
    rf"(?<=tháng)(?P<m>[ ]{{1,3}}\d{{1,2}}[ ]{{1,3}}|[^\w\n]{{2,16}})(?P<it>{loose('năm')})(?=[ ]{{0,3}}(?:\d|$|[^\w\n]))",
    re.IGNORECASE | re.MULTILINE,
)
_TO = re.compile(
    rf"(?m)(?P<before>^[^\n:]{{0,14}}?(?<!{_WORD}))(?P<it>{loose('Kính')}[ ]{loose('g')}(?:{loose('u')}|{loose('o')}){loose('i')})(?=[ ]*[:;.]|[ ]*$|[ ]+[-–{UPPER}])"
)  # "Kinh gừi", "Kính gởi"
_NATION = re.compile(rf"(?P<it>{loose('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', small=False)})")
_MOTTO = re.compile(
    rf"(?P<it>{loose('Độc lập')})(?=[ ]*[^\w\s]{{1,3}}[ ]*{loose('Tự do')})",
)
_LINE = tuple(
    (
        re.compile(rf"(?m)(?P<before>^[^\w\n]{{0,4}})(?P<it>{loose(words)})(?={after})"),
        _as(words),
    )
    for words, after in (
        ("Nơi nhận", r"[ ]*[:;.]|[ ]*$|[ ]*-"),
        ("Nơi gửi", r"[ ]*[:;.]|[ ]*$|[ ]*-"),
        ("Lưu", r"[ ]*[:;]|[ ]+V[TP]"),
        ("Như trên", r"\W"),
        ("Như kính gửi", r"\W"),
        ("Như Điều", r"[ ]+\d"),
        ("Căn cứ", r"[ ]"),
        ("Theo đề nghị", r"[ ]"),
        ("Xét đề nghị", r"[ ]"),
        ("Thực hiện", r"[ ]"),
        ("Về việc", r"[ :]"),
    )
)
_POSTS = tuple(
    (re.compile(rf"(?<!\w)(?P<it>{loose(words, small=False)})(?!\w)"), _as(words))
    for words in (
        "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "PHÓ CHỦ TỊCH", "CHỦ TỊCH", "PHÓ GIÁM ĐỐC", "GIÁM ĐỐC",
        "CHÁNH VĂN PHÒNG", "BỘ TRƯỞNG", "THỨ TRƯỞNG", "CỤC TRƯỞNG", "HIỆU TRƯỞNG", "VIỆN TRƯỞNG", "PHÓ TRƯỞNG BAN",
        "TRƯỞNG BAN", "TRƯỞNG PHÒNG", "PHÓ BÍ THƯ", "BÍ THƯ", "BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "THỦ TƯỚNG",
    )
)  # fmt: skip
_L_FOR_I = re.compile(rf"(?<=[{UPPER}])l(?=[{UPPER}])|(?<=[{UPPER}]{{2}})l(?!\w)")  # CAl, VlỆT


def _number(match: re.Match[str]) -> str:
    """ "Số" in place of what was seen of it; "Sở:" and "Sổ" only stay what they are before no figure."""
    seen = match["it"]
    right = "SỐ" if seen.isupper() and seen.isalpha() else "Số"
    if _SHELF.match(seen) and not match["figure"]:
        return match[0]
    if not match["sign"].strip() and not (match["figure"] and match["before"].strip(" *") == ""):
        return match[0]
    return match["before"] + right + match["sign"].replace(";", ":")


def _near(match: re.Match[str]) -> str:
    """A date in words of which a letter or two were mistaken, its figures between them."""
    out = ""
    for word, figures, right in (("a", "d", "ngày"), ("b", "m", "tháng"), ("c", "y", "năm")):
        seen = match[word]
        bare = fold(seen).replace("rn", "m").replace("ri", "n")
        alike = SequenceMatcher(None, bare, fold(right), autojunk=False).ratio()
        if (
            alike < _ALIKE
            or len(seen) < len(right)
            or not re.search(r"\d", match["d"] + match["m"])
        ):
            return match[0]
        right = right.upper() if seen.isupper() else right
        out += right.ljust(len(seen)) + match[figures]
    return out


def read_capitals(text: str) -> str:
    """The text with the l that recognition saw for the I of a word in capitals (VlỆT NAM)."""
    return _L_FOR_I.sub("I", text)


def head_mended(text: str) -> str:
    """The text, every letter in its place, with the fixed words of head and foot put right."""
    text = read_capitals(text)
    end = -1
    for _ in range(_ROWS):
        end = text.find("\n", end + 1)
        if end < 0:
            end = len(text)
            break
    head, rest = text[:end], text[end:]
    head = _NUMBER.sub(_number, head)
    head = _TO.sub(_as_to, head)
    head = _NATION.sub(_as("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), head)
    head = _MOTTO.sub(_as("Độc lập"), head)
    head = _NEAR.sub(_near, head)
    head = _OCLOCK.sub(_as("giờ"), _HOUR.sub(_as("hồi"), _FIGURES.sub(_as("ngày"), head)))
    head = _YEAR.sub(_as("năm"), _MONTH.sub(_as("tháng"), _DATE.sub(_as("ngày"), head)))
    text = head + rest
    for pattern, put in (*_LINE, *_POSTS):
        text = pattern.sub(put, text)
    return text


_as_to = _as("Kính gửi")
