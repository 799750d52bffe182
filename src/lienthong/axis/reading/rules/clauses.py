"""Sentences and clauses of a paragraph, cut where a clerk would cut them.

A semicolon parts two duties when what follows begins with something to do; inside brackets,
quotation marks and lists of things ("như: …; …") it does not.
"""

import re

from .letters import LETTER, UPPER, trim
from .lexicon import opens_with_verb

_STOP = re.compile(rf"[.!?](?=\s+[{UPPER}“\"(-])|[.!?]\s*$")
_SHORT = re.compile(
    r"(?:\b(?:TP|Tp|P|Q|H|TX|tp|ThS|TS|GS|BS|ĐT|TM|KT|TL|TUQ|v\.v|No|St)|\b[A-ZĐ])$"
)
_OPEN, _CLOSE = "([“", ")]”"
_LIST = re.compile(
    r"(?:như|gồm|bao gồm|gồm có|cụ thể là|nhất là|trong đó có|là)\s*:\s*$", re.IGNORECASE
)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the sentences of a paragraph."""
    out: list[tuple[int, int]] = []
    at = start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and (
            _SHORT.search(text[max(at, match.start() - 8) : match.start()])
            or _depth(text, at, match.start())
        ):
            continue
        a, b = trim(text, at, match.end())
        if b - a > 1:
            out.append((a, b))
        at = match.end()
    a, b = trim(text, at, end)
    if b - a > 1 and re.search(rf"[{LETTER}]", text[a:b]):
        out.append((a, b))
    return out


def _depth(text: str, start: int, at: int) -> bool:
    """Whether the place stands inside brackets or quotation marks opened since `start`."""
    start = max(start, at - 2000)
    opened = sum(text.count(sign, start, at) for sign in _OPEN)
    closed = sum(text.count(sign, start, at) for sign in _CLOSE)
    return opened > closed


def _never_closed(text: str, at: int, end: int) -> bool:
    """Whether nothing closes what was opened before, within what a bracket may hold."""
    return not any(sign in text[at : min(end, at + 600)] for sign in _CLOSE)


def by_semicolon(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans between the semicolons of a sentence that stand at its own level."""
    out: list[tuple[int, int]] = []
    at = start
    depth = 0
    for match in re.compile(r"[;(\[“)\]”]").finditer(text, start, end):
        place = match.start()
        if match.group() != ";":
            depth = depth + 1 if match.group() in _OPEN else max(0, depth - 1)
            continue
        if depth and not _never_closed(text, place, end):
            continue
        a, b = trim(text, at, place)
        if b > a:
            out.append((a, b))
        at = place + 1
    a, b = trim(text, at, end, ".;")
    if b > a:
        out.append((a, b))
    return out


def lists_things(text: str, start: int, end: int) -> bool:
    """Whether the span opens a list of things rather than of duties ("… như: báo cáo")."""
    for match in re.finditer(r":", text[start:end]):
        place = start + match.end()
        if _LIST.search(text[max(start, place - 40) : place]):
            return True
    return False


_WHEN = (
    r"(?:ngay )?(?:trong|đến|từ|trước|sau|vào|chậm nhất|kể từ)\s+(?:(?:hết|đầu|cuối|là|vào)\s+)*(?:ngày|tháng|quý|năm|tuần|thời gian|giai đoạn)\s"
    r"(?:[\dIVX/.-]+|tới|này|sau)(?:\s+(?:(?:đến|năm|tháng|quý|hàng năm|hằng năm|hàng tháng|hằng tháng)(?!\w)(?:\s+(?:ngày\s+)?\d[\d/.-]*)?))*"
)  # "trong quý II năm 2010 trình …", "trước ngày 15/11 hằng năm gửi …"
_FILLER = re.compile(
    rf"(?:{_WHEN}|và|chỉ|đồng thời|bên cạnh đó|ngoài ra|trong đó|cụ thể|trước mắt|riêng|tiếp tục|mặt khác|hằng năm|hàng năm"
    rf"|hằng quý|hàng quý|hằng tháng|hàng tháng|định kỳ[^,;]{{0,30}}|khi có[^,]{{0,40}}|trước ngày [\d/]+|sau khi[^,]{{0,60}}"
    rf"|trong quá trình[^,]{{0,60}}|trên cơ sở[^,]{{0,90}}|căn cứ[^,]{{0,90}}|để[^,]{{0,60}}|nhằm[^,]{{0,60}}|nếu (?!có)[^,]{{2,40}}|(?:trường hợp|nếu) (?![^,;]*(?:khó khăn|vướng mắc|phát sinh|thẩm quyền))[^,;]{{3,90}}?(?=,| thì\s)(?: thì)?)\s*,?\s+",
    re.IGNORECASE,
)


def begins_duty(text: str, start: int, end: int) -> bool:
    """Whether a span begins with something to do, after small words that join it to the last."""
    words = text[start : min(end, start + 200)]
    for _ in range(2):
        if opens_with_verb(words[:60]):
            return True
        filler = _FILLER.match(words)
        if not filler:
            return False
        words = words[filler.end() :]
    return opens_with_verb(words[:60])
