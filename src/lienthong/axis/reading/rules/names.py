"""Names of agencies, groups and posts as official papers write them, found in running text.

A name is recognised by its form (post, kind of body, level, place), so papers of any province are
read; which agency it is at a date is the directory's answer (office-practice: groups are rules on
level and kind, resolved by the date of the paper).
"""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .bodies import body_at, committee_at, department_at, group_at, heads_at, within_at
from .body_forms import RANKS
from .body_words import (
    AGENCY,
    ANY_LEVEL,
    CAP,
    GROUP,
    PERSON,
    POST_OF,
    SYLLABLE,
    UBND,
    Name,
    agency,
    departments,
    known_bodies,
    place_after,
    tail_end,
)
from .letters import squeeze
from .lexicon import POST, SEPARATOR, opens_with_verb

__all__ = [
    "AGENCY", "GROUP", "PERSON", "POST_OF", "Name", "find_names", "knowing", "name_at", "names_at",
]  # fmt: skip
_OWN: ContextVar[re.Pattern[str] | None] = ContextVar("names of the paper in hand", default=None)
_MANY = re.compile(r"(?:các|những|toàn thể|quý)\s|.*[,;]|.*\scác\s", re.IGNORECASE)
_HONOUR = r"(?:(?:các |những )?(?:đồng chí |đ/c )|ông |bà |các ông |các bà )"
_POSTS = re.compile(
    rf"{_HONOUR}?(?:các )?(?:{POST})(?:(?<!Chánh Văn phòng)\s*(?:,|và|hoặc)\s+(?:{POST}))*(?!\w)\s*"
    r"(?:các (?=cơ quan ngang))?",
    re.IGNORECASE,
)
_PERSON = re.compile(
    rf"(?:đồng chí|ông|bà)\s+({SYLLABLE}(?:\s+{SYLLABLE}){{1,5}})(?:\s*\(mẫu\))?\s*(?:,|-|–|\()\s*",
    re.IGNORECASE,
)
_PERSON_AS = re.compile(
    rf"(?:(?:đồng chí|đ/c|ông|bà|thầy|cô)\s+)(?-i:{SYLLABLE}(?:\s+{SYLLABLE}){{0,5}})\s*[,–-]\s*(?:chuyên viên|cán bộ|công chức|viên chức|nhân viên|văn thư|kế toán|giáo viên|thư ký|thủ quỹ|tổ trưởng|tổ phó|trưởng|phó)(?!\w)(?P<as>[^,;.:()]{{0,70}})(?=,\s|:)",
    re.IGNORECASE,
)  # "bà Trần Thị B, chuyên viên phụ trách di sản,"
_WORDS = re.compile(r"(?<!\S)(?!phụ trách)\S+")
_SUPERIOR = re.compile(
    rf"(?:Văn phòng Chính phủ|(?:Phó )?Thủ tướng(?: Chính phủ)? {SYLLABLE}(?:\s+{SYLLABLE}){{1,3}}|Phó Thủ tướng(?: Chính phủ)?|Thủ tướng Chính phủ|Chính phủ|Ủy ban Thường vụ Quốc hội|Quốc hội"
    rf"|Chủ tịch nước|Đảng ủy (?:Mặt trận Tổ quốc(?:,? (?:và )?các đoàn thể)?|Công an|Quân sự|Bộ Chỉ huy Quân sự|Bộ đội Biên phòng|{UBND}|Khối (?:các )?[Cc]ơ quan(?: và [Dd]oanh nghiệp)?|Khối [Dd]oanh nghiệp|các cơ quan [Đđ]ảng)(?: (?:tỉnh|huyện|thành phố|thị xã|xã|phường|đặc khu)(?!\w))?|Đảng ủy (?:khối )?các cơ quan(?: [Đđ]ảng)? (?:tỉnh|thành phố)|(?:Ban Thường vụ |Thường trực |Văn phòng |Ủy ban Kiểm tra )?(?:Tỉnh|Thành|Huyện|Thị|Đảng) ủy"
    rf"(?: (?:(?:xã|phường|thị trấn|huyện|đặc khu|(?:khối )?các cơ quan(?: [Đđ]ảng)?)(?: tỉnh)? ?)?{SYLLABLE}(?:\s+{SYLLABLE}){{0,2}})?|Ban (?:Tổ chức|Tuyên giáo|Dân vận|Nội chính) (?:Tỉnh|Huyện|Thành) ủy"
    r"|Ban Bí thư|Bộ Chính trị|Ban Chấp hành Trung ương)(?!\w)"
)


