"""Who is meant by "Sở này", "Ban này", "các Phòng nói trên": the last one of that kind named before."""

import re
from dataclasses import replace

from .lexicon import BODY
from .names import Name, find_names
from .page import Paper

_THIS = re.compile(
    rf"(?P<all>[Cc]ác )?(?P<kind>{BODY}|Sở|Bộ|sở|phòng|ban|trung tâm|công ty|tập đoàn|chi cục|cục)\s+(?:này|nói trên|nêu trên|ấy|đó)(?:\s+(?:cũng|đồng thời|còn|phải|cần))*"
)
_BACK = 900  # letters in which it was named


def resolved(paper: Paper, lead: list[Name], begin: int) -> list[Name]:
    """The leads with each "X này" as the one that it stands for; as they are where none was named."""
    out: list[Name] = []
    for name in map(_without_adverb, lead):
        match = _THIS.fullmatch(name.text)
        out += (match and _named(paper, match, min(begin, name.start))) or [name]
    return out


_ADVERBS = re.compile(
    r"\s(?:trực tiếp|đặc biệt|cũng|đồng thời|ngay|luôn|khẩn trương|chủ động|như sau|sau đây)$"
)


def _without_adverb(name: Name) -> Name:
    """The name without a word that says how he acts: "Thủ trưởng các đơn vị trực tiếp (chỉ đạo)"."""
    match = _ADVERBS.search(name.text)
    if match is None or match.start() < 6:
        return name
    text = name.text[: match.start()]
    body = name.body.removesuffix(match.group())
    return replace(name, text=text, body=body, end=name.end - len(match.group()))


def _named(paper: Paper, this: re.Match[str], at: int) -> list[Name]:
    kind = this["kind"].lower()
    low = max(0, at - _BACK)
    before = [n for n in find_names(paper.flat, low, at) if _is(n, kind)]
    if not before:
        return []
    last = before[-1]
    if not this["all"]:
        return [last]
    first = max(paper.flat.rfind(". ", low, last.start), paper.flat.rfind(":", low, last.start))
    return [n for n in before if n.start > first]


def _is(name: Name, kind: str) -> bool:
    return name.body.lower().startswith(f"{kind} ") and not _THIS.fullmatch(name.text)
