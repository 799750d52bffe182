"""The whole of who must act: from where a name begins to what is to be done, lists and brackets too.

The forms of names that the dictionaries know end where their form ends; papers join them with names
of no known form, narrow them, put asides behind them. What ends a subject for certain is its
predicate, so this reads forward to the first one and takes what stands before it for names.
"""

import re

from .body_words import CAP, STOP_LOWER, does_at
from .letters import squeeze, trim
from .names import AGENCY, GROUP, PERSON, Name, names_at
from .subject_forms import (
    ASIDE,
    BRACKET,
    CHAIRS,
    CHARGE,
    COLON,
    COUNTED,
    GAP,
    GIVEN,
    HEAD,
    HOLDS,
    HOW,
    MUST,
    NAMED,
    NO_HEAD,
    NOUN,
    OF_THOSE,
    OF_WHOM,
    OFFICE,
    PLAINLY,
    ROOM,
    SAYS,
    SEVERAL,
    STRONG,
    SURELY,
    TELLS,
    TO,
    TRADE,
    WITHIN,
    WORD,
)

_LONGEST = 420  # letters; the addressees of a long list
_PLAIN = 9  # words in a row of no known form
_SMALL = 4


def acts_at(text: str, at: int, end: int) -> bool:
    """Whether a predicate stands at a place: something to do, or the words of a duty."""
    return text[at : at + 1].islower() and bool(
        STRONG.match(text, at, end) or SAYS.match(text, at, end) or does_at(text, at)
    )


def behind_modifier(text: str, at: int, end: int) -> int | None:
    """The place behind a verb that narrows the noun before it: "các cơ sở đào tạo chủ động …"; or None."""
    if not NOUN.search(text, max(0, at - 14), at):
        return None
    trade = TRADE.match(text, at, end)
    match = trade or OFFICE.match(text, at, end)
    here = match.end() if match else at
    proper = False  # "tiểu ban quản lý di tích Đình Hoàng Xá di chuyển …"
    for i in range(8):
        word = WORD.match(text, here, end) if match else None
        if word is None or text[here : word.start(1)].strip() or HOW.match(text, word.start(1)):
            return None
        if i > 3 and not proper:
            return None
        if SURELY.match(text, word.start(1), end):
            return here
        if OF_WHOM.match(text, word.start(1), end):
            return here  # "các bộ phận kiểm tra nội bộ thuộc …"
        if acts_at(text, word.start(1), end):
            return here if trade and (proper or here == trade.end()) else None
        proper = proper or text[word.start(1)].isupper()
        if (i == 0 and proper) or STOP_LOWER.match(text, word.start(1)):
            return None
        here = word.end()
    return None


def begins_subject(text: str, at: int, end: int) -> bool:
    """Whether a name of some body, group or post may begin at a place."""
    if NO_HEAD.match(text, at, end) or (does_at(text, at) and not ROOM.match(text, at, end)):
        return False
    return bool(
        HEAD.match(text, at, end) or NAMED.match(text, at, end) or names_at(text, at, end)[0]
    )


def subject_at(
    text: str, at: int, end: int, *, sure: bool = False
) -> tuple[list[Name], int] | None:
    """The names from `at` to the predicate that follows them, and where that stands.

    None where no list of names stands there, or no predicate ends it. `sure`: only a predicate that
    can be nothing else, or several who act, where a sentence may tell as well as order.
    """
    end = min(end, at + _LONGEST)
    out: list[Name] = []
    here = at
    while True:
        item = _item(text, here, end) if out or begins_subject(text, here, end) else None
        if item is None:
            return None
        names, here = item
        out += names
        bracket = BRACKET.match(text, here, end)
        if bracket:
            here = bracket.end()
        space = re.compile(r"\s*,?\s*").match(text, here, end)
        after = space.end() if space else here
        aside = ASIDE.match(text, after, end)
        after = aside.end() if aside else after
        if COLON.match(text, here, end):
            return None if sure else (out, here)
        room = ROOM.match(text, after, end)
        if (aside or after > here) and acts_at(text, after, end) and not room:
            comma = "," in text[here:after] or bool(names and HOLDS.search(names[-1].text))
            weak = sure and not SEVERAL.match(text, at) and len(out) < 2
            if comma and not sure and PLAINLY.match(text, after, end):
                comma = False
            if (weak or comma) and not STRONG.match(text, after, end):
                return None
            return out, after if aside else here
        gap = GAP.match(text, here, end)
        if gap is None or gap.end() == here:
            return None
        here = gap.end()
        if out and not (begins_subject(text, here, end) or text[here : here + 1].isupper()):
            return None


