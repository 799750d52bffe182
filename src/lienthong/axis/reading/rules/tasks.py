"""Duties made into tasks: action, limit, rhythm, targets, cited papers, proof, and open questions.

Office-practice 5.1 (parties, one lead), 5.4 (kinds of proof). A group as lead is one parent; two
named leads are a question to the secretary.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..choices import Proof, Question
from .deadlines import Limit, limits, rhythms, targets
from .duty import Duty
from .names import GROUP
from .page import Paper
from .parties import Register, reported_to, span_without_end
from .reading import Cited, Deadline, Field, Party, Task

_SURVEY = re.compile(
    r"đo lường|khảo sát|điều tra xã hội|lấy ý kiến (?:người dân|khách hàng)", re.IGNORECASE
)
_EVENT = re.compile(
    r"(?:tổ chức|mở|chủ trì|tiến hành|phát động)[^.;]{0,60}?(?:đối thoại|tiếp xúc|tiếp công dân|hội nghị|lớp|tập huấn|hội thảo|diễn tập|ra quân|cuộc họp|tọa đàm|lễ|hội thi|ngày hội)"
    r"|^\W*(?:đối thoại|tiếp công dân|tập huấn|diễn tập|tiếp xúc)",
    re.IGNORECASE,
)
_COLLECT = re.compile(
    r"^\W*(?:\w+\s+){0,3}?(?:rà soát|tổng hợp|thống kê|kiểm tra|theo dõi|đánh giá|báo cáo|giám sát|thanh tra|kiểm kê|đôn đốc|tự chấm|sơ kết|tổng kết)",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"tham mưu|trình\s|ban hành|đề xuất|dự thảo|soạn thảo|phê duyệt|văn bản hướng dẫn|hướng dẫn|thẩm định|góp ý|cho ý kiến|thông báo|công bố"
    r"|(?:xây dựng|lập|hoàn thiện|hoàn chỉnh|sửa đổi|bổ sung)[^.;]{0,40}(?:kế hoạch|đề án|quy chế|quy định|dự án|phương án|chương trình|nghị quyết|báo cáo|quyết định|danh mục|quy hoạch|tờ trình|hồ sơ)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TaskReader:
    """Makes tasks of one paper; `year` completes dates, `cited` are its citations with spans."""

    paper: Paper
    register: Register
    year: int | None
    issued: date | None
    cited: Sequence[tuple[Cited, int, int]]

    def task(self, duty: Duty) -> Task:
        """The task of one duty."""
        own = [(duty.start, duty.end), *duty.details]
        spans = [*own, *duty.inherited]
        lead = tuple(self.register.party(self.paper, n) for n in duty.lead)
        to, via = reported_to(self.paper, [(duty.begin, duty.start), *spans], duty.lead)
        deadline, late = self._deadline(spans)
        figures = [t for a, b in own for t in targets(self.paper.flat, a, b)]
        question = self._question(duty, lead, late)
        proof = self._proof(duty, own, bool(to), figures, lead)
        return Task(
            duty.section, lead,
            tuple(self.register.party(self.paper, n) for n in duty.coordinate),
            tuple(self.register.party(self.paper, n) for n in to),
            tuple(self.register.party(self.paper, n) for n in via),
            self._action(duty), self._detail(duty), deadline, self._rhythm(spans),
            tuple(self._target(t) for t in figures), self._cited_in(own),
            self.paper.evidence(min(duty.begin, duty.start), duty.stop),
            self._confidence(duty, lead), str(proof), question[0] if question else None,
            question[1] if question else None,
        )  # fmt: skip

    def _action(self, duty: Duty) -> Field:
        a, b = span_without_end(self.paper, duty.start, duty.end)
        words = self.paper.value(a, b)
        extra = {"restored": self.paper.restored}
        return Field(words, self.paper.evidence(a, b), 0.9 * self.paper.trust, extra)

    def _detail(self, duty: Duty) -> str:
        pieces = [self.paper.value(*span_without_end(self.paper, a, b)) for a, b in duty.details]
        return " ".join(f"{piece}." for piece in pieces if piece)

    def _deadline(self, spans: Sequence[tuple[int, int]]) -> tuple[Field, Limit | None]:
        for a, b in spans:
            found = limits(self.paper.flat, a, b, self.year, self.issued)
            if found:
                return self._limit_field(found[0]), found[0]
        return Field(), None

    def _limit_field(self, limit: Limit) -> Field:
        place = self.paper.evidence(limit.start, limit.end)
        sure = (0.93 if limit.value is not None else 0.0) * self.paper.trust
        return Field(limit.value, place, sure, {"kind": limit.kind, "words": place.words})

    def _rhythm(self, spans: Sequence[tuple[int, int]]) -> Field:
        for a, b in spans:
            found = rhythms(self.paper.flat, a, b)
            if found:
                return self._rhythm_field(found[0])
        return Field()

    def _rhythm_field(self, limit: Limit) -> Field:
        place = self.paper.evidence(limit.start, limit.end)
        extra = {k: v for k, v in limit.value.items() if k != "every" and v is not None}
        value = limit.value["every"]
        return Field(value, place, 0.9 * self.paper.trust, extra | {"words": place.words})

    def _target(self, limit: Limit) -> Field:
        number = limit.value["number"]
        shown = int(number) if number == int(number) else number
        text = f"{shown}{'%' if limit.value['unit'] == '%' else ' ' + limit.value['unit']}"
        extra = {k: v for k, v in limit.value.items() if k != "words"}
        return Field(
            text, self.paper.evidence(limit.start, limit.end), 0.92 * self.paper.trust, extra
        )

    def _cited_in(self, spans: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        return tuple(
            i
            for i, (_, a, b) in enumerate(self.cited)
            if any(s <= a and b <= e + 1 for s, e in spans)
        )

    def _confidence(self, duty: Duty, lead: Sequence[Party]) -> float:
        known = min((p.confidence for p in lead), default=0.5)
        return round(known * (0.97 if duty.explicit else 0.92), 3)

    def _question(
        self, duty: Duty, lead: Sequence[Party], limit: Limit | None
    ) -> tuple[str, str] | None:
        named = [p for p, n in zip(lead, duty.lead, strict=True) if n.kind != GROUP]
        if len(named) > 1 or (named and len(lead) > 1):
            names = "; ".join(p.value for p in lead)
            return str(Question.SEVERAL_LEADS), (
                f"Văn bản nêu {len(lead)} nơi chủ trì ({names}). Chọn một cơ quan chủ trì, các cơ quan"
                " còn lại phối hợp, hoặc tách thành nhiệm vụ riêng."
            )
        for name in duty.lead:
            group = self.register.group(name.body) if name.kind == GROUP else None
            if group and group.ended:
                text = group.suggestion or f"Nhóm “{name.text}” không còn cơ quan nào tại ngày này."
                return str(Question.GROUP_ENDED), text
            vague = name.kind == GROUP and re.search(
                r"liên quan|cơ quan|đơn vị|địa phương|tổ chức", name.body
            )
            if vague and self.register.directory is not None and not (group and group.members):
                return str(Question.VAGUE_LEAD), (
                    f"“{name.text}” chưa rõ là những cơ quan nào. Ghi rõ cơ quan chủ trì."
                )
        if limit and limit.needs_year:
            return str(
                Question.YEAR_MISSING
            ), "Thời hạn không ghi năm và chưa đọc được năm của văn bản."
        return None

    def _proof(
        self,
        duty: Duty,
        own: Sequence[tuple[int, int]],
        reported: bool,
        figures: Sequence[Limit],
        lead: Sequence[Party],
    ) -> Proof:
        flat = self.paper.flat
        text = flat[duty.start : duty.end]
        group = any(p.kind == GROUP for p in lead)
        if any(t.value["unit"] == "%" for t in figures):
            return Proof.SYSTEM_MEASURE
        if group and re.search(
            r"(?i)\bký (?:bản |giấy |biên bản )?(?:cam kết|giao ước)", text[:120]
        ):
            return Proof.SIGNED_SET
        if _SURVEY.search(text):
            return Proof.REPORT
        if _EVENT.search(text):
            return Proof.RECORD
        if _COLLECT.match(text):
            return Proof.REPORT
        handed = " ".join(flat[a:b] for a, b in duty.inherited)
        if _PAPER.search(text) or re.search(r"(?i)tham mưu|đề xuất|trình ", handed):
            return Proof.DOCUMENT
        return Proof.REPORT if reported or group or own else Proof.LEADER_CONFIRMATION

    def other_limits(self, start: int, end: int, duties: Sequence[Duty]) -> list[Deadline]:
        """All time limits of the body; those of a duty point to its task."""
        out = []
        flat = self.paper.flat
        for limit in [
            *limits(flat, start, end, self.year, self.issued),
            *rhythms(flat, start, end),
        ]:
            owner, section = None, None
            for i, duty in enumerate(duties):
                if duty.begin <= limit.start < duty.stop:
                    owner, section = i, duty.section
            recurring = limit.kind == "recurring"
            field = Field() if recurring else self._limit_field(limit)
            rhythm = self._rhythm_field(limit) if recurring else Field()
            out.append((limit.start, Deadline(field, rhythm, owner, section)))
        return [deadline for _, deadline in sorted(out, key=lambda item: item[0])]
