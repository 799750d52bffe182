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


class Encrypted(ValueError):
    """The file needs a password."""


class TooManyRevisions(ValueError):
    """More revisions than a verdict looks at."""


def _has_root(resolver: Any) -> bool:
    try:
        return isinstance(resolver.root, generic.DictionaryObject)
    except (KeyError, PdfError):
        return False


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

    def read_tail(self, start: int) -> Found:
        """All that stands behind an offset; raises `Unexplained`."""
        return TailReader(self.data, start, self._stream_length).read()

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
        if any(self._frees(revision) or self.rootless(revision) for revision in later):
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
