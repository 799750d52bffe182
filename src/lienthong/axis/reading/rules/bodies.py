"""Names of single bodies and groups by their form: committees, departments, offices, groups of nouns.

A body's name runs from its kind ("Sở", "Trung tâm", "UBND") over capitals to the first word that
one does; a group is a list of kinds narrowed by what follows ("liên quan", "trên địa bàn tỉnh").
"""

import re
from itertools import islice

from .body_words import (
    AGENCY,
    ANY_LEVEL,
    BODY_KIND,
    CAP,
    COMMITTEE,
    GROUP,
    STOP_LOWER,
    SYLLABLE,
    UBND,
    Name,
    acts_after,
    agency,
    departments,
    does_at,
    known_bodies,
    known_place,
    place_after,
    tail_end,
)
from .letters import LETTER, UPPER, squeeze
from .lexicon import BODY, GENERIC_TAIL, GROUP_NOUNS, LEVELS, TAIL, opens_with_verb

_OFFICE = re.compile(
    rf"Văn phòng\s+(?:Đoàn ĐBQH (?:và|,) )?(?:{UBND}|Đoàn ĐBQH)(?:\s+(?:và|&)\s+{UBND})?\s+(?=tỉnh|huyện|thành phố|thị xã|xã|phường)"
)


_GROUP = re.compile(
    rf"(?P<all>tất cả các |toàn thể các |toàn bộ các |các |những )?"
    rf"(?P<nouns>(?:{GROUP_NOUNS})(?!\w)(?:\s*(?:,\s*và|,|;(?=\s*(?:đoàn thể|thị xã|thành phố))|và|/|-)\s*(?:các )?(?:{GROUP_NOUNS})(?!\w)(?!(?-i:\s+[{UPPER}][a-zà-ỹ])))*)",
    re.IGNORECASE,
)


_RANK = rf"(?:{LEVELS})(?!\w)|thị(?=\s*,|\s+và)"  # "các huyện, thị, thành phố"


_RANKS = re.compile(
    rf"(?P<all>tất cả các |các |\d{{1,2}} )?(?P<nouns>(?:cấp )?(?:{_RANK})(?:\s*(?:,\s*và|,|và|/|-)\s*(?:các )?(?:{_RANK}))*)",
    re.IGNORECASE,
)


def committee_at(text: str, at: int, end: int) -> Name | None:
    """A committee: "UBND huyện Ba Tơ", "UBND các huyện, thành phố", "Văn phòng HĐND và UBND huyện"."""
    office = _OFFICE.match(text, at, end)
    match = office or COMMITTEE.match(text, at, end)
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
    level = ANY_LEVEL.match(text, here, end)
    if level:
        stop = place_after(text, level.end(), end)
        if stop == level.end():
            stop = known_place(text, level, end)
        return agency(text, at, stop)
    return None


_EVERYWHERE = re.compile(r"\s+(?=các (?:tỉnh|thành phố)(?!\w))")


def department_at(text: str, at: int, end: int) -> Name | None:
    """A department or ministry: "Sở Y tế", "Bộ Nội vụ"."""
    head = re.compile(r"(Sở|sở|SỞ|Bộ|bộ|BỘ)\s+").match(text, at, end)
    if not head or re.search(r"cơ\s*$", text[max(0, at - 4) : at], re.IGNORECASE):
        return None
    of_provinces, of_state = departments()
    known = (of_provinces if head[1].lower() == "sở" else of_state).match(text, head.end(), end)
    if known:
        stop = known.end()
        many = _EVERYWHERE.match(text, stop, end)
        ranks = _RANKS.match(text, many.end(), end) if many else None
        if ranks:  # "Sở Y tế các tỉnh, thành phố trực thuộc trung ương"
            stop = _group_end(text, ranks.end(), end)
            words = squeeze(text[at:stop])
            return Name(words, at, stop, GROUP, words)
        more = GENERIC_TAIL.match(text, stop, end)
        if more:
            stop = place_after(text, more.end(), end)
        return agency(text, at, stop)
    if head[1] in ("Sở", "Bộ") and re.match(CAP, text[head.end() : head.end() + 1]):
        stop = tail_end(text, head.end(), end)
        return agency(text, at, stop) if stop > head.end() else None
    return None


_SINGLE = re.compile(
    r"(?:chủ đầu tư|nhà đầu tư|nhà thầu|đơn vị (?:tư vấn|thi công|quản lý|vận hành)|chủ rừng|chủ hồ chứa|quý cơ quan|quý đơn vị|quý công ty)",
    re.IGNORECASE,
)


