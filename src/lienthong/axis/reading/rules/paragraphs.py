"""The duties of one paragraph: its sentences and clauses, and whose they are when nobody is named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .assignments import about_only, orders
from .clauses import begins_duty, by_semicolon, lists_things, sentences
from .duty import Duty, Inherited, is_real
from .duty_heads import Heads
from .headings import formal_close
from .letters import trim
from .lexicon import SEPARATOR, TRIGGER
from .names import names_at
from .order_parts import WITH, Assignment, with_helpers, within_house
from .preamble import subject_after
from .sayings import (
    ALSO,
    ASKS_ALL,
    BASIS,
    BY_A_DAY,
    CLOSING,
    ENCLOSES,
    GENERIC_PEOPLE,
    GUARD,
    HONOUR,
    IN_FORCE,
    INTRO,
    ISSUERS_ACT,
    LEAVE,
    NO_DUTY,
    ONLY_LIMIT,
    PERIODIC,
    SENT_TO,
    TITLED,
    TOPIC,
    belongs,
    capitals,
    forbids,
    gives,
    lengthens,
    within_house_at,
)

_ASKS_OWN = re.compile(r"(?:yêu cầu|đề nghị|phân công|chỉ đạo)\s+(?:các\s+)?[a-zà-ỹđ]")
_LISTED = re.compile(r"(?:các|những)\s\w+\s\w+")
_COLON = re.compile(r"\s*:\s+(?=\S)")  # "các đơn vị: Cục A; Cục B"
_ASKS_ON = re.compile(r"(?:và |đồng thời )?(?:yêu cầu|giao|đề nghị|phân công|chỉ đạo)\s")
_DID = re.compile(
    r"(?<!\w)(?:đã|vừa)\s(?:(?:có|ban hành|gửi|ký)\s[^;]{3,200}\s)?(?:giao|yêu cầu|chỉ đạo|đề nghị|phân công)\s"
)
_COUNTED = re.compile(r"\d\s?không[”\"]?\s*:[^.]*$|không\s?[”\"]\s*:[^.]*$", re.IGNORECASE)
_ON_BASIS = re.compile(
    r"(?:Căn cứ|Trên cơ sở|Theo(?! dõi| sát))\s[^,;:]{3,160},\s+(?=(?:chủ trì|phối hợp)(?!\w))"
)  # "Căn cứ khả năng ngân sách, phối hợp với Sở X …"
_EACH = re.compile(
    r"(?:mỗi|từng) (?:xã|phường|đơn vị|địa phương|phòng|trường|thôn|cơ quan|huyện|ban|khoa|chi bộ|tổ|tổ chức|đảng viên|cán bộ|thành viên)\s"
)  # "…; mỗi phường đăng ký …": of those who were told before
_INLINE = re.compile(r"\(?(?:\d{1,2}|[a-hđ]|i{1,3}|iv)\)\s*(?=\S)")  # "(1) Bám sát …; (2) Lập …"


def _only_names(text: str, a: int, b: int) -> bool:
    """Whether nothing but names stands there, one behind the other."""
    while a < b:
        names, stop = names_at(text, a, b)
        if not names:
            return False
        gap = SEPARATOR.match(text, stop, b) or _COLON.match(text, stop, b)
        a = gap.end() if gap else stop
        if gap is None:
            return not text[stop:b].strip(" ,;")
    return True


@dataclass(frozen=True)
class Paragraphs(Heads):
    """Reads paragraphs of one paper."""

    def _block(
        self,
        a: int,
        b: int,
        given: Inherited,
        ref: str | None,
        *,
        marked: bool,
        before: Sequence[Duty] = (),
    ) -> list[Duty]:
        """The duties of one paragraph; "Đồng thời …" at its head goes on with the one `before`."""
        out: list[Duty] = []
        also = ALSO.match(self.paper.flat, a, b) if before and not given.lead else None
        if also and begins_duty(self.paper.flat, also.end(), b):
            last = before[-1]
            given = Inherited(tuple(last.lead), tuple(last.coordinate), last.inherited)
            a = also.end()
        for i, (start, stop) in enumerate(sentences(self.paper.flat, a, b)):
            self._sentence(
                start, stop, given if i == 0 else Inherited(), ref, out, marked=marked and i == 0
            )
        return out

    def _sentence(
        self,
        start: int,
        stop: int,
        given: Inherited,
        ref: str | None,
        out: list[Duty],
        *,
        marked: bool,
    ) -> None:
        text = self.paper.flat
        if self._orders_nobody(start, stop):
            return
        title = TITLED.match(text, start, stop)
        behind = subject_after(text, title.end() if title else start, stop)
        start = behind or start
        asked = ASKS_ALL.match(text, start, stop)
        if asked and self.told and not out and not given.lead:
            given, start = Inherited(self.told, (), ()), asked.end()
        listing = False
        also = ALSO.match(text, start, stop) if out else None
        own = also and (
            not belongs(text, also.end(), stop) or BY_A_DAY.search(text, also.end(), stop)
        )
        if also and not (own and begins_duty(text, also.end(), stop)):
            also = None
        if also:
            given = Inherited(tuple(out[-1].lead), tuple(out[-1].coordinate), out[-1].inherited)
            start = also.end()
        pieces = self._pieces(start, stop)
        for j, (a, b) in enumerate(pieces):
            topic = TOPIC.match(text, a, b) if given.lead or out else None
            topic = None if topic and self._named(a, topic.end()) else topic
            a = topic.end() if topic and begins_duty(text, topic.end(), b) else a
            if j and _ASKS_ON.match(text, a, b) and _DID.search(text, start, a):
                continue  # "… đã giao Sở X …; yêu cầu các xã …": told, as the clause before it
            found = orders(self.paper, a, b, self.issuers, marked=(marked and j == 0) or bool(out))
            if found and self._is_own_part(found[0], pieces, j, a, given, out):
                found = []
            if found and not (listing and not found[0].chairs):
                self._take(found, ref, out)
            elif (also and j == 0) or (
                not out
                and given.lead
                and self._is_duty(a, b, marked and not given.verbs)
                and not (given.verbs and ISSUERS_ACT.match(text, a, b))
                and (not gives(text, a, b) or within_house_at(text, a, b))
            ):
                out.append(
                    Duty(
                        list(given.lead), list(given.coordinate), a, b, a, ref, [], given.spans, False
                    )
                )  # fmt: skip
                self._helpers(out[-1])
            elif out and j == 0 and not self._goes_on(a, b):
                out[-1].details.append((a, b))
            elif out and self._is_more(out[-1], a, b, first=j == 0, listing=listing):
                last = out[-1]
                out.append(
                    Duty(last.lead, list(last.coordinate), a, b, a, ref, [], last.inherited, False)
                )
                self._helpers(out[-1])
            elif out and lengthens(text, a, b) and out[-1].stop <= a and not out[-1].details:
                out[-1].end = b
            elif out:
                out[-1].details.append((a, b))
            listing = listing or lists_things(text, a, b)

    def _counts(self, a: int) -> bool:
        """Whether a list of what shall not be done is opened in the clause before: "thực hiện “5 không”: không …; không …"."""
        text = self.paper.flat
        return bool(_COUNTED.search(text, max(0, a - 200), a))

    def _is_more(self, before: Duty, a: int, b: int, *, first: bool, listing: bool) -> bool:
        """Whether a clause is a further duty of those who were told before it, and not a part of theirs."""
        text = self.paper.flat
        if not first and self._hands_in(before, a, b):
            return True
        if listing:
            return False
        if first and PERIODIC.match(text, a, b):
            return True
        if _EACH.match(text, a, b) and not belongs(text, a, b):
            return True
        acts = begins_duty(text, a, b) or WITH.match(text, a, b)
        part = belongs(text, a, b) and not self._by_another_day(before, a, b)
        if acts and not part and not names_at(text, a, b)[0]:
            return True
        return forbids(text, a, b) and not self._counts(a)

    def _by_another_day(self, before: Duty, a: int, b: int) -> bool:
        """Whether a report is due by a day of its own, the duty before it by another: "… trước 30/5; báo cáo … trước 15/6"."""
        text = self.paper.flat
        return bool(
            BY_A_DAY.search(text, before.start, before.end)
            and BY_A_DAY.search(text, a, b)
            and not GUARD.match(text, a, b)
            and not ONLY_LIMIT.match(text, a, b)
        )

    def _hands_in(self, before: Duty, a: int, b: int) -> bool:
        """Whether a clause says what is to be handed in by a day, behind words that only close or say what somebody is."""
        text = self.paper.flat
        if is_real(self.paper, before) or GUARD.match(text, a, b) or not begins_duty(text, a, b):
            return False
        return bool(BY_A_DAY.search(text, a, b))

    def _orders_nobody(self, start: int, stop: int) -> bool:
        """Whether a sentence is a formula, a title, a leave-taking, or tells whom a paper goes to."""
        words = self.paper.flat[start:stop].strip()
        if formal_close(words) and not WITH.search(words):
            return True
        if (
            CLOSING.fullmatch(words)
            or capitals(words)
            or LEAVE.match(words)
            or IN_FORCE.match(words)
            or SENT_TO.match(words)
        ):
            return True
        # what a paper of the preamble asked for
        return bool(BASIS.match(words)) and ";" in self.paper.flat[stop - 1 : stop + 1]

    def _is_own_part(
        self,
        order: Assignment,
        pieces: Sequence[tuple[int, int]],
        j: int,
        a: int,
        given: Inherited,
        out: list[Duty],
    ) -> bool:
        """Whether what a piece orders is part of what the one already told does, no order to another."""
        text, b = self.paper.flat, pieces[j][1]
        if out and j and _EACH.match(text, a, b):
            return True
        if order.behind:
            return False
        if given.lead and not out and within_house(order, text):
            return True
        if given.lead or out:
            own = all(GENERIC_PEOPLE.fullmatch(name.text) for name in order.lead)
            if (own and begins_duty(text, a, b)) or about_only(text, a, order.start):
                return True  # "phân công cán bộ …"; "Đối với các doanh nghiệp …, chưa thực hiện"
        if j and not order.chairs and self._lists_on(pieces[j - 1], a):
            return True
        if j and given.lead and _ASKS_OWN.match(text, a, b):
            return True  # "…; yêu cầu đơn vị thi công …"
        return bool(given.lead) and order.begin > a + 12 and begins_duty(text, a, b)

    def _lists_on(self, before: tuple[int, int], a: int) -> bool:
        """Whether a piece goes on with the things of the one before: "… các doanh nghiệp X; các doanh nghiệp Y"."""
        head = _LISTED.match(self.paper.flat, a)
        return head is not None and f" {head.group()} " in self.paper.flat[before[0] : before[1]]

    def _goes_on(self, a: int, b: int) -> bool:
        """Whether a sentence orders something else of the one who was told in the sentence before it."""
        text = self.paper.flat
        if forbids(text, a, b):
            return True
        if PERIODIC.match(text, a, b) and not TRIGGER.search(text, a, b):
            return not names_at(text, a, b)[0]
        if NO_DUTY.match(text, a, b) or ENCLOSES.match(text, a, b) or belongs(text, a, b):
            return False
        if TRIGGER.match(text, a, b):
            return False  # "Đề nghị các đại biểu …": somebody else is asked
        return begins_duty(text, a, b) and not names_at(text, a, b)[0]

    def _pieces(self, start: int, stop: int) -> list[tuple[int, int]]:
        """The clauses of a sentence; parties told, parted by semicolons, stay with what they are told."""
        text = self.paper.flat
        out: list[tuple[int, int]] = []
        for a, b in by_semicolon(text, start, stop):
            number = _INLINE.match(text, a, b)
            a = number.end() if number else a
            told = TRIGGER.search(text, *out[-1]) if out else None
            first = told.end() if told else out[-1][0] if out else a
            beside = WITH.search(text, first, out[-1][1]) if out else None
            listed = out and (
                _only_names(text, first, out[-1][1])
                or (beside and _only_names(text, beside.end(), out[-1][1]))
            )
            if listed and names_at(text, a, b)[0]:
                out[-1] = (out[-1][0], b)
            else:
                out.append((a, b))
        return out

    def _helpers(self, duty: Duty) -> None:
        """ "Chủ trì, phối hợp với …" at the head of a duty whose lead is inherited."""
        basis = _ON_BASIS.match(self.paper.flat, duty.start, duty.end)
        start = basis.end() if basis else duty.start
        chairs = with_helpers(self.paper, duty.lead, start, duty.end, duty.begin)
        if chairs and chairs.start < duty.end:
            duty.start = chairs.start
            if chairs.coordinate:
                duty.coordinate = chairs.coordinate

    def _take(self, found: list[Assignment], ref: str | None, out: list[Duty]) -> None:
        for order in found:
            if order.only_helps:
                if out:
                    out[-1].coordinate = out[-1].coordinate + order.lead
                continue
            if self.told and all(HONOUR.fullmatch(name.text) for name in order.lead):
                order.lead = list(self.told)  # "đề nghị các đồng chí": those whom it goes to
            intro = INTRO.match(self.paper.flat, order.start, order.end)
            start = intro.end() if intro and intro.end() < order.end - 5 else order.start
            start, stop = trim(self.paper.flat, start, order.end, " ;.,/")
            out.append(Duty(order.lead, order.coordinate, start, stop, order.begin, ref))
