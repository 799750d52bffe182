"""A plain file of which every revision is explained: fields are made, then each revision is one signature
in the forms that `pades` writes.

Everything here is asked of the signed revisions on; what stands before the first signature is covered
by all of them and only has to be such that the full check has nothing to say about it.
"""

from . import changes, held, objects, signed
from .form import form_at
from .objects import Objects
from .syntax import NotPlain
from .ways import check_ways


class Paper(Objects):
    """A plain file whose revisions are all explained. The constructor raises `NotPlain`."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        objects.check_trailers(self)
        self.forms = [form_at(self, revision) for revision in range(self.last + 1)]
        self.signatures = signed.signatures(self, self.forms)
        if data.count(b"/ByteRange") != len(self.signatures):
            raise NotPlain("loose signature")
        held.check_catalog(self)
        self.pages, self.page_nodes = held.pages(self)
        for signature in self.signatures[1:]:
            changes.check_revision(self, signature)
        held.check_places(self)
        held.check_locks(self)
        check_ways(self)