def _item(text: str, at: int, end: int) -> tuple[list[Name], int] | None:
    """One name (or several of known forms) with what narrows it; ends before a gap or a predicate."""
    names, here = names_at(text, at, end)
    known = bool(names)
    head = None if known else HEAD.match(text, at, end) or NAMED.match(text, at, end)
    here = here if known else head.end() if head else at
    plain = 0
    stop = here
    firm = known and names[-1].kind == AGENCY
    narrowed = proper = False
    small_words = 0
    while True:
        gap = GAP.match(text, here, end)
        if BRACKET.match(text, here, end) or (gap and not _joins(text, here, end)):
            fields = known and names[-1].kind == GROUP and plain > 0
            if gap and (narrowed or fields) and _lists(text, gap.end(), end):
                here = stop = gap.end()
                continue  # "các hộ có trâu, bò chủ động": what narrows it is a list
            break
        word = WORD.match(text, here, end)
        if word is None or text[here : word.start(1)].strip():
            break
        start = word.start(1)
        charge = CHARGE.match(text, start, end) or _in_charge(text, at, start, end)
        given = narrowed and bool(GIVEN.search(text, max(at, start - 16), start))
        given = given and not MUST.match(text, start, end) and not CHAIRS.match(text, start, end)
        if acts_at(text, start, end) and not charge and not given:
            narrowing = behind_modifier(text, start, end)
            if narrowing is None:
                break
            here = stop = narrowing
            continue
        if given:
            here = stop = word.end()
            continue
        if ASIDE.match(text, start, end):
            break
        counted = text[start].isdigit() and not COUNTED.search(text, max(at, start - 12), start)
        if TELLS.match(text, start, end) or plain > _PLAIN or counted:
            return None
        more, after = names_at(text, start, end)
        if more and after > word.end():
            here = stop = after
            plain = 0
            continue
        small = STOP_LOWER.match(text, start)
        within = WITHIN.match(text, start, end) or (
            text[max(0, start - 12) : start].rstrip().endswith("liên quan")
            and TO.match(text, start, end)
        )
        within = within or (
            text.startswith(("các ", "những "), start)
            and OF_THOSE.search(text, max(at, start - 8), start)
        )
        narrowed = narrowed or bool(within)
        if (small and not within) or (firm and not narrowed and text[start].islower()):
            return None
        here = stop = charge.end() if charge else word.end()
        if isinstance(within, re.Match):
            here = stop = max(stop, within.end())  # "được phân công"
        small_words = 0 if within or charge or not text[start].islower() else small_words + 1
        plain += text[start].islower()
        proper = proper or text[start].isupper()
        if (proper or firm) and small_words > _SMALL:
            return None  # behind a proper name so many small words are something said of it
    start, stop = trim(text, at, stop, " ,;")
    if stop - start < 4:
        return None
    if known and names[-1].end >= stop:
        return names, stop
    last = names[-1] if known else None
    begin = last.start if last else start
    words = squeeze(text[begin:stop])
    kind = last.kind if last and last.kind in (AGENCY, GROUP) else "unknown"
    if last and last.kind == PERSON:
        return None
    whole = Name(words, begin, stop, kind, words, last.post if last else "")
    return [*names[:-1], whole], stop


_CHARGED = re.compile(r"(?:phụ trách|theo dõi)\s+(?=[^\W\d_])")
_HAS_POST = re.compile(
    r"(?:Trưởng|Phó|Giám đốc|Chủ tịch|Bí thư|[Uu]ỷ viên|[Uu]ỷ|[Ủủ]y viên|ủy|[Cc]huyên viên|[Cc]án bộ|[Cc]ông chức|[Ll]ãnh đạo|[Đđ]ồng chí|đ/c)(?!\w)"
)
_FIELD = 7  # words that say of what somebody is in charge


def _in_charge(text: str, at: int, start: int, end: int) -> re.Match[str] | None:
    """ "phụ trách nội chính" behind a post where what he does follows: who it is, not what he does."""
    match = _CHARGED.match(text, start, end)
    if match is None or not _HAS_POST.search(text, at, start):
        return None
    here = match.end()
    for i in range(_FIELD):
        word = WORD.match(text, here, end)
        if word is None or text[here : word.start(1)].strip():
            return None
        if i and acts_at(text, word.start(1), end):
            return re.compile(r"[^,;:.]*?(?=\s*$)").match(text, start, here)
        here = word.end()
    return None


def _lists(text: str, at: int, end: int) -> bool:
    """Whether a small word of no name stands behind a comma, and soon something to do."""
    if text.startswith(("ở ", "tại "), at):
        return True
    words = re.compile(r"[a-zà-ỹđ]+(?:\s[a-zà-ỹđ]+)?[\s,]").match(text, at, end)
    if words is None or begins_subject(text, at, end) or acts_at(text, at, end):
        return False
    return any(acts_at(text, at + m.start(), end) for m in re.finditer(r"\S+", text[at : at + 60]))


def _joins(text: str, at: int, end: int) -> bool:
    """Whether "và" stands inside a name: two small words, a capital on both sides of no new name."""
    gap = re.compile(rf"\s+và\s+(?={CAP})").match(text, at, end)
    return bool(gap) and not begins_subject(text, gap.end(), end) if gap else False
