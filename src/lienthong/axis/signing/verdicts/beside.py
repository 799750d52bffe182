"""The files that lie beside a signature of their own: what a detached signature is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .model import Answer, Finding, Part, Verdict

MISSING: Final = "content_missing"
SIGNATURES: Final = frozenset(
    (".p7s", ".p7m", ".p7", ".p7b", ".pk7", ".pkcs7", ".sig", ".sgn", ".sign", ".cms", ".der",
     ".pem", ".xml", ".xades", ".xsig", ".cades")
)  # fmt: skip
MOST_CANDIDATES: Final = 8
MOST_BYTES: Final = 200 * 1024 * 1024


class Wanted(LookupError):
    """A content that is not there."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Contents by name.

    `named` are those that the signature's own name or a person points at: they must be what was
    signed. `likely` are those that it is judged by when nothing matches.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    named: frozenset[str] = frozenset()
    likely: frozenset[str] = frozenset()

    def content(self, name: str) -> bytes:
        """The content of that name; raises `Wanted`."""
        for known, content in self.files:
            if known == name:
                return content
        raise Wanted(name)


NOTHING: Final = Beside()


def missing(wanted: Iterable[str], text: str) -> Verdict:
    """The verdict for want of the signed content; the caller may look for it and ask again."""
    values = {"wanted": "\n".join(wanted)}
    finding = Finding(Part.COVERAGE, Answer.UNREADABLE, MISSING, text, values)
    return Verdict(Answer.UNREADABLE, [finding])


def is_missing(verdict: Verdict) -> list[str] | None:
    """The names that a verdict asks for (none: any content will do), or None when it asks not."""
    for finding in verdict.findings:
        if finding.code == MISSING:
            return [name for name in finding.values.get("wanted", "").split("\n") if name]
    return None


def look_beside(
    path: Path, wanted: Iterable[str], given: Iterable[Path] = (), others: Iterable[Path] = ()
) -> Beside:
    """The contents that may belong to a signature file.

    First those that a person `given` for it and the file of the signature's own name, which it must
    match; then, by `wanted` (names in the file itself: only plain names in the same folder), those
    of its stem and `others` that were judged with it.
    """
    own = _of_its_name(path)
    named = [file for file in (*given, *own) if file.resolve() != path.resolve()]
    asked = [path.parent / name for name in wanted if _is_plain(name)]
    likely = [] if own or asked else _of_the_same_stem(path)
    rest = [file for file in others if file.resolve() != path.resolve()]
    files: dict[str, bytes] = {}
    for file in [*named, *asked, *likely, *rest][:MOST_CANDIDATES]:
        content = _read(file)
        if content is not None:
            files.setdefault(file.name, content)
    if not likely and len(rest) == 1:
        likely = rest
    return Beside(tuple(files.items()), _names(named), _names(likely))


def _names(files: Iterable[Path]) -> frozenset[str]:
    return frozenset(file.name for file in files)


def of_its_name(path: Path, given: Iterable[Path]) -> Beside:
    """Only what a person gave and what bears the signature's own name ("a.pdf" of "a.pdf.p7s")."""
    files = {file.name: _read(file) for file in (*given, *_of_its_name(path))}
    kept = tuple((name, content) for name, content in files.items() if content is not None)
    return Beside(kept, frozenset(name for name, _content in kept))


def _of_its_name(path: Path) -> list[Path]:
    if path.suffix.lower() not in SIGNATURES:
        return []
    own = path.with_suffix("")
    return [own] if own.suffix and own.is_file() else []


def _is_plain(name: str) -> bool:
    return bool(name) and Path(name).name == name and name not in (".", "..")


def _of_the_same_stem(path: Path) -> list[Path]:
    try:
        others = sorted(path.parent.glob(f"{_escaped(path.stem)}.*"))
    except OSError:
        return []
    return [o for o in others if o != path and o.suffix.lower() not in SIGNATURES and o.is_file()]


def _escaped(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def _read(file: Path) -> bytes | None:
    try:
        if not file.is_file() or file.stat().st_size > MOST_BYTES:
            return None
        return file.read_bytes()
    except OSError:
        return None