_HEADS = re.compile(
    r"(?:Các )?(?:Bộ trưởng, )?[Tt]hủ trưởng (?:các )?(?:[Bb]ộ, )?cơ quan ngang [Bb]ộ(?:,? (?:và )?(?:[Tt]hủ trưởng )?(?:các )?cơ quan (?:khác )?thuộc Chính phủ)?|(?:Bí thư chi bộ, )?[Tt]rưởng (?:các )?(?:thôn|xóm|ấp|bản|buôn|khu phố|tổ dân phố|khu dân cư|ban công tác mặt trận)"
    r"(?:\s*(?:,|và)\s*(?:trưởng (?:các )?|các )?(?:thôn|xóm|ấp|bản|buôn|khu phố|tổ dân phố|khu dân cư)(?!\w))*(?!\w)"
    r"|[Tt]rưởng (?:các )?(?:phòng|khoa|bộ môn|bộ phận|đơn vị)(?:\s*(?:,|và)\s*(?:trưởng )?(?:các )?(?:phòng|khoa|ban|trung tâm|bộ môn|bộ phận|đơn vị)(?!\w))*"
    r"(?: (?:nghiệp vụ|chuyên môn|chức năng|trực thuộc|liên quan)){0,2}(?!\w)(?!\s+[A-ZĐ])"
)


def heads_at(text: str, at: int, end: int) -> Name | None:
    """Those who stand at the head of many bodies: "Thủ trưởng cơ quan ngang bộ", "Trưởng các thôn"."""
    heads = _HEADS.match(text, at, end)
    if not heads:
        return None
    stop = _group_end(text, heads.end(), end)
    words = squeeze(text[at:stop])
    return Name(words, at, stop, GROUP, words)


def group_at(text: str, at: int, end: int) -> Name | None:
    """A group of nouns: "các sở, ban, ngành tỉnh", "các cơ quan, đơn vị liên quan"."""
    match = _GROUP.match(text, at, end)
    if not match:
        return _delegates_at(text, at, end) or _bodies_at(text, at, end)
    several = re.search(r",|;|\bvà\b|/", match["nouns"])
    tail = TAIL.match(text, match.end(), end)
    if _SINGLE.fullmatch(match["nouns"]):
        return Name(squeeze(match.group()), at, match.end(), GROUP, squeeze(match.group()))
    if not match["all"] and not several and not (tail and "liên quan" in tail.group()):
        return None
    bodies = _bodies_at(text, at, end)
    if bodies and bodies.end > _group_end(text, match.end(), end):
        return bodies
    if not match["all"] and re.fullmatch(
        r"(?i)(?:cá nhân|cấp|tỉnh|xã|bộ|hội|trường|phòng)\W*", match["nouns"]
    ):
        return None
    stop = _group_end(text, match.end(), end)
    return Name(squeeze(text[at:stop]), at, stop, GROUP, squeeze(text[at:stop]))


_DELEGATES = re.compile(
    rf"(?:các |những )?(?:Tổ|Đoàn) đại biểu(?: {UBND})?(?:\s*,|\s+và)\s+(?:các )?(?:vị )?đại biểu {UBND}(?:\s+(?:{LEVELS})(?!\w))?"
)


def _delegates_at(text: str, at: int, end: int) -> Name | None:
    """Those who sit in a council: "các Tổ đại biểu và đại biểu Hội đồng nhân dân tỉnh"."""
    match = _DELEGATES.match(text, at, end)
    if not match:
        return None
    words = squeeze(match.group())
    return Name(words, at, match.end(), GROUP, words)


_BODIES = re.compile(rf"(?:[Cc]ác|[Nn]hững|[Tt]oàn thể các|[Tt]ất cả các)\s+(?=(?:{BODY})(?!\w))")


def _bodies_at(text: str, at: int, end: int) -> Name | None:
    """Many bodies of one kind: "các Tòa án nhân dân cấp tỉnh", "các Điện lực trực thuộc"."""
    head = _BODIES.match(text, at, end)
    kind = BODY_KIND.match(text, head.end(), end) if head else None
    if not kind:
        return None
    stop = kind.end()
    for word in islice(re.finditer(r"\S+", text[stop : min(end, stop + 90)]), 8):
        start = kind.end() + word.start()
        plain = word.group().rstrip(",:;.")
        small = STOP_LOWER.match(text, start) and not _OWNED.match(text, start)
        if small or does_at(text, start) or not re.fullmatch(r"[^\W\d_]+", plain):
            break
        stop = start + len(plain)
        if plain != word.group():
            break
    words = squeeze(text[at:stop])
    return Name(words, at, stop, GROUP, words) if acts_after(text, stop, end) else None


_OWNED = re.compile(r"(?:thuộc|trên|của)(?:\s|:)")


_PARTY = re.compile(r"(?:Tỉnh|Thành|Huyện|Thị|Đảng) ủy(?!\w)")


