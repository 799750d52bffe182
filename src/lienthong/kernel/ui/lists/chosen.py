"""Which columns of a list stand: on screen, on paper, in files and in saved questions (PL VI I.III.6.đ)."""

from functools import cached_property

from django.http import QueryDict

from .columns import Column
from .register import Register


class ChosenColumns:
    """The part of a page of a list that knows the columns asked for (`cot`)."""

    question: QueryDict
    register: Register

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the columns are called in the language of the page, by their keys; worked out once."""
        return {column.key: str(column.label) for column in self.register.columns}

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are asked for (`cot`, PL VI I.III.6.đ), on screen, on paper and in files.

        The lead column and marks without a name always stand; who asks for none that there is
        sees all.
        """
        asked, every = set(self.question.getlist("cot")), list(self.register.columns)
        if not any(c.key in asked and not c.lead for c in every):
            return every
        return [c for c in every if c.key in asked or c.lead or not self.labels[c.key]]

    @cached_property
    def column_choices(self) -> list[tuple[str, str, bool]]:
        """The columns that may be left out: key, label, and whether each is shown now."""
        shown = {column.key for column in self.columns}
        named = [c.key for c in self.register.columns if not c.lead and self.labels[c.key]]
        return [(key, self.labels[key], key in shown) for key in named]

    @property
    def choices_key(self) -> tuple[object, ...]:
        """What the choices depend on."""
        return (self.register.name, *self.column_choices)

    @property
    def chosen_columns(self) -> list[str]:
        """The keys asked for; nothing where all columns stand."""
        if len(self.columns) == len(self.register.columns):
            return []
        return [c.key for c in self.columns if not c.lead and self.labels[c.key]]