@contextmanager
def knowing(names: Iterable[str]) -> Iterator[None]:
    """Names that the paper itself gives its parties (addressees, heads of its points) are known."""
    own = sorted({squeeze(n) for n in names if len(n.split()) > 1}, key=len, reverse=True)
    words = [r"\s+".join(map(re.escape, name.split())) for name in own]
    pattern = re.compile(rf"(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) if words else None
    token = _OWN.set(pattern)
    try:
        yield
    finally:
        _OWN.reset(token)


def _own_at(text: str, at: int, end: int) -> Name | None:
    own = _OWN.get()
    match = own.match(text, at, end) if own else None
    if not match:
        return None
    words = squeeze(match.group())
    return Name(words, at, match.end(), GROUP if _MANY.match(words) else AGENCY, words)


_CALLED = re.compile(r"\s*\([^()\d]{2,40}\)(?:\s*,|\s*;|\s+và)\s+")  # "… (BHXH tỉnh), …"


def names_at(
    text: str, at: int, end: int | None = None, *, enough: int = sys.maxsize
) -> tuple[list[Name], int]:
    """The names that stand from `at` on, joined by commas and "và"; the place after the last.

    Where `enough` of them are found the rest is left unread.
    """
    end = len(text) if end is None else end
    found: list[Name] = []
    here = at
    while here < end and len(found) < enough:
        group = _list_at(text, here, end) or _or_other(text, _one_at(text, here, end), end)
        own = _own_at(text, here, end)
        if own and (not group or group[-1].end < own.end):
            group = [own]
        if not group:
            break
        found.extend(group)
        at = here = group[-1].end
        gap = SEPARATOR.match(text, here, end) or _CALLED.match(text, here, end)
        if gap is None:
            break
        here = gap.end()
    return found, at


def name_at(text: str, at: int, end: int | None = None) -> Name | None:
    """The single name that stands at a place."""
    group = _one_at(text, at, len(text) if end is None else end)
    return group[0] if group else None


_OTHERWISE = re.compile(r"\s*\((?:hoặc|hay)\s[^()]{3,70}\)")


def _or_other(text: str, found: list[Name], end: int) -> list[Name]:
    """A name with the other name that it has elsewhere: "Sở Nội vụ (hoặc Ban Tổ chức)"."""
    other = _OTHERWISE.match(text, found[0].end, end) if len(found) == 1 else None
    if other is None:
        return found
    name = found[0]
    words = squeeze(text[name.start : other.end()])
    return [Name(words, name.start, other.end(), name.kind, name.body, name.post)]


def _list_at(text: str, at: int, end: int) -> list[Name]:
    """Names that share their head: "các Sở: Nội vụ, Tài chính", "UBND các huyện: Bình Sơn, Ba Tơ"."""
    post = _POSTS.match(text, at, end)
    here = post.end() if post else at
    head = re.compile(r"(?:[Cc]ác|[Nn]hững|\d+)\s+[Ss]ở\s*:?\s+").match(text, here, end)
    if head:
        return _shared(text, at, here, head.end(), end, "Sở", departments()[0])
    head = re.compile(r"(?:[Cc]ác|[Nn]hững|\d+)\s+[Bb]ộ\s*:\s+").match(text, here, end)
    if head:
        return _shared(text, at, here, head.end(), end, "Bộ", departments()[1])
    head = re.compile(
        rf"{UBND}\s+(?:[Cc]ác|\d+)\s+(tỉnh|huyện|xã|phường|thị xã|thành phố)\s*:?(?=\s+{CAP})"
    ).match(text, here, end)
    if head:
        place = re.compile(rf"\s*{SYLLABLE}(?:\s+{SYLLABLE}){{0,3}}")
        return _shared(text, at, here, head.end(), end, f"UBND {head[1]}", place)
    return []


def _shared(
    text: str, at: int, head: int, here: int, end: int, kind: str, item: re.Pattern[str]
) -> list[Name]:
    post = squeeze(text[at:head])
    out: list[Name] = []
    while match := item.match(text, here, end):
        body = f"{kind} {squeeze(match.group())}"
        label = f"{post} {body}" if post else body
        out.append(
            Name(
                label,
                at if not out else match.start(),
                match.end(),
                POST_OF if post else AGENCY,
                body,
                post,
            )
        )
        gap = re.compile(r"\s*(?:,\s*và|,|và)\s*(?:(?:[Ss]ở|[Bb]ộ)\s+)?(?=\S)").match(
            text, match.end(), end
        )
        if gap is None:
            break
        here = gap.end()
    return out if len(out) > 1 else []


_DEEP = 4  # posts before a body: "Đồng chí Bí thư, Chủ tịch UBND …"; more is no name


def _one_at(text: str, at: int, end: int, deep: int = _DEEP) -> list[Name]:
    if not deep:
        return []
    person = _PERSON.match(text, at, end)
    if person:
        inner = _one_at(text, person.end(), end, deep - 1)
        if inner:
            stop = inner[0].end + (text[inner[0].end : inner[0].end + 1] == ")")
            return [Name(squeeze(text[at:stop]), at, stop, PERSON, inner[0].body, inner[0].post)]
    role = _PERSON_AS.match(text, at, end)
    if role and not any(
        opens_with_verb(text[role.start("as") + m.start() : role.end()][:60])
        for m in _WORDS.finditer(role["as"])
    ):
        words = squeeze(role.group())
        return [Name(words, at, role.end(), PERSON, words)]
    whole = heads_at(text, at, end) or _superior_at(text, at, end)
    if whole:
        return [whole]
    post = _POSTS.match(text, at, end)
    if post:
        title = squeeze(post.group())
        headed = _headed_by_title(text, at, post, end)
        if headed and not title.lower().endswith("bí thư"):
            return [headed]
        inner = _one_at(text, post.end(), end, deep - 1)
        if inner and inner[0].kind in (AGENCY, GROUP):
            body = inner[0].body
            kind = GROUP if inner[0].kind == GROUP else POST_OF
            return [Name(squeeze(text[at : inner[0].end]), at, inner[0].end, kind, body, title)]
        part = headed or within_at(text, at, end) or _lone_head(text, at, post, end)
        return [part] if part else []
    for reader in (within_at, committee_at, department_at, group_at, body_at):
        name = reader(text, at, end)
        if name:
            return [name]
    return _small_at(text, at, end)


_SMALL = re.compile(
    r"(?:phòng|ban(?= (?:Chỉ|Quản|Dân|An))|chi cục|trung tâm|trạm|đài|đoàn|hội|trường|văn phòng|kho bạc|hạt|đội|xí nghiệp|điện lực|bưu điện|thanh tra|chi nhánh|bệnh viện) (?=[A-ZĐỦ])"
    r"|công an (?=tỉnh|huyện|xã|phường|thị trấn|thành phố|quận)"
)
_NAME = 160  # letters of a name


def _small_at(text: str, at: int, end: int) -> list[Name]:
    """A body whose kind is written small: "giao phòng Nông nghiệp và PTNT", "công an xã"."""
    if _SMALL.match(text, at, end) is None:
        return []
    words = text[at].upper() + text[at + 1 : min(end, at + _NAME)]
    found = department_at(words, 0, len(words)) or body_at(words, 0, len(words))
    if found is None or found.start:
        return []
    stop = at + found.end
    own = squeeze(text[at:stop])
    return [Name(own, at, stop, found.kind, own)]


_ALL_RANKS = re.compile(rf"\s+(?=các\s)(?:{RANKS.pattern})", re.IGNORECASE)


def _lone_head(text: str, at: int, post: re.Match[str], end: int) -> Name | None:
    """The head of the issuer's own office, named without more: "Chánh Văn phòng, Trưởng phòng …"."""
    title = squeeze(post.group())
    rest = text[at + len(title) : end]
    if title not in ("Chánh Văn phòng", "Chánh Thanh tra") or not (
        re.match(r"\s*(?:[,;.]|và |$|chịu |có trách|chủ trì)", rest)
        or opens_with_verb(rest.lstrip()[:60])
    ):
        return None
    body = title.removeprefix("Chánh ")
    return Name(title, at, at + len(title), POST_OF, body, title)


def _superior_at(text: str, at: int, end: int) -> Name | None:
    match = _SUPERIOR.match(text, at, end)
    if match and match.group().endswith("ủy") and text.startswith(" các ", match.end()):
        return None  # "Đảng ủy các xã": many, not the one above
    if match and match.group().endswith(" Là"):
        return agency(text, at, match.end() - 3)  # "Văn phòng Đảng ủy xã / Là đầu mối …"
    return agency(text, at, match.end()) if match else None


def _headed_by_title(text: str, at: int, post: re.Match[str], end: int) -> Name | None:
    """Chánh Văn phòng UBND tỉnh → Văn phòng UBND tỉnh; Chánh Thanh tra tỉnh → Thanh tra tỉnh."""
    title = squeeze(post.group())
    for word, body in (
        ("Chánh Văn phòng", "Văn phòng"),
        ("Chánh Thanh tra", "Thanh tra"),
        ("Trưởng Công an", "Công an"),
        ("Chỉ huy trưởng", "Bộ Chỉ huy"),
        ("Trưởng Ban", "Ban"),
        ("Trưởng phòng", "Phòng"),
        ("Bí thư", ""),
    ):
        if not title.lower().endswith(word.lower()):
            continue
        tail = committee_at(text, post.end(), end)
        if tail is None:
            level = ANY_LEVEL.match(text, post.end(), end)
            stop = place_after(text, level.end(), end) if level else tail_end(text, post.end(), end)
            if stop <= post.end():
                continue
            ranks = _ALL_RANKS.match(text, stop, end)
            if ranks and title.lower().startswith("trưởng"):
                words = squeeze(text[at : ranks.end()])
                return Name(words, at, ranks.end(), GROUP, words, title)
            rest = squeeze(text[post.end() : stop])
        else:
            stop, rest = tail.end, tail.body
        return Name(squeeze(text[at:stop]), at, stop, POST_OF, f"{body} {rest}".strip(), title)
    return None


def known_names(words: str) -> bool:
    """Whether words are wholly names whose every word a dictionary or a fixed form knows."""
    names, stop = names_at(words, 0)
    if not names or words[stop:].strip(" .;,"):
        return False
    return all(name.kind == GROUP or _in_dictionary(name.body) for name in names)


def _in_dictionary(body: str) -> bool:
    kind, _, rest = body.partition(" ")
    of_provinces, of_state = departments()
    if kind in ("Sở", "Bộ"):
        return bool((of_provinces if kind == "Sở" else of_state).fullmatch(rest))
    return bool(known_bodies().match(body) or committee_at(body, 0, len(body)))


def find_names(text: str, start: int, end: int) -> list[Name]:
    """Every name inside a span, left to right."""
    out: list[Name] = []
    for match in re.compile(
        rf"(?<![\w]){CAP}|(?<!\w)(?:các|sở|ban|thủ trưởng|giám đốc)(?!\w)"
    ).finditer(text, start, end):
        if out and match.start() < out[-1].end:
            continue
        found, _ = names_at(text, match.start(), end)
        out.extend(found)
    return out
