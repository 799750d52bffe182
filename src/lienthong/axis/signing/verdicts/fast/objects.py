"""The objects of a plain file, as each of its revisions shows them."""

from typing import Any, Final

from .syntax import NotPlain, Object, Ref, Segment, Str, integer, segments

TRAILER_KEYS: Final = frozenset(
    {
        b"/Size",
        b"/Root",
        b"/Info",
        b"/ID",
        b"/Prev",
        b"/DocChecksum",
    }  # the last is LibreOffice's own
)


class Objects:
    """A plain file by its objects. The constructor raises `NotPlain`."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.segments: list[Segment] = segments(data)
        self.last = len(self.segments) - 1
        root = self.segments[0].trailer.get(b"/Root")
        if type(root) is not Ref:
            raise NotPlain("root")
        self.root = root
        self._states: list[dict[int, Object]] = []

    def state(self, revision: int) -> dict[int, Object]:
        """The objects as one revision shows them."""
        while len(self._states) <= revision:
            before = self._states[-1] if self._states else {}
            self._states.append(before | self.segments[len(self._states)].objects)
        return self._states[revision]

    def at(self, reference: Any, revision: int) -> Object:
        """The object that a reference leads to."""
        found = self.state(revision).get(reference.number) if type(reference) is Ref else None
        if found is None:
            raise NotPlain("reference")
        return found

    def dictionary(self, reference: Any, revision: int) -> dict[bytes, Any]:
        """The dictionary, not a stream, that a reference leads to."""
        found = self.at(reference, revision)
        if type(found.value) is not dict or found.data is not None:
            raise NotPlain("dictionary")
        value: dict[bytes, Any] = found.value
        return value


def check_trailers(paper: Objects) -> None:
    """One catalog, numbers without gaps in what is stated, no reference to what is not there."""
    first = paper.segments[0].trailer
    highest = 0
    for number, segment in enumerate(paper.segments):
        trailer = segment.trailer
        extra = set(trailer) - TRAILER_KEYS
        highest = max([highest, *segment.objects])
        if (
            extra
            or trailer.get(b"/Root") != paper.root
            or trailer.get(b"/Info") != first.get(b"/Info")
            or integer(trailer.get(b"/Size")) != highest + 1
            or not _is_identity(trailer.get(b"/ID"))
        ):
            raise NotPlain("trailer")
        for one in segment.objects.values():
            if type(one.value) is dict and one.value.get(b"/Type") in (b"/ObjStm", b"/XRef"):
                raise NotPlain("object stream")
            if any(use not in paper.state(number) for _key, use in one.uses):
                raise NotPlain("dangling")


def _is_identity(value: Any) -> bool:
    return value is None or (
        type(value) is list and len(value) == 2 and all(type(one) is Str for one in value)
    )
