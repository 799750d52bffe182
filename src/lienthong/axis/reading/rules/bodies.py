"""Names of single bodies and groups by their form: committees, departments, offices, groups of nouns.

A body's name runs from its kind ("Sở", "Trung tâm", "UBND") over capitals to the first word that
one does; a group is a list of kinds narrowed by what follows ("liên quan", "trên địa bàn tỉnh").
"""

import re
from itertools import islice

from .body_forms import (
    ALONE,
    BODIES,
    BRANCH,
    BRANCHES,
    CALAMITY,
    COURTS,
    DELEGATES,
    EVERYWHERE,
    FROM_TO,
    GROUP_LIST,
    HALVES,
    HEADS,
    HOLDS,
    LEVELS_TOO,
    MEMBERS,
    NAMED_AFTER,
    NUMBERED,
    OF_PLACE,
    OFFICE,
    OWN_HOUSE,
    OWNED,
    PARTY,
    PLACES,
    PROJECTS,
    RANKS,
    SINGLE,
    SMALL,
    STATE,
    STEERING,
    UNIT_OF,
    WITHIN,
)
from .body_words import (
    AGENCY,
    ANY_LEVEL,
    BODY_KIND,
    CAP,
    COMMITTEE,
    GROUP,
    STOP_LOWER,
    UBND,
    Name,
    acts_after,
    agency,
    departments,
    does_at,
    known_bodies,
    known_place,
    place_after,
    provinces,
    tail_end,
)
from .letters import squeeze
from .lexicon import GENERIC_TAIL, TAIL, opens_with_verb


