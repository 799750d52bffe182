"""A plain file with its forms and signatures read; whether its revisions are explained is asked after."""

from . import signed
from .form import form_at
from .objects import Objects


class Paper(Objects):
    """Objects, forms by revision, signatures in their order, the page tree of the first signed revision
    (`pages` the leaves, `page_nodes` all of it). The constructor raises `NotPlain`."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.forms = [form_at(self, revision) for revision in range(self.last + 1)]
        self.signatures = signed.signatures(self, self.forms)
        self.pages: set[int] = set()
        self.page_nodes: set[int] = set()
