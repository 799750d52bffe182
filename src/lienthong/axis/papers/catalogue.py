"""The 29 types of administrative documents (Đ7) and the forms of copies, read from the package's data."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.translation import gettext as _

from lienthong.kernel.text import one_spelling


class UnknownDocumentType(LookupError):
    """A type that is none of the 29 of Điều 7."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One type: `code` is its place in Điều 7 (also sent as edXML DocumentType/Type).

    `abbreviation` is empty where the decree gives none; `form` is the number of the template in
    Annex III part II ("" where it has none); `salutation` says who stands under "Kính gửi":
    required, upward (only to a superior), telegram ("điện:") or none.
    """

    code: int
    name: str
    abbreviation: str
    form: str
    salutation: str
    qualifier: str = ""
    dated: bool = True
    numbered: bool = True

    @property
    def is_letter(self) -> bool:
        """Whether it is a công văn: no title, its subject stands under the number."""
        return self.code == OFFICIAL_LETTER


OFFICIAL_LETTER = 18
DECISION = 2
RESOLUTION = 1
MINUTES = 15
TELEGRAM = 19


@cache
def document_types() -> tuple[DocumentType, ...]:
    """All 29 types in the order of Điều 7."""
    stored = json.loads(
        resources.files(__package__).joinpath("data/document_types.json").read_text("utf-8")
    )
    return tuple(DocumentType(**entry) for entry in stored["types"])


@cache
def copy_abbreviations() -> dict[str, str]:
    """The abbreviation of each form of copy: {"SAO Y": "SY", …} (Annex III, I)."""
    stored = json.loads(
        resources.files(__package__).joinpath("data/document_types.json").read_text("utf-8")
    )
    return {entry["form"]: entry["abbreviation"] for entry in stored["copies"]}


def document_type(code: int) -> DocumentType:
    """The type with this place in Điều 7; raises UnknownDocumentType."""
    for entry in document_types():
        if entry.code == code:
            return entry
    raise UnknownDocumentType(
        _("Không có loại văn bản số %(code)s; Điều 7 Nghị định 30/2020/NĐ-CP quy định 29 loại.")
        % {"code": code}
    )


def type_named(name: str) -> DocumentType | None:
    """The type with this name or abbreviation, whatever the case and the place of the tone mark."""
    wanted = _compared(name)
    for entry in document_types():
        names = (entry.name, f"{entry.name} ({entry.qualifier})", entry.abbreviation)
        if wanted and wanted in {_compared(each) for each in names if each}:
            return entry
    return None


def _compared(name: str) -> str:
    return one_spelling(" ".join(name.split())).lower()
