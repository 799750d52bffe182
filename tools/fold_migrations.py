"""Fold the indexes and constraints of the initial migrations into the creation of their tables.

`makemigrations` writes one operation for each index and constraint. For each of them Django renders
the models around the table again, and a first start spent most of its time on that (15 s of CPU for
150 such operations). What the migrations make is the same.

Usage: `python tools/fold_migrations.py [APP …]`, before the migrations are released; afterwards they
must not change. What cannot be moved safely stays where it is.
"""

import os
import re
import sys
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]


class Folding:
    """The tables that an app's initial migrations have made so far, and the fields added to them late.

    An index or constraint may move into its table's CreateModel when all the fields it names are made
    there (one added later, because of a circular reference, is not) and when no code or SQL stands
    between, which might rely on the order.
    """

    def __init__(self) -> None:
        self.made: dict[str, tuple[Any, Any]] = {}
        self.late: set[tuple[str, str]] = set()
        self.changed: list[Any] = []

    def fold(self, migration: Any) -> None:
        """Leave in the migration what stays; the rest becomes part of a CreateModel seen before."""
        from django.db.migrations import operations as kinds

        staying = []
        for operation in migration.operations:
            if isinstance(operation, kinds.CreateModel):
                operation.options = dict(operation.options)
                self.made[operation.name_lower] = (operation, migration)
            elif isinstance(operation, kinds.AddField):
                self.late.add((operation.model_name_lower, operation.name))
            elif isinstance(operation, kinds.AddIndex):
                if self._moved(operation.model_name_lower, "indexes", operation.index):
                    continue
            elif isinstance(operation, kinds.AddConstraint):
                if self._moved(operation.model_name_lower, "constraints", operation.constraint):
                    continue
            else:
                self.made.clear()
            staying.append(operation)
        if len(staying) < len(migration.operations):
            migration.operations = staying
            self.changed.append(migration)

    def _moved(self, table: str, option: str, one: Any) -> bool:
        words = set(re.findall(r"\w+", str(one.deconstruct())))
        waits = any(t == table and {name, f"{name}_id"} & words for t, name in self.late)
        if table not in self.made or waits:
            return False
        operation, migration = self.made[table]
        operation.options[option] = [*operation.options.get(option, []), one]
        self.changed.append(migration)
        return True


def main(labels: list[str]) -> int:
    """Fold the initial migrations of the named apps (all of ours when none is); say what changed."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_BUILD", "1")
    django.setup()
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.writer import MigrationWriter

    foldings: dict[str, Folding] = {}
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        ours = type(migration).__module__.startswith("lienthong.")
        if ours and migration.initial and (not labels or app in labels):
            before = len(migration.operations)
            foldings.setdefault(app, Folding()).fold(migration)
            print(f"{app} {name}: {before} -> {len(migration.operations)}")
    for migration in {id(one): one for each in foldings.values() for one in each.changed}.values():
        writer = MigrationWriter(migration, include_header=False)
        Path(writer.path).write_text(writer.as_string(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
