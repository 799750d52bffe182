"""Who may sign what (Đ13 Nghị định 30/2020/NĐ-CP): pure rules on plain values.

Seeing and sorting another's desk gives no right to sign; a signer always uses his own certificate.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from .words import _

IN_OWN_RIGHT, FOR_COLLECTIVE, ACTING_HEAD = "in_own_right", "for_collective", "acting_head"
FOR_HEAD, BY_ORDER, BY_DELEGATION = "for_head", "by_order", "by_delegation"
ABBREVIATIONS: Final = {
    IN_OWN_RIGHT: "",
    FOR_COLLECTIVE: "TM.",
    ACTING_HEAD: "Q.",
    FOR_HEAD: "KT.",
    BY_ORDER: "TL.",
    BY_DELEGATION: "TUQ.",
}
GRANTED: Final = frozenset({FOR_HEAD, BY_ORDER, BY_DELEGATION})
HEAD_KINDS: Final = frozenset({"head"})
UNIT_HEAD_KINDS: Final = frozenset({"head", "unit_head", "chief_of_office"})
DEPUTY_KINDS: Final = frozenset({"deputy", "deputy_unit_head", "deputy_chief_of_office"})


@dataclass(frozen=True, slots=True)
class PostFacts:
    """The signer's post on the day.

    `kind` is that of kernel.agencies; `acting` is "", "in_charge" (phụ trách) or "acting" (quyền);
    `heads_agency` is set for the post at the top of its agency, whatever it is called;
    `collective` when the issuing agency works by collective leadership (Đ13.2).
    """

    person_id: int
    post_id: int
    title: str
    kind: str
    agency_id: int
    held: bool
    acting: str = ""
    heads_agency: bool = False
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be signed: issuing agency, type (an Annex III code), subject."""

    agency_id: int
    type_code: int
    subject: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A written right to sign: KT., TL. or TUQ.

    Empty `types` and `subjects` set no limit; a period is [since, until), open where one is None.
    `passed_from` is the grant that this one hands on (TL. to one's own deputy, Đ13.4).
    """

    id: int
    agency_id: int
    post_id: int
    authority: str
    since: dt.date | None
    basis: str
    until: dt.date | None = None
    types: tuple[int, ...] = ()
    subjects: tuple[str, ...] = ()
    passed_from: "Grant | None" = None

    def covers(self, on: dt.date) -> bool:
        """Whether the period holds the day."""
        begun = self.since is None or self.since <= on
        return begun and (self.until is None or on < self.until)

    def suits(self, paper: Paper) -> bool:
        """Whether type and subject of the paper lie within the grant."""
        in_types = not self.types or paper.type_code in self.types
        subject = _folded(paper.subject)
        in_subjects = not self.subjects or any(_folded(s) in subject for s in self.subjects)
        return in_types and in_subjects


@dataclass(frozen=True, slots=True)
class Allowed:
    """The right was there; `evidence` is kept with the signature."""

    authority: str
    article: str
    post: PostFacts
    grant: Grant | None = None
    on: dt.date | None = None

    def as_plain(self) -> dict[str, Any]:
        """The evidence as plain data for a row."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain | {"abbreviation": ABBREVIATIONS[self.authority]}


@dataclass(frozen=True, slots=True)
class Refused:
    """The right was not there: a sentence for the signer, and the article."""

    reason_vi: str
    article: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence with its article."""
        return f"{self.reason_vi % self.values if self.values else self.reason_vi} ({self.article})"


def check_right(
    *, post: PostFacts, authority: str, paper: Paper, grants: Iterable[Grant], on: dt.date
) -> Allowed | Refused:
    """Whether the holder of the post may sign the paper by this authority on the day."""
    if not post.held:
        return Refused(
            _("Người ký không giữ chức vụ %(post)s vào ngày ký."),
            "Điều 13 NĐ 30/2020/NĐ-CP",
            {"post": post.title},
        )
    if authority in GRANTED:
        return _by_grant(post, authority, paper, list(grants), on)
    if post.agency_id != paper.agency_id or not post.heads_agency:
        return _not_head(authority)
    return _as_head(post, authority, on)


def _as_head(post: PostFacts, authority: str, on: dt.date) -> Allowed | Refused:
    """Head of the agency in his own right, for the collective, or as acting head."""
    if post.acting == "in_charge":
        return Refused(
            _("Cấp phó được giao phụ trách, điều hành ký như cấp phó ký thay: dùng KT."),
            "khoản 1 Điều 13 NĐ 30/2020/NĐ-CP",
        )
    if (post.acting == "acting") != (authority == ACTING_HEAD):
        text = (
            _("Người giữ quyền người đứng đầu phải ký với quyền hạn Q.")
            if post.acting
            else _("Chỉ người được giao quyền người đứng đầu mới ký với quyền hạn Q.")
        )
        return Refused(text, "điểm b khoản 7 mục II Phụ lục I NĐ 30/2020/NĐ-CP")
    if authority == FOR_COLLECTIVE and not post.collective:
        return Refused(
            _("Cơ quan làm việc theo chế độ thủ trưởng: người đứng đầu ký trực tiếp, không ký TM."),
            "khoản 1 Điều 13 NĐ 30/2020/NĐ-CP",
        )
    clause = 2 if authority == FOR_COLLECTIVE or post.collective else 1
    return Allowed(authority, f"khoản {clause} Điều 13 NĐ 30/2020/NĐ-CP", post, None, on)


def _not_head(authority: str) -> Refused:
    if authority == FOR_COLLECTIVE:
        text = _("Chỉ người đứng đầu ký thay mặt tập thể (TM.); cấp phó ký thay bằng KT.")
    elif authority == ACTING_HEAD:
        text = _("Chỉ người được giao quyền người đứng đầu mới ký với quyền hạn Q.")
    else:
        text = _(
            "Chỉ người đứng đầu cơ quan ban hành ký không ghi quyền hạn; hãy chọn KT., TL. hoặc "
            "TUQ. theo văn bản giao quyền."
        )
    return Refused(text, "khoản 1, 2 Điều 13 NĐ 30/2020/NĐ-CP")


def _by_grant(
    post: PostFacts, authority: str, paper: Paper, grants: list[Grant], on: dt.date
) -> Allowed | Refused:
    article = f"khoản {_CLAUSES[authority]} Điều 13 NĐ 30/2020/NĐ-CP"
    own = post.agency_id == paper.agency_id
    if authority == FOR_HEAD and own and post.acting == "in_charge" and post.heads_agency:
        return Allowed(authority, article, post, None, on)
    mine = [
        g
        for g in grants
        if g.post_id == post.post_id and g.agency_id == paper.agency_id and g.authority == authority
    ]
    if not mine:
        return Refused(_MISSING[authority], article)
    current = [g for g in mine if _alive(g, on)]
    if not current:
        return Refused(_("Quyền ký đã hết hạn hoặc chưa đến hạn vào ngày ký."), article)
    fitting = [g for g in current if _within(g, paper)]
    if not fitting:
        return Refused(_("Loại văn bản hoặc nội dung này nằm ngoài phạm vi được giao ký."), article)
    faults = [fault for g in fitting if (fault := check_grant(g, post)) is not None]
    return Allowed(authority, article, post, fitting[0], on) if not faults else faults[0]


def _alive(grant: Grant, on: dt.date) -> bool:
    above = grant.passed_from
    return grant.covers(on) and (above is None or _alive(above, on))


def _within(grant: Grant, paper: Paper) -> bool:
    above = grant.passed_from
    return grant.suits(paper) and (above is None or _within(above, paper))


def check_grant(grant: Grant, post: PostFacts) -> Refused | None:
    """What a grant to the holder of the post breaks, or None (asked when granting and at signing)."""
    article = f"khoản {_CLAUSES.get(grant.authority, 1)} Điều 13 NĐ 30/2020/NĐ-CP"
    if grant.authority not in GRANTED:
        return Refused(_("Quyền hạn này theo chức vụ, không giao bằng văn bản."), article)
    if not grant.basis.strip():
        return Refused(_BASIS[grant.authority], article)
    if grant.authority == FOR_HEAD:
        return _check_deputy(grant, post, article)
    if grant.authority == BY_ORDER:
        return _check_order(grant, post, article)
    return _check_delegation(grant, post, article)


def _check_deputy(grant: Grant, post: PostFacts, article: str) -> Refused | None:
    if grant.passed_from is not None:
        return Refused(_("Quyền ký thay (KT.) không giao lại cho người khác."), article)
    if post.kind != "deputy" or post.agency_id != grant.agency_id:
        return Refused(_("Chỉ giao ký thay (KT.) cho cấp phó của người đứng đầu cơ quan."), article)
    return None


def _check_order(grant: Grant, post: PostFacts, article: str) -> Refused | None:
    above = grant.passed_from
    if above is None:
        if post.kind not in UNIT_HEAD_KINDS:
            return Refused(
                _("Chỉ giao ký thừa lệnh (TL.) cho người đứng đầu đơn vị thuộc cơ quan."), article
            )
        return None
    if above.passed_from is not None or above.authority != BY_ORDER:
        return Refused(_("Quyền ký thừa lệnh chỉ được giao lại một lần cho cấp phó."), article)
    if post.kind not in DEPUTY_KINDS:
        return Refused(_("Người được ký thừa lệnh chỉ giao lại cho cấp phó của mình."), article)
    return None


def _check_delegation(grant: Grant, post: PostFacts, article: str) -> Refused | None:
    if grant.passed_from is not None:
        return Refused(_("Người được ký thừa ủy quyền không được ủy quyền lại."), article)
    if grant.until is None:
        return Refused(_("Ký thừa ủy quyền (TUQ.) phải giới hạn thời gian."), article)
    if not grant.types and not grant.subjects:
        return Refused(_("Ký thừa ủy quyền (TUQ.) phải giới hạn nội dung."), article)
    if post.kind not in UNIT_HEAD_KINDS:
        return Refused(
            _(
                "Chỉ ủy quyền ký (TUQ.) cho người đứng đầu cơ quan, tổ chức, đơn vị thuộc cơ cấu "
                "của mình."
            ),
            article,
        )
    return None


_CLAUSES: Final = {FOR_HEAD: 1, BY_ORDER: 4, BY_DELEGATION: 3}
_MISSING: Final = {
    FOR_HEAD: _("Chưa có văn bản giao ký thay (KT.) cho chức vụ này; hãy ghi nhận quyền ký trước."),
    BY_ORDER: _("Chưa có quy chế giao ký thừa lệnh (TL.) cho chức vụ này; hãy ghi nhận trước."),
    BY_DELEGATION: _("Chưa có văn bản ủy quyền ký (TUQ.) cho chức vụ này; hãy ghi nhận trước."),
}
_BASIS: Final = {
    FOR_HEAD: _("Giao ký thay (KT.) phải ghi văn bản phân công."),
    BY_ORDER: _("Giao ký thừa lệnh (TL.) phải quy định trong quy chế của cơ quan; hãy ghi rõ."),
    BY_DELEGATION: _("Ủy quyền ký (TUQ.) phải bằng văn bản; hãy ghi số, ký hiệu, ngày."),
}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.split())


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value