def _group_end(text: str, at: int, end: int) -> int:
    """The end of a group with what narrows it: liên quan, tỉnh, trên địa bàn tỉnh X, thuộc Sở Y."""
    for _ in range(4):
        tail = TAIL.match(text, at, end)
        if not tail:
            break
        at = tail.end()
        if re.search(r"(?i)(?:tỉnh|huyện|thành phố|thị xã)$", tail.group()):
            at = place_after(text, at, end)
    owner = re.compile(
        r"\s+(?:(?:trực thuộc|thuộc|của)\s+|(?=(?:Tỉnh|Thành|Huyện|Thị|Đảng) ủy))"
    ).match(text, at, end)
    if owner:
        above = _PARTY.match(text, owner.end(), end)
        if above:
            return above.end()
        inner = (
            committee_at(text, owner.end(), end)
            or department_at(text, owner.end(), end)
            or body_at(text, owner.end(), end)
        )
        if inner and inner.kind == AGENCY:
            return inner.end
        state = _STATE.match(text, owner.end(), end)
        if state:
            return state.end()
        own = _OWN_HOUSE.match(text, owner.end(), end)
        if own:
            return own.end()
    span = _FROM_TO.match(text, at, end)
    return span.end() if span else at


_STATE = re.compile(r"(?:Quốc hội|Chính phủ|Trung ương|Đảng|Nhà nước)(?!\w)(?!\s+[A-ZĐ])")
_OWN_HOUSE = re.compile(
    rf"(?:Bộ|Sở|Ban|Tổng cục|Cục|Chi cục|Viện|Trường|Công ty|Tổng công ty|Tập đoàn|Học viện)(?!\w)(?!\s+{CAP})"
)
_FROM_TO = re.compile(
    rf"\s+(?:ven biển\s+)?từ\s+{SYLLABLE}(?:\s+{SYLLABLE}){{0,3}}\s+(?:trở vào|trở ra|(?:đến|tới)\s+{SYLLABLE}(?:\s+{SYLLABLE}){{0,3}})"
)


_WITHIN = re.compile(
    r"(?:Ban [Cc]án sự đảng|Ban [Cc]án sự Đảng|Đảng đoàn|Ban Thường trực|Thường trực|Ban Thường vụ|Ban Tuyên giáo(?: và Dân vận)?|Ban Tổ chức|Ban Dân vận"
    r"|Ban Nội chính|Ủy ban Kiểm tra|Văn phòng [Tt]hường trực|Văn phòng|Tổ đại biểu|[Cc]ác [Bb]an|Cấp ủy|Ban lãnh đạo|Ban Giám đốc|Đại biểu|đại biểu|Cơ quan Thường trực|Tổ công tác)\s+(?:của\s+)?"
)


_HOLDS = re.compile(r"(?:Ủy ban|Mặt trận|UBMTTQ|Ban Chỉ|Ban chỉ|Hội |Liên đoàn|Đoàn )")


def within_at(text: str, at: int, end: int) -> Name | None:
    """A part of a body named before it: "Ban cán sự đảng UBND tỉnh", "Ban Tuyên giáo các huyện ủy"."""
    head = _WITHIN.match(text, at, end)
    if not head:
        return None
    inner = (
        committee_at(text, head.end(), end)
        or department_at(text, head.end(), end)
        or (group_at(text, head.end(), end) if text.startswith("các ", head.end()) else None)
        or _bare_committee(text, head.end(), end)
        or (body_at(text, head.end(), end) if _HOLDS.match(text, head.end(), end) else None)
    )
    if not inner:
        return None
    words = squeeze(text[at : inner.end])
    return Name(words, at, inner.end, inner.kind, words)


def _bare_committee(text: str, at: int, end: int) -> Name | None:
    """A committee named without its level ("Thường trực Hội đồng nhân dân"), the issuer's own."""
    match = re.compile(rf"{UBND}(?!\w)").match(text, at, end)
    return agency(text, at, match.end()) if match else None


def body_at(text: str, at: int, end: int) -> Name | None:
    """Any other body: "Trung tâm …", "Công an tỉnh", "Chi cục …"."""
    known = known_bodies().match(text, at, end)
    branches = _branches_at(text, at, end)
    if branches:
        return branches
    court = _COURTS.match(text, at, end)
    if court:
        words = squeeze(court.group())
        return Name(words, at, court.end(), GROUP if "cấp" in words else AGENCY, words)
    staff = _CALAMITY.match(text, at, end)
    if staff:
        return agency(text, at, place_after(text, staff.end(), end))
    if known:
        stop = known.end()
        more = _BRANCH.match(text, stop, end) or GENERIC_TAIL.match(text, stop, end)
        stop = more.end() if more else stop
        return agency(
            text, at, place_after(text, stop, end) if _OF_PLACE.search(text[:stop]) else stop
        )
    head = BODY_KIND.match(text, at, end)
    if not head:
        return None
    stop = tail_end(text, head.end(), end)
    unit = _UNIT_OF.match(text, at, end)
    if unit:
        known = departments()[0].match(text, unit.end(), end)
        stop = max(stop, known.end()) if known else stop
    ranks = _RANKS.match(text, stop + 1, end) if stop > head.end() else None
    if ranks and ranks["all"]:
        words = squeeze(text[at : ranks.end()])
        return Name(words, at, ranks.end(), GROUP, words)
    project = _PROJECTS.match(text, at, end)
    if project and project.end() > stop:
        return agency(text, at, place_after(text, project.end(), end))
    if stop == head.end():
        small = _SMALL.match(text, at, end)
        if small and acts_after(text, small.end(), end):
            return agency(text, at, place_after(text, small.end(), end))
        bare = _ALONE.match(text, at, end)
        return agency(text, at, bare.end()) if bare and acts_after(text, bare.end(), end) else None
    return agency(text, at, stop)


