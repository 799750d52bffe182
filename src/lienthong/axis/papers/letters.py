"""What a letter consists of (Đ8; Annex I), as plain values that can be stored, compared and set."""

from dataclasses import dataclass, field
from datetime import date

from .catalogue import DocumentType, document_type
from .choices import Align, Authority, CopyForm, ParagraphKind, Purpose, Urgency


@dataclass(frozen=True, slots=True)
class Table:
    """A simple table: rows of cells; `widths` are relative, one for each column."""

    rows: tuple[tuple[str, ...], ...]
    header: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    align: tuple[Align, ...] = ()
    size: float = 12.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `number` as printed without its mark ("1", "a", "I"), `title` its heading."""

    kind: ParagraphKind
    text: str = ""
    number: str = ""
    title: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of Nơi nhận, without its dash and its semicolon."""

    name: str
    purpose: Purpose = Purpose.INFORM


@dataclass(frozen=True, slots=True)
class AuthorityLine:
    """A line such as 'KT. CHỦ TỊCH': by what right, and for whom."""

    authority: Authority
    of: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: lines of authority from above, own post, another post (box 7b), name.

    `post` is empty where the line of authority names it (TM. of a body without posts, Q.).
    """

    name: str
    post: str
    authority: tuple[AuthorityLine, ...] = ()
    other_post: str = ""
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex in the same file; pages of its own, number I, II … given by its place."""

    title: str
    body: tuple[Paragraph, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class CopyBlock:
    """The block of a paper copy (Annex I, part II.II; Annex III, form 3.1)."""

    form: CopyForm
    agency: str
    agency_abbreviation: str
    number: str
    place: str
    copy_date: date | None
    year: int
    signatory: Signatory
    recipients: tuple[Recipient, ...] = ()
    filed_at: str = "VT"


@dataclass(frozen=True, slots=True)
class LetterData:
    """A letter by Decree 30/2020/NĐ-CP.

    `number` and `issue_date` may be empty: their room is left for form fields, `number_digits` wide.
    With no date, `year` is printed, or its room left blank too when it is None. Names may hold
    line breaks. `electronic` leaves "(Kèm theo … số …)" of the annexes open (Annex I, III.1.c).
    """

    type_code: int
    agency: str
    notation: str
    place: str
    subject: str
    body: tuple[Paragraph, ...]
    signatory: Signatory
    parent: str = ""
    number: str = ""
    issue_date: date | None = None
    year: int | None = None
    issuing_authority: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    filed_at: str = "VT"
    drafter_mark: str = ""
    further_signatories: tuple[Signatory, ...] = ()  # in the order of signing
    urgency: Urgency = Urgency.NORMAL
    circulation: str = ""
    contact: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    copy_block: CopyBlock | None = None
    confirmation: str = ""
    electronic: bool = True
    number_digits: int = 5

    @property
    def signatories(self) -> tuple[Signatory, ...]:
        """Everybody who signs, in the order of signing."""
        return (self.signatory, *self.further_signatories)

    @property
    def type(self) -> DocumentType:
        """The type of the document; raises UnknownDocumentType."""
        return document_type(self.type_code)

    @property
    def reference(self) -> str:
        """Number and notation as printed, '05/UBND-VP'; only the notation before a number is given."""
        return f"{self.number}/{self.notation}"


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """An annex or a text issued with a decision that is a file of its own.

    The agency alone signs it (Annex I, III.1.d; Annex III, forms 1.3* and 2.2*); `kind` is the
    type of a text issued with a decision ("Quy chế"), empty for an annex, which has a `label`.
    """

    agency: str
    title: str
    body: tuple[Paragraph, ...]
    main_kind: str
    notation: str
    parent: str = ""
    kind: str = ""
    label: str = "Phụ lục"
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page: `page` counts from 0, the rest are PDF points from the lower left corner."""

    page: int
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y + self.h


@dataclass(frozen=True, slots=True)
class RenderedPaper:
    """A finished paper: the file, the named places on it, its pages and the faces embedded in it."""

    pdf: bytes
    pages: int
    fonts: frozenset[str]
    places: dict[str, Box] = field(default_factory=dict)


class RenderedLetter(RenderedPaper):
    """A finished letter. Places: number, day, month, year, date (from day to the last blank room),
    signature, seal, copy_signature; signature_2 and seal_2 of a second signatory and so on; signature_copy
    and seal_copy of a copy block."""

    __slots__ = ()
