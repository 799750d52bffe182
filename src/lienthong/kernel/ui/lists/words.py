"""A filter that takes words, such as the name of an issuer or a cited number."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from .filters import Applied, Chip, Filter
from .filters import Words as Label

_LONGEST = 120


@dataclass(frozen=True, kw_only=True)
class Words(Filter):
    """Rows that hold the words typed; `path` is what the condition compares with them."""

    path: str
    phrase: Label
    hint: Label = ""
    template: str = "ui/list/filter_words.html"

    def _given(self, question: QueryDict) -> str:
        text = question.get(self.key, "").replace("\x00", "")
        return " ".join(text.split())[:_LONGEST]

    def apply(self, question: QueryDict, on: dt.date) -> Applied:
        """Keep the rows of the words."""
        given = self._given(question)
        if not given:
            return Applied()
        return Applied(
            Q(**{self.path: given}), (Chip(f"{self.phrase} “{given}”", {self.key: None}),)
        )

    def controls(self, question: QueryDict) -> dict[str, Any]:
        """The field with what was typed."""
        return super().controls(question) | {"value": self._given(question), "hint": self.hint}
