"""The file as a row of revisions: which signatures stand in which, and whether the tables say the
same as the bytes."""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError, PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis.policies import _find_orphans

from .fields import FieldState, FormState, form_state
from .tail import Found, TailReader, Unexplained

MOST_REVISIONS: Final = 200
MOST: Final = 8_388_608  # objects (ISO 32000-1, Annex C)
WIDEST: Final = 8  # bytes of a number in a cross-reference stream


_STRINGS: Final = (bytes, generic.ByteStringObject, generic.TextStringObject)


class Encrypted(ValueError):
    """The file needs a password."""


class TooManyRevisions(ValueError):
    """More revisions than a verdict looks at."""


def _has_root(resolver: Any) -> bool:
    try:
        return isinstance(resolver.root, generic.DictionaryObject)
    except (KeyError, PdfError):
        return False


def _value(held: Any, key: str, default: Any) -> Any:
    """The value of a key, a reference followed (`get` gives the reference)."""
    return held[key] if key in set(held) else default


@dataclass
class Document:
    """A parsed file: the reader, whether it had to be lenient, the form of each revision."""

    data: bytes
    reader: PdfFileReader
    lenient: bool
    _forms: dict[int, FormState] = field(default_factory=dict)

    @classmethod
    def open(cls, data: bytes, *, lenient: bool) -> "Document":
        """Parse strictly or leniently; raises `Encrypted`, `TooManyRevisions`, PDF faults."""
        reader = PdfFileReader(io.BytesIO(data), strict=not lenient)
        if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
            raise Encrypted
        if reader.xrefs.hybrid_xrefs_present and not lenient:
            raise PdfStrictReadError("hybrid cross-references")
        if reader.xrefs.total_revisions > MOST_REVISIONS:
            raise TooManyRevisions
        return cls(data, reader, lenient)

    @property
    def last(self) -> int:
        """The number of the last revision."""
        return int(self.reader.xrefs.total_revisions) - 1

    def rootless(self, revision: int) -> bool:
        """Whether the revision's own trailer does not say where the document begins.

        It shall (ISO 32000-1, Table 15 and §7.5.6: an added trailer contains all entries of the one
        before). pyHanko takes an older trailer's word; other readers stop, or look for objects.
        """
        trailers = self.reader.trailer._trailer_revisions  # the newest first
        own = trailers[len(trailers) - 1 - revision]
        return "/Root" not in own or not isinstance(own.raw_get("/Root"), generic.IndirectObject)

    def form(self, revision: int) -> FormState:
        """The form as the revision shows it."""
        if revision not in self._forms:
            resolver = self.reader.get_historical_resolver(revision)
            # The first table of a linearised file (ISO 32000-1, Annex F) leads to no catalog: the
            # file begins with the next one. Anywhere else that is a fault.
            begun = revision > 0 or self.last == 0 or _has_root(resolver)
            self._forms[revision] = form_state(resolver) if begun else FormState({}, b"")
        return self._forms[revision]

    def signed_fields(self) -> list[FieldState]:
        """The signature fields of the last revision that hold a value."""
        fields = self.form(self.last).fields.values()
        return [f for f in fields if f.signature and f.value_reference is not None]

    def lost_signatures(self) -> list[str]:
        """Signatures that an earlier revision holds and the last one lacks or holds otherwise."""
        final = self.form(self.last).fields
        lost = []
        for revision in range(self.last):
            for name, state in self.form(revision).fields.items():
                if not state.signature or state.value_reference is None:
                    continue
                now = final.get(name)
                if now is None or now.value_reference != state.value_reference:
                    lost.append(name)
        return sorted(set(lost))

    def fills_a_gap(self, base: int, revision: int) -> bool:
        """Whether a later revision makes an object that the earlier one only pointed at.

        The earlier page then shows something that nobody saw when it was signed; pyHanko's
        analysis takes such an object for an unused one.
        """
        xrefs = self.reader.xrefs
        before = self.reader.get_historical_resolver(base)
        before._load_reverse_xref_cache()
        return any(
            xrefs.get_historical_ref(ref, base) is None and bool(before._get_usages_of_ref(ref))
            for ref in xrefs.explicit_refs_in_revision(revision)
        )

    def hides_objects(self, revision: int) -> bool:
        """Whether a later revision brings objects that nothing in the document uses."""
        xrefs = self.reader.xrefs
        needed = set(xrefs.object_streams_used_in(revision))
        container = xrefs.get_xref_container_info(revision).stream_ref
        if container is not None:
            needed.add(container)
        return bool(_find_orphans(self.reader.get_historical_resolver(revision)) - needed)

    def read_tail(self, start: int, *, plain: bool = False) -> Found:
        """All that stands behind an offset; raises `Unexplained`."""
        return TailReader(self.data, start, self._stream_length, plain=plain).read()

    def check_loose(self, start: int, signed_revision: int) -> None:
        """Raises `Unexplained` unless what stands behind the last signature, which nobody vouches for, is
        written as the standard has it: a reader that refuses a table or a trailer repairs the file, and
        may find another document in the signed bytes."""
        self.read_tail(start, plain=True)
        trailers = self.reader.trailer._trailer_revisions  # the newest first
        for revision in range(signed_revision + 1, self.last + 1):
            trailer = trailers[len(trailers) - 1 - revision]
            try:
                identity = _value(trailer, "/ID", (b"", b""))
                about = _value(trailer, "/Info", {})
                plain = len(identity) == 2 and all(isinstance(one, _STRINGS) for one in identity)
                size = int(trailer["/Size"])
            except (PdfError, TypeError, KeyError, ValueError) as fault:
                raise Unexplained(start) from fault
            numbers = [ref.idnum for ref in self.reader.xrefs.explicit_refs_in_revision(revision)]
            if (
                not plain
                or not isinstance(about, dict)
                or not max(numbers, default=0) < size <= MOST
            ):
                raise Unexplained(start)

    def check_tail(self, start: int, signed_revision: int) -> None:
        """Raises `Unexplained` unless bytes and tables behind a signature tell the same story."""
        found = self.read_tail(start)
        xrefs = self.reader.xrefs
        later = range(signed_revision + 1, self.last + 1)
        stated = [int(xrefs.get_startxref_for_revision(r)) for r in later]
        if found.starts != stated:
            raise Unexplained(start)
        listed = dict(self._listed(later, start))
        streams = {o for o in stated if o in found.objects}
        if set(found.objects) - streams != set(listed):
            raise Unexplained(start)
        if any(found.objects[offset] != listed[offset] for offset in listed):
            raise Unexplained(start)
        if set(found.table_offsets) | streams != set(stated):
            raise Unexplained(start)
        for revision in later:
            if self._frees(revision) or self.rootless(revision) or not self._plain_table(revision):
                raise Unexplained(start)

    def _listed(self, later: range, start: int) -> Iterator[tuple[int, tuple[int, int]]]:
        """Offset and identity of each object that the later tables list."""
        xrefs = self.reader.xrefs
        for revision in later:
            container = xrefs.get_xref_container_info(revision).stream_ref
            for ref in xrefs.explicit_refs_in_revision(revision):
                if container is not None and ref == container:
                    continue
                place = xrefs.get_historical_ref(ref, revision)
                if not isinstance(place, int):
                    continue
                if place < start:
                    if place != xrefs.get_historical_ref(ref, revision - 1):
                        raise Unexplained(place)
                    continue
                yield place, (ref.idnum, ref.generation)

    def _plain_table(self, revision: int) -> bool:
        """Whether a cross-reference stream holds just the lines that it states, of plain widths (ISO
        32000-1, 7.5.8.2). A reader that refuses it looks for objects by itself, and finds others."""
        place = self.reader.xrefs.get_xref_container_info(revision).stream_ref
        if place is None:
            return True
        table: Any = self.reader.get_historical_resolver(revision).get_object(place)
        try:
            widths = [int(width) for width in table["/W"]]
            index = [int(one) for one in table.get("/Index", (0, table["/Size"]))]
            size = len(table.data)
        except (PdfError, KeyError, TypeError, ValueError) as fault:
            raise Unexplained(0) from fault
        return (
            len(widths) == 3
            and all(0 <= width <= WIDEST for width in widths)
            and len(index) % 2 == 0
            and all(one >= 0 for one in index)
            and size == sum(index[1::2]) * sum(widths)
        )

    def _frees(self, revision: int) -> bool:
        freed = self.reader.xrefs.get_xref_data(revision).freed
        return any(number != 0 for number in freed)

    def _stream_length(self, number: int, generation: int, offset: int) -> int:
        for revision in range(self.last, -1, -1):
            ref = generic.Reference(number, generation, self.reader)
            if self.reader.xrefs.get_historical_ref(ref, revision) == offset:
                try:
                    found: Any = self.reader.get_historical_resolver(revision).get_object(ref)
                    return len(found.encoded_data)
                except (PdfError, AttributeError, KeyError) as fault:
                    raise Unexplained(offset) from fault
        raise Unexplained(offset)
