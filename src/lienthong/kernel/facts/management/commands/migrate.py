"""`manage migrate`: Django's own, with the states of the models kept the quick way."""

from typing import Any

from django.core.management.commands import migrate

from lienthong.kernel.facts.quick_states import quick_states


class Command(migrate.Command):
    """What it does to the database is what Django's own does."""

    def handle(self, *args: Any, **options: Any) -> Any:
        with quick_states():
            return super().handle(*args, **options)
