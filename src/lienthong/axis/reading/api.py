"""The door of reading: a paper comes in, its fields and its tasks come out, nothing is invented."""

from datetime import date
from pathlib import Path

from .choices import Level, Proof, Question, Role, Urgency, Verdict
from .rules.certificate import Certified, confirmed
from .rules.directory import (
    Agency,
    AgencyDirectory,
    Group,
    Match,
    StaticDirectory,
    default_directory,
)
from .rules.page import Placed, Source, source_from_text
from .rules.reader import read_source
from .rules.reading import (
    Box,
    Cited,
    Deadline,
    Evidence,
    Field,
    Party,
    Reading,
    Section,
    Task,
    to_json,
)
from .rules.suggest import Restored, hint_below, is_hint, restored
from .searchable import NotMade, Searchable, make_searchable
from .sources.files import FileReader, Words

__all__ = [
    "Agency", "AgencyDirectory", "Box", "Certified", "Cited", "Deadline", "Evidence", "Field", "FileReader", "Group", "Level",
    "Match", "NotMade", "Party", "Placed", "Proof", "Question", "Reading", "Restored", "Role", "Searchable", "Section", "Source",
    "StaticDirectory", "Task", "Urgency", "Verdict", "Words", "confirmed", "default_directory", "hint_below", "is_hint",
    "make_searchable", "read_file", "read_text", "restored", "structure_directory", "to_json",
]  # fmt: skip


def read_text(
    text: str, *, directory: AgencyDirectory | None = None, on: date | None = None
) -> Reading:
    """The reading of a text; form feeds part pages.

    `directory` says which agencies names mean (the built-in one by default); `on` is the day to ask
    it about when the paper's own date cannot be read. Never raises on any text.
    """
    return read_source(source_from_text(text), directory or default_directory(), on)


def read_file(
    file: Path | bytes, *, directory: AgencyDirectory | None = None, on: date | None = None
) -> Reading:
    """The reading of a PDF, DOCX, picture or text file, parsed in the sandbox; never raises.

    For many files use FileReader, which keeps the sandbox warm. A paper with a secrecy mark gives a
    reading with nothing but its verdict; the bytes are read in memory and never stored.
    """
    with FileReader(on) as reader:
        return reader.reading(file, directory or default_directory())


def structure_directory() -> AgencyDirectory:
    """A directory over the installation's own agencies in time; identifiers are agency ids.

    Imported when asked for: reading by itself needs neither Django nor a database.
    """
    from .queries import StructureDirectory

    return StructureDirectory()