def committee_at(text: str, at: int, end: int) -> Name | None:
    """A committee: "UBND huyện Ba Tơ", "UBND các huyện, thành phố", "Văn phòng HĐND và UBND huyện"."""
    office = OFFICE.match(text, at, end)
    match = office or COMMITTEE.match(text, at, end)
    if not match:
        return None
    here = match.end()
    ranks = RANKS.match(text, here, end)
    several = ranks and (ranks["all"] or re.search(r",|và|/|-", ranks["nouns"]))
    if ranks and several:
        stop = _group_end(text, ranks.end(), end)
        return Name(squeeze(text[at:stop]), at, stop, GROUP, squeeze(text[at:stop]))
    rank = re.compile(
        r"các cấp(?!\w)|cấp (?:tỉnh|huyện|xã)(?!\w)(?:\s*(?:,|và)\s*(?:cấp )?(?:tỉnh|huyện|xã)(?!\w))*"
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


def department_at(text: str, at: int, end: int) -> Name | None:
    """A department or ministry: "Sở Y tế", "Bộ Nội vụ"."""
    head = re.compile(r"(Sở|sở|SỞ|Bộ|bộ|BỘ)\s+").match(text, at, end)
    if not head or re.search(r"cơ\s*$", text[max(0, at - 4) : at], re.IGNORECASE):
        return None
    of_provinces, of_state = departments()
    known = (of_provinces if head[1].lower() == "sở" else of_state).match(text, head.end(), end)
    if known:
        stop = known.end()
        many = EVERYWHERE.match(text, stop, end)
        ranks = RANKS.match(text, many.end(), end) if many else None
        if ranks:  # "Sở Y tế các tỉnh, thành phố trực thuộc trung ương"
            stop = _group_end(text, ranks.end(), end)
            words = squeeze(text[at:stop])
            return Name(words, at, stop, GROUP, words)
        return agency(text, at, _of_province(text, known, end))
    if known_bodies().match(text, at, end):
        return None  # "Bộ Tư lệnh …": no ministry
    if head[1] in ("Sở", "Bộ") and re.match(CAP, text[head.end() : head.end() + 1]):
        stop = tail_end(text, head.end(), end)
        return agency(text, at, stop) if stop > head.end() else None
    return None


def _of_province(text: str, known: re.Match[str], end: int) -> int:
    """The end of a department's name with a second half that no list has, its level and place."""
    stop = known.end()
    half = NAMED_AFTER.match(text, stop, end)
    if half and not opens_with_verb(text[half.end() : half.end() + 60]):
        whole = tail_end(text, known.start(), end)
        stop = whole if not _names_another(text, half.end(), end) else stop
    more = re.compile(r"\s+").match(text, stop, end)
    level = ANY_LEVEL.match(text, more.end(), end) if more else None
    if level:
        return place_after(text, level.end(), end)
    place = provinces().match(text, more.end(), end) if more else None
    return place.end() if place else max(stop, known.end())


def _names_another(text: str, at: int, end: int) -> bool:
    return bool(BODY_KIND.match(text, at, end) or re.match(r"Sở|Bộ|UBND|Ủy ban|Các", text[at:end]))


def heads_at(text: str, at: int, end: int) -> Name | None:
    """Those who stand at the head of many bodies: "Thủ trưởng cơ quan ngang bộ", "Trưởng các thôn"."""
    heads = HEADS.match(text, at, end)
    if not heads:
        return None
    stop = _group_end(text, heads.end(), end)
    words = squeeze(text[at:stop])
    return Name(words, at, stop, GROUP, words)


def group_at(text: str, at: int, end: int) -> Name | None:
    """A group of nouns: "các sở, ban, ngành tỉnh", "các cơ quan, đơn vị liên quan"."""
    delegates = _delegates_at(text, at, end)
    if delegates:
        return delegates
    members = _members_at(text, at, end)
    if members:
        return members
    match = GROUP_LIST.match(text, at, end)
    if not match:
        return _bodies_at(text, at, end)
    one_kind = _of_one_kind(text, at, match, end)
    if one_kind:
        return one_kind
    several = re.search(r",|;|\bvà\b|/", match["nouns"])
    tail = TAIL.match(text, match.end(), end)
    if SINGLE.fullmatch(match["nouns"]):
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


def _members_at(text: str, at: int, end: int) -> Name | None:
    """Those who sit in a body named after what it does: "các thành viên Ban Chỉ đạo phòng, chống …"."""
    match = MEMBERS.match(text, at, end)
    body = STEERING.match(text, match.end(), end) if match else None
    if not body:
        return None
    stop = body.end() if "cấp" in body["stop"] else place_after(text, body.end(), end)
    words = squeeze(text[at:stop])
    return Name(words, at, stop, GROUP, words)


def _of_one_kind(text: str, at: int, match: re.Match[str], end: int) -> Name | None:
    """The departments of one field in all provinces: "các sở Giáo dục và Đào tạo", "Các Sở Y tế"."""
    if not match["all"] or match["nouns"].lower() != "sở":
        return None
    known = departments()[0].match(text, match.end() + 1, end)
    if not known:
        return None
    stop = known.end()
    many = EVERYWHERE.match(text, stop, end)
    ranks = RANKS.match(text, many.end(), end) if many else None
    stop = _group_end(text, ranks.end(), end) if ranks else stop
    words = squeeze(text[at:stop])
    return Name(words, at, stop, GROUP, words)


def _delegates_at(text: str, at: int, end: int) -> Name | None:
    """Those who sit in a council: "các Tổ đại biểu và đại biểu Hội đồng nhân dân tỉnh"."""
    match = DELEGATES.match(text, at, end)
    if not match:
        return None
    words = squeeze(match.group())
    return Name(words, at, match.end(), GROUP, words)


def _bodies_at(text: str, at: int, end: int) -> Name | None:
    """Many bodies of one kind: "các Tòa án nhân dân cấp tỉnh", "các Điện lực trực thuộc"."""
    head = BODIES.match(text, at, end)
    kind = BODY_KIND.match(text, head.end(), end) if head else None
    if not kind:
        return None
    stop = kind.end()
    known = departments()[0].match(text, stop + 1, end) if kind.group() == "Phòng" else None
    stop = known.end() if known else stop
    first = stop
    for word in islice(re.finditer(r"\S+", text[stop : min(end, stop + 90)]), 8):
        start = first + word.start()
        plain = word.group().rstrip(",:;.")
        small = STOP_LOWER.match(text, start) and not OWNED.match(text, start)
        if small or does_at(text, start) or not re.fullmatch(r"[^\W\d_]+", plain):
            break
        stop = start + len(plain)
        if plain != word.group():
            break
    too = LEVELS_TOO.match(text, stop, end)
    stop = _group_end(text, too.end(), end) if too else stop
    words = squeeze(text[at:stop])
    return Name(words, at, stop, GROUP, words) if acts_after(text, stop, end) else None


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
        above = PARTY.match(text, owner.end(), end)
        if above:
            return above.end()
        inner = (
            committee_at(text, owner.end(), end)
            or department_at(text, owner.end(), end)
            or body_at(text, owner.end(), end)
        )
        if inner and inner.kind == AGENCY:
            return inner.end
        state = STATE.match(text, owner.end(), end)
        if state:
            return state.end()
        own = OWN_HOUSE.match(text, owner.end(), end)
        if own:
            return own.end()
    span = FROM_TO.match(text, at, end)
    return span.end() if span else at


def within_at(text: str, at: int, end: int) -> Name | None:
    """A part of a body named before it: "Ban cán sự đảng UBND tỉnh", "Ban Tuyên giáo các huyện ủy"."""
    head = WITHIN.match(text, at, end)
    if not head:
        return None
    inner = (
        committee_at(text, head.end(), end)
        or department_at(text, head.end(), end)
        or (
            group_at(text, head.end(), end)
            if text.startswith(("các ", "công đoàn cấp"), head.end())
            else None
        )
        or _bare_committee(text, head.end(), end)
        or (body_at(text, head.end(), end) if HOLDS.match(text, head.end(), end) else None)
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
    court = COURTS.match(text, at, end)
    if court:
        words = squeeze(court.group())
        return Name(words, at, court.end(), GROUP if "cấp" in words else AGENCY, words)
    staff = CALAMITY.match(text, at, end)
    if staff:
        return agency(text, at, place_after(text, staff.end(), end))
    if known:
        stop = known.end()
        more = BRANCH.match(text, stop, end) or GENERIC_TAIL.match(text, stop, end)
        stop = more.end() if more else stop
        return agency(
            text, at, place_after(text, stop, end) if OF_PLACE.search(text[:stop]) else stop
        )
    head = BODY_KIND.match(text, at, end)
    if not head:
        return None
    halves = HALVES.match(text, head.end(), end)
    stop = halves.end() if halves else tail_end(text, head.end(), end)
    if halves and (level := ANY_LEVEL.match(text, stop + 1, end)):
        stop = place_after(text, level.end(), end)
    unit = UNIT_OF.match(text, at, end)
    if unit:
        known = departments()[0].match(text, unit.end(), end)
        stop = max(stop, known.end()) if known else stop
    ranks = RANKS.match(text, stop + 1, end) if stop > head.end() else None
    if ranks and ranks["all"]:
        words = squeeze(text[at : ranks.end()])
        return Name(words, at, ranks.end(), GROUP, words)
    steering = STEERING.match(text, at, end)
    if steering and steering.end() > stop:
        many = "các cấp" in steering["stop"] or "cấp " in steering["stop"]
        words = squeeze(steering.group())
        if many:
            return Name(words, at, steering.end(), GROUP, words)
        return agency(text, at, place_after(text, steering.end(), end))
    project = PROJECTS.match(text, at, end)
    if project and project.end() > stop:
        return agency(text, at, place_after(text, project.end(), end))
    if stop == head.end():
        small = SMALL.match(text, at, end)
        bare = ALONE.match(text, at, end)
        if bare and small and bare.end() > small.end():
            small = None  # "Ủy ban bầu cử ở tỉnh, ở huyện"
        if small and acts_after(text, small.end(), end):
            return agency(text, at, place_after(text, small.end(), end))
        return agency(text, at, bare.end()) if bare and acts_after(text, bare.end(), end) else None
    number = NUMBERED.match(text, stop, end)
    return agency(text, at, number.end() if number else stop)


def _branches_at(text: str, at: int, end: int) -> Name | None:
    """One kind of body in many places: "Tòa án nhân dân các tỉnh, thành phố", "Hội Nông dân các cấp"."""
    match = BRANCHES.match(text, at, end)
    if not match:
        return None
    for word in re.finditer(r"\S+", match["own"]):
        here = match.start("own") + word.start()
        lower = text[here].islower()
        if ANY_LEVEL.match(text, here, end) or (
            lower
            and not text.startswith("vì sự", here)
            and (opens_with_verb(text[here : here + 40]) or STOP_LOWER.match(text, here))
        ):
            return None
    every = re.compile(r"các cấp(?!\w)").match(text, match.end(), end)
    ranks = every or RANKS.match(text, match.end(), end) or GROUP_LIST.match(text, match.end(), end)
    if not ranks:
        return None
    places = PLACES.match(text, ranks.end(), end)
    stop = places.end() if places else _group_end(text, ranks.end(), end)
    words = squeeze(text[at:stop])
    return Name(words, at, stop, GROUP, words)
