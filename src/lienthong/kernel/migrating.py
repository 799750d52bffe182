"""Steps of migrations that Django's own take too far."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AlterField
from django.db.migrations.state import ProjectState


class DropKeyIndex(AlterField):
    """The field without the index that came with it (`db_index=False`), and nothing else.

    `AlterField` finds what to drop by its column, and so takes a unique constraint with a condition
    on the same column along with it. It also makes the classes of all neighbours anew, sixty times:
    half of a first start's `migrate`. An index says nothing to them.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Know the field without its index, and let the class that is there know it."""
        known: Any = state
        fields = known.models[app_label, self.model_name_lower].fields
        if "apps" not in vars(known) or _but_index(fields[self.name]) != _but_index(self.field):
            super().state_forwards(app_label, state)
            return
        fields[self.name] = self.field
        if known._relations is not None:
            key = (app_label, self.model_name_lower)
            known.resolve_model_field_relations(key, self.name, self.field)
        model = known.apps.get_model(app_label, self.model_name_lower)
        model._meta.get_field(self.name).db_index = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:  # fmt: skip
        """Drop the index by the name that Django gave it, and the one for LIKE of a key of letters."""
        table, column = self._place(app_label)
        for suffix in ("", "_like"):
            name = schema_editor._create_index_name(table, [column], suffix=suffix)  # type: ignore[attr-defined]
            schema_editor.execute(f'DROP INDEX IF EXISTS "{name}"')

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:  # fmt: skip
        """Make the index again."""
        table, column = self._place(app_label)
        name = schema_editor._create_index_name(table, [column])  # type: ignore[attr-defined]
        schema_editor.execute(f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table}" ("{column}")')

    def _place(self, app_label: str) -> tuple[str, str]:
        field: Any = self.field
        return f"{app_label}_{self.model_name_lower}", field.db_column or f"{self.name}_id"


def _but_index(field: Any) -> tuple[Any, ...]:
    _name, path, args, options = field.deconstruct()
    return path, args, {key: value for key, value in options.items() if key != "db_index"}
