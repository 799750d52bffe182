"""A plain file of which every revision is explained: fields are made, then each revision is one signature
in the forms that `pades` writes.

Everything here is asked of the signed revisions on; what stands before the first signature is covered
by all of them and only has to be such that the full check has nothing to say about it.
"""

from . import changes, held, objects
from .paper import Paper
from .syntax import NotPlain
from .ways import check_ways


def explained(data: bytes) -> Paper:
    """The file, when nothing in it is left to explain. Raises `NotPlain`."""
    paper = Paper(data)
    objects.check_trailers(paper)
    if data.count(b"/ByteRange") != len(paper.signatures):
        raise NotPlain("loose signature")
    held.check_catalog(paper)
    paper.pages, paper.page_nodes = held.pages(paper)
    for signature in paper.signatures[1:]:
        changes.check_revision(paper, signature)
    held.check_places(paper)
    held.check_locks(paper)
    check_ways(paper)
    return paper
