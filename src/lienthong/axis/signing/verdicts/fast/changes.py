"""What a revision behind the first signature may do: what one act of ours does, and nothing else."""

from typing import Any

from .form import Field, blank
from .paper import Paper
from .signed import Signature
from .syntax import NotPlain, Ref, Segment, Str, integer


def check_revision(paper: Paper, signature: Signature) -> None:
    """A revision behind the first signature does what one act does, and nothing else."""
    revision, segment = signature.revision, paper.segments[signature.revision]
    before, now = paper.forms[revision - 1], paper.forms[revision]
    earlier = paper.state(revision - 1)
    rewritten = {number for number in segment.objects if number in earlier}
    explained: set[int] = set()
    fresh = [title for title in now if title not in before]
    if set(before) - set(now) or len(fresh) != (signature.field.title not in before):
        raise NotPlain("fields")
    for title, old in before.items():
        explained |= _field_changed(paper, old, now[title], signature)
    if fresh:
        explained |= _field_made(paper, signature)
    for number in rewritten - explained:
        if not _same(paper, number, revision):
            raise NotPlain("rewritten")
    check_new(paper, revision, segment, rewritten)


def _same(paper: Paper, number: int, revision: int) -> bool:
    """Whether an object that was written again is the same, to the byte."""
    one, other = paper.state(revision - 1)[number], paper.segments[revision].objects[number]
    return paper.data[one.begin : one.end] == paper.data[other.begin : other.end]


def _field_changed(paper: Paper, old: Field, new: Field, signature: Signature) -> set[int]:
    if old == new:
        return set()
    revision = signature.revision
    one, other = (paper.dictionary(Ref(old.number), r) for r in (revision - 1, revision))
    kept = {k: v for k, v in one.items() if k not in (b"/AP", b"/V")}
    after = {k: v for k, v in other.items() if k not in (b"/AP", b"/V")}
    ours = new.title == signature.field.title
    filled = not new.signature and not signature.token and type(new.value) is Str
    if (
        kept != after
        or list(kept) != list(after)
        or not blank(paper, old, revision - 1)
        or not (ours or filled)
        or new.drawn is None
        or new.drawn in paper.state(revision - 1)
    ):
        raise NotPlain("field changed")
    return {new.number}


def _field_made(paper: Paper, signature: Signature) -> set[int]:
    """An invisible field for a time-stamp: put at the end of the form and of one page's notes."""
    revision, field = signature.revision, signature.field
    if not signature.token or field.drawn is not None or field.lock is not None:
        raise NotPlain("field made")
    if field.number in paper.state(revision - 1) or field.page not in paper.pages:
        raise NotPlain("field made")
    form = paper.dictionary(paper.root, revision)[b"/AcroForm"].number
    for number, key in ((form, b"/Fields"), (field.page, b"/Annots")):
        old = paper.dictionary(Ref(number), revision - 1)
        new = paper.dictionary(Ref(number), revision)
        grown = {**old, key: [*array(old.get(key)), Ref(field.number)]}
        if new != grown or list(new) != list(grown):
            raise NotPlain("grown")
    return {form, field.page}


def check_new(paper: Paper, revision: int, segment: Segment, rewritten: set[int]) -> None:
    """New objects bear new numbers, and what this revision writes uses them all. (That nobody
    waited for them before is known: no reference leads to what is not there yet.)"""
    fresh = set(segment.objects) - rewritten
    if fresh and min(fresh) < integer(paper.segments[revision - 1].trailer[b"/Size"]):
        raise NotPlain("old number")
    reached: set[int] = set()
    ahead = [number for o in rewritten for _k, number in segment.objects[o].uses]
    while ahead:
        number = ahead.pop()
        if number in fresh and number not in reached:
            reached.add(number)
            ahead += [use for _key, use in segment.objects[number].uses]
    if reached != fresh:
        raise NotPlain("unused")


def array(value: Any) -> list[Any]:
    if value is None:
        return []
    if type(value) is not list:
        raise NotPlain("array")
    return value