_COURTS = re.compile(
    r"(?:Tòa án|Viện [Kk]iểm sát) nhân dân (?:cấp cao|cấp tỉnh|cấp huyện|hai cấp|các cấp)(?!\w)(?!\s+tại\s)"
)


_BRANCHES = re.compile(
    rf"(?:{BODY}|Đảng ủy)(?P<own>(?:\s+(?!các(?!\w))[{LETTER}]+){{0,6}}?)\s+(?=(?:các (?:{LEVELS}|cấp)|tỉnh, thành phố|\d+ (?:tỉnh|huyện|xã))(?!\w))"
)


def _branches_at(text: str, at: int, end: int) -> Name | None:
    """One kind of body in many places: "Tòa án nhân dân các tỉnh, thành phố", "Hội Nông dân các cấp"."""
    match = _BRANCHES.match(text, at, end)
    if not match:
        return None
    for word in re.finditer(r"\S+", match["own"]):
        here = match.start("own") + word.start()
        lower = text[here].islower()
        if ANY_LEVEL.match(text, here, end) or (
            lower and (opens_with_verb(text[here : here + 40]) or STOP_LOWER.match(text, here))
        ):
            return None
    every = re.compile(r"các cấp(?!\w)").match(text, match.end(), end)
    ranks = every or _RANKS.match(text, match.end(), end)
    if not ranks:
        return None
    stop = _group_end(text, ranks.end(), end)
    words = squeeze(text[at:stop])
    return Name(words, at, stop, GROUP, words)


_CALAMITY = re.compile(
    rf"Ban [Cc]hỉ (?:huy|đạo)(?: [Pp]hòng thủ dân sự(?: và| -|,)?)?(?: (?:[Pp]hòng,? chống|PCTT)[{LETTER} ,-]{{0,40}}?(?:[Tt]ìm kiếm [Cc]ứu nạn|TKCN|(?:thiên tai|lụt bão)(?! và)))(?:\s+(?:tỉnh|huyện|thành phố|thị xã|xã|phường))?",
)


_BRANCH = re.compile(r",?\s+[Cc]hi nhánh\s+(?:tỉnh|khu vực \d+)")


_OF_PLACE = re.compile(r"(?:tỉnh|huyện|thị xã|thành phố|quận|xã|phường)$")


_UNIT_OF = re.compile(r"(?:Phòng|Vụ|Cục|Chi cục|Ban|Thanh tra Sở|Trường Cao đẳng)\s+")


_LEVEL_END = r"(?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường|đặc khu)(?!\w)"


_PROJECTS = re.compile(
    rf"Ban [Qq]uản lý (?:các )?(?:[Dd]ự án|[Rr]ừng|[Cc]ông trình|[Cc]hợ|[Dd]i tích)(?:(?!\s+(?:chủ trì|phối hợp|làm việc|khẩn trương)(?!\w))\s+[{LETTER}]+,?){{0,14}}?\s+{_LEVEL_END}"
)


_SMALL = re.compile(
    rf"(?:{BODY})(?:\s+[a-zà-ỹđ]+){{1,9}}?\s+{_LEVEL_END}"
)  # names written without capitals: "Trung tâm kiểm soát bệnh tật tỉnh"


_ALONE = re.compile(
    r"(?:Văn phòng|Tỉnh [đĐ]oàn|Tổ công tác|Tổ giúp việc|Ban Chỉ đạo|Ban chỉ đạo|Ban Tổ chức|Đoàn kiểm tra|Đoàn công tác|Đoàn giám sát|Tổ thẩm định"
    r"|Hội đồng tuyển dụng|Hội đồng thi|Hội đồng thẩm định|Ban Giám khảo|Ban Giám hiệu|Tổ kiểm tra|Đội kiểm tra|Tổ biên tập"
    r"|Ban [Qq]uản lý(?: các)? (?:[Dd]ự án|[Rr]ừng|[Cc]hợ))(?!\w)"
)
