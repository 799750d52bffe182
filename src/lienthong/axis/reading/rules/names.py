"""Names of agencies, groups and posts as official papers write them, found in running text.

A name is recognised by its form (post, kind of body, level, place), so papers of any province are
read; which agency it is at a date is the directory's answer (office-practice: groups are rules on
level and kind, resolved by the date of the paper).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from .language import load
from .letters import LETTER, UPPER, squeeze
from .lexicon import BODY, GENERIC_TAIL, GROUP_NOUNS, LEVELS, POST, SEPARATOR, TAIL, opens_with_verb

AGENCY, GROUP, POST_OF, PERSON = "agency", "group", "post", "person"
UBND = r"(?:UBND|Ủy ban nhân dân|Ủy ban Nhân dân|HĐND và UBND|HĐND, UBND|HĐND|Hội đồng nhân dân)"
_CAP = f"[{UPPER}]"
_SYLLABLE = rf"{_CAP}[{LETTER}]*"
_PLACE = re.compile(rf"\s+({_SYLLABLE}(?:(?:\s+|\s*-\s*){_SYLLABLE}){{0,4}})")
_HONOUR = r"(?:(?:các |những )?đồng chí |ông |bà |các ông |các bà )"
_POSTS = re.compile(
    rf"{_HONOUR}?(?:các )?(?:{POST})(?:\s*(?:,|và|hoặc)\s+(?:{POST}))*(?!\w)\s*"
    r"(?:các (?=cơ quan ngang))?",
    re.IGNORECASE,
)
_PERSON = re.compile(
    rf"(?:đồng chí|ông|bà)\s+({_SYLLABLE}(?:\s+{_SYLLABLE}){{1,5}})(?:\s*\(mẫu\))?\s*(?:,|-|–|\()\s*",
    re.IGNORECASE,
)
_SUPERIOR = re.compile(
    rf"(?:Văn phòng Chính phủ|(?:Phó )?Thủ tướng(?: Chính phủ)? {_SYLLABLE}(?:\s+{_SYLLABLE}){{1,3}}|Phó Thủ tướng(?: Chính phủ)?|Thủ tướng Chính phủ|Chính phủ|Ủy ban Thường vụ Quốc hội|Quốc hội"
    r"|Chủ tịch nước|(?:Ban Thường vụ |Thường trực |Văn phòng |Ủy ban Kiểm tra )?(?:Tỉnh|Thành|Huyện|Thị|Đảng) ủy"
    rf"(?: {_SYLLABLE}(?:\s+{_SYLLABLE}){{0,2}})?|Ban (?:Tổ chức|Tuyên giáo|Dân vận|Nội chính) (?:Tỉnh|Huyện|Thành) ủy"
    r"|Ban Bí thư|Bộ Chính trị|Ban Chấp hành Trung ương)(?!\w)"
)
_COMMITTEE = re.compile(rf"(?:Văn phòng )?{UBND}\s+", re.IGNORECASE)
_OFFICE = re.compile(
    rf"Văn phòng\s+(?:Đoàn ĐBQH (?:và|,) )?(?:{UBND}|Đoàn ĐBQH)(?:\s+(?:và|&)\s+{UBND})?\s+(?=tỉnh|huyện|thành phố|thị xã|xã|phường)"
)
_LEVEL = re.compile(rf"({LEVELS})(?!\w)")
_CAPLEVEL = re.compile(rf"({LEVELS})(?!\w)", re.IGNORECASE)
_GROUP = re.compile(
    rf"(?P<all>tất cả các |toàn thể các |toàn bộ các |các |những )?"
    rf"(?P<nouns>(?:{GROUP_NOUNS})(?!\w)(?:\s*(?:,\s*và|,|;(?=\s*(?:đoàn thể|thị xã|thành phố))|và|/|-)\s*(?:các )?(?:{GROUP_NOUNS})(?!\w))*)",
    re.IGNORECASE,
)
_RANKS = re.compile(
    rf"(?P<all>tất cả các |các )?(?P<nouns>(?:cấp )?(?:{LEVELS})(?!\w)(?:\s*(?:,\s*và|,|và|/|-)\s*(?:các )?(?:{LEVELS})(?!\w))*)",
    re.IGNORECASE,
)
_BODY = re.compile(rf"(?:{BODY})(?!\w)")
_STOP_LOWER = re.compile(
    r"(?:và|với|tại|về|để|theo|được|đã|phải|cần|không|cùng|nhằm|trong|từ|đến|nếu|khi|là|có|trước|sau|qua|trên|do"
    r"|thuộc|của|cho|bằng|hằng|hàng|chịu|chủ|phối|như|hoặc|làm|bởi|vì|các|những)(?!\w)"
)


@dataclass(frozen=True)
class Name:
    """One name in a text: its words, its span, its form and the name without the post."""

    text: str
    start: int
    end: int
    kind: str
    body: str
    post: str = ""


@lru_cache(maxsize=1)
def _departments() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = load("names.json")

    def alternatives(key: str) -> str:
        return "|".join(re.escape(n) for n in sorted(names[key], key=len, reverse=True))

    return (
        re.compile(rf"(?:{alternatives('departments')})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:{alternatives('ministries')})(?!\w)", re.IGNORECASE),
    )


def names_at(text: str, at: int, end: int | None = None) -> tuple[list[Name], int]:
    """The names that stand from `at` on, joined by commas and "và"; the place after the last."""
    end = len(text) if end is None else end
    found: list[Name] = []
    here = at
    while here < end:
        group = _list_at(text, here, end) or _one_at(text, here, end)
        if not group:
            break
        found.extend(group)
        at = here = group[-1].end
        gap = SEPARATOR.match(text, here, end)
        if gap is None:
            break
        here = gap.end()
    return found, at


def name_at(text: str, at: int, end: int | None = None) -> Name | None:
    """The single name that stands at a place."""
    group = _one_at(text, at, len(text) if end is None else end)
    return group[0] if group else None


def _list_at(text: str, at: int, end: int) -> list[Name]:
    """Names that share their head: "các Sở: Nội vụ, Tài chính", "UBND các huyện: Bình Sơn, Ba Tơ"."""
    post = _POSTS.match(text, at, end)
    here = post.end() if post else at
    head = re.compile(r"(?:các|những|\d+)\s+[Ss]ở\s*:?\s+").match(text, here, end)
    if head:
        return _shared(text, at, here, head.end(), end, "Sở", _departments()[0])
    head = re.compile(
        rf"{UBND}\s+(?:các|\d+)\s+(huyện|xã|phường|thị xã|thành phố)\s*:?(?=\s+{_CAP})"
    ).match(text, here, end)
    if head:
        place = re.compile(rf"\s*{_SYLLABLE}(?:\s+{_SYLLABLE}){{0,3}}")
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
        gap = re.compile(r"\s*(?:,\s*và|,|và)\s*(?:[Ss]ở\s+)?(?=\S)").match(text, match.end(), end)
        if gap is None:
            break
        here = gap.end()
    return out if len(out) > 1 else []


def _one_at(text: str, at: int, end: int) -> list[Name]:
    person = _PERSON.match(text, at, end)
    if person:
        inner = _one_at(text, person.end(), end)
        if inner:
            stop = inner[0].end + (text[inner[0].end : inner[0].end + 1] == ")")
            return [Name(squeeze(text[at:stop]), at, stop, PERSON, inner[0].body, inner[0].post)]
    whole = _superior_at(text, at, end)
    if whole:
        return [whole]
    post = _POSTS.match(text, at, end)
    if post:
        title = squeeze(post.group())
        headed = _headed_by_title(text, at, post, end)
        if headed and not title.lower().endswith("bí thư"):
            return [headed]
        inner = _one_at(text, post.end(), end)
        if inner and inner[0].kind in (AGENCY, GROUP):
            body = inner[0].body
            kind = GROUP if inner[0].kind == GROUP else POST_OF
            return [Name(squeeze(text[at : inner[0].end]), at, inner[0].end, kind, body, title)]
        return [headed] if headed else []
    for reader in (_committee_at, _department_at, _group_at, _body_at):
        name = reader(text, at, end)
        if name:
            return [name]
    return []


def _superior_at(text: str, at: int, end: int) -> Name | None:
    match = _SUPERIOR.match(text, at, end)
    return _agency(text, at, match.end()) if match else None


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
        tail = _committee_at(text, post.end(), end)
        if tail is None:
            level = _CAPLEVEL.match(text, post.end(), end)
            stop = (
                _place_after(text, level.end(), end) if level else _tail_end(text, post.end(), end)
            )
            if stop <= post.end():
                continue
            rest = squeeze(text[post.end() : stop])
        else:
            stop, rest = tail.end, tail.body
        return Name(squeeze(text[at:stop]), at, stop, POST_OF, f"{body} {rest}".strip(), title)
    return None


def _place_after(text: str, at: int, end: int) -> int:
    """The end of a place name that follows, or `at`."""
    place = _PLACE.match(text, at, end)
    if not place:
        return at
    words = place[1]
    for stop in (" Chủ ", " Sở ", " Giao ", " Ban ", " Công ", " Văn "):
        cut = f" {words} ".find(stop)
        if cut > 0:
            return place.start(1) + cut - 1
    return (
        place.end()
        if not re.match(r"(?:Chủ|Sở|Ban|Công an|Văn phòng|UBND|Giám)(?!\w)", words)
        else at
    )


def _committee_at(text: str, at: int, end: int) -> Name | None:
    office = _OFFICE.match(text, at, end)
    match = office or _COMMITTEE.match(text, at, end)
    if not match:
        return None
    here = match.end()
    ranks = _RANKS.match(text, here, end)
    several = ranks and (ranks["all"] or re.search(r",|và|/", ranks["nouns"]))
    if ranks and several:
        stop = _group_end(text, ranks.end(), end)
        return Name(squeeze(text[at:stop]), at, stop, GROUP, squeeze(text[at:stop]))
    rank = re.compile(
        r"cấp (?:tỉnh|huyện|xã)(?!\w)(?:\s*(?:,|và)\s*(?:cấp )?(?:tỉnh|huyện|xã)(?!\w))*"
    ).match(text, here, end)
    if rank:
        return Name(
            squeeze(text[at : rank.end()]), at, rank.end(), GROUP, squeeze(text[at : rank.end()])
        )
    level = _CAPLEVEL.match(text, here, end)
    if level:
        stop = _place_after(text, level.end(), end)
        if stop == level.end():
            stop = _known_place(text, level, end)
        return _agency(text, at, stop)
    return None


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    rows = load("directory.json")["agencies"]
    units = {row["name"] for row in rows if row["kind"] in ("district", "commune")}
    names = {re.sub(rf"^(?:{LEVELS})\s+", "", unit, flags=re.IGNORECASE) for unit in units}
    return frozenset(n.lower() for n in names | set(load("names.json")["provinces"]))


@lru_cache(maxsize=1)
def _known_bodies() -> re.Pattern[str]:
    kinds = ("department", "central", "union", "unit")
    rows = {r["name"] for r in load("directory.json")["agencies"] if r["kind"] in kinds}
    best = sorted((re.escape(name) for name in rows), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(best)})(?!\w)", re.IGNORECASE)


def _known_place(text: str, level: re.Match[str], end: int) -> int:
    """The end of a place of the dictionary written without capitals, or the end of the level."""
    tokens = re.compile(r"\s+\w+(?:\s+\w+){0,3}").match(text, level.end(), end)
    if not tokens:
        return level.end()
    words = tokens.group().split()
    for count in range(len(words), 1, -1):
        if " ".join(words[:count]).lower() in _places():
            found = re.compile(rf"(?:\s+\w+){{{count}}}").match(text, level.end(), end)
            return found.end() if found else level.end()
    return level.end()


def _department_at(text: str, at: int, end: int) -> Name | None:
    head = re.compile(r"(Sở|sở|SỞ|Bộ|bộ|BỘ)\s+").match(text, at, end)
    if not head or re.search(r"cơ\s*$", text[max(0, at - 4) : at], re.IGNORECASE):
        return None
    departments, ministries = _departments()
    known = (departments if head[1].lower() == "sở" else ministries).match(text, head.end(), end)
    if known:
        stop = known.end()
        more = GENERIC_TAIL.match(text, stop, end)
        if more:
            stop = _place_after(text, more.end(), end)
        return _agency(text, at, stop)
    if head[1] in ("Sở", "Bộ") and re.match(_CAP, text[head.end() : head.end() + 1]):
        stop = _tail_end(text, head.end(), end)
        return _agency(text, at, stop) if stop > head.end() else None
    return None


def _group_at(text: str, at: int, end: int) -> Name | None:
    match = _GROUP.match(text, at, end)
    if not match:
        return None
    several = re.search(r",|;|\bvà\b|/", match["nouns"])
    tail = TAIL.match(text, match.end(), end)
    if not match["all"] and not several and not (tail and "liên quan" in tail.group()):
        return None
    if not match["all"] and re.fullmatch(
        r"(?i)(?:cá nhân|cấp|tỉnh|xã|bộ|hội|trường|phòng)\W*", match["nouns"]
    ):
        return None
    stop = _group_end(text, match.end(), end)
    return Name(squeeze(text[at:stop]), at, stop, GROUP, squeeze(text[at:stop]))


def _group_end(text: str, at: int, end: int) -> int:
    """The end of a group with what narrows it: liên quan, tỉnh, trên địa bàn tỉnh X, thuộc Sở Y."""
    for _ in range(4):
        tail = TAIL.match(text, at, end)
        if not tail:
            break
        at = tail.end()
        if re.search(r"(?i)(?:tỉnh|huyện|thành phố|thị xã)$", tail.group()):
            at = _place_after(text, at, end)
    owner = re.compile(r"\s+(?:trực thuộc|thuộc|của)\s+").match(text, at, end)
    if owner:
        inner = _one_at(text, owner.end(), end)
        if inner and inner[0].kind == AGENCY:
            return inner[0].end
    return at


def _body_at(text: str, at: int, end: int) -> Name | None:
    known = _known_bodies().match(text, at, end)
    if known:
        stop = known.end()
        return _agency(
            text, at, _place_after(text, stop, end) if text[:stop].endswith("tỉnh") else stop
        )
    head = _BODY.match(text, at, end)
    if not head:
        return None
    stop = _tail_end(text, head.end(), end)
    if stop == head.end() and head.group() not in ("Tỉnh đoàn", "Tỉnh Đoàn"):
        return None
    return _agency(text, at, stop)


def _tail_end(text: str, at: int, end: int) -> int:
    """The end of a proper name: from a capital on, until a verb, a sign or a small joining word."""
    here = at
    capital = False
    for count in range(14):
        token = re.compile(rf"\s*(-\s*|–\s*)?([{LETTER}&0-9]+)").match(text, here, end)
        if not token:
            break
        word = token[2]
        joins = word in ("và", "&")
        if joins:
            after = re.compile(rf"\s+({_CAP}\S*)").match(text, token.end(), end)
            if not capital or not after or _starts_name(text, after.start(1), end):
                break
            here = token.end()
            continue
        proper = bool(re.match(_CAP, word)) or word.isdigit()
        level = _CAPLEVEL.match(text, token.start(2), end)
        if level and (not proper or word == "Tỉnh") and (capital or count == 0 or level[1] != "xã"):
            return _place_after(text, level.end(), end)
        if not proper and count and text.startswith("khu vực", token.start(2)):
            return _place_after(text, token.start(2) + len("khu vực"), end)
        if not proper and (
            _STOP_LOWER.match(word) or opens_with_verb(text[token.start(2) : token.start(2) + 40])
        ):
            break
        if not proper and not capital:
            return at
        capital = capital or proper
        here = token.end()
    return here if capital else at


def _starts_name(text: str, at: int, end: int) -> bool:
    return bool(
        _BODY.match(text, at, end)
        or _COMMITTEE.match(text, at, end)
        or re.compile(r"(?:Sở|Bộ|Các|Giám đốc|Chủ tịch|Thủ trưởng|Chánh)(?!\w)").match(
            text, at, end
        )
    )


def _agency(text: str, at: int, stop: int) -> Name:
    words = squeeze(text[at:stop])
    return Name(words, at, stop, AGENCY, words)


def find_names(text: str, start: int, end: int) -> list[Name]:
    """Every name inside a span, left to right."""
    out: list[Name] = []
    for match in re.compile(
        rf"(?<![\w]){_CAP}|(?<!\w)(?:các|sở|ban|thủ trưởng|giám đốc)(?!\w)"
    ).finditer(text, start, end):
        if out and match.start() < out[-1].end:
            continue
        found, _ = names_at(text, match.start(), end)
        out.extend(found)
    return out
