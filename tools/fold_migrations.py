"""Fold the indexes and constraints of an initial migration into its CreateModel operations.

`makemigrations` writes one operation for each index and constraint. For each of them Django renders
the models around the table again, which made a first start spend most of its time in Python (15 s
of CPU for 150 such operations, against 3 s folded). What the migration makes is the same.

Usage: `python tools/fold_migrations.py [APP …]`, before the migrations are released; afterwards they
must not change. Migrations whose operations cannot be folded safely are left as they are.
"""

import os
import re
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]


def fold(operations: list) -> list:
    """The operations with each index and constraint in the CreateModel of its table, where allowed.

    It is allowed when the table is made in the same migration and every field of the constraint is
    among those that CreateModel makes (not added later, because of a circular reference), and no
    operation between the two is code or SQL, which might rely on the order.
    """
    from django.db.migrations.operations import (
        AddConstraint,
        AddField,
        AddIndex,
        CreateModel,
    )

    folded: list = []
    made: dict[str, CreateModel] = {}
    late: set[tuple[str, str]] = set()
    for operation in operations:
        if isinstance(operation, CreateModel):
            operation.options = dict(operation.options)
            made[operation.name_lower] = operation
        elif isinstance(operation, AddField):
            late.add((operation.model_name_lower, operation.name))
        elif isinstance(operation, AddIndex | AddConstraint):
            model = made.get(operation.model_name_lower)
            kind = "indexes" if isinstance(operation, AddIndex) else "constraints"
            one = operation.index if kind == "indexes" else operation.constraint
            words = set(re.findall(r"\w+", str(one.deconstruct())))
            waits = any(
                table == operation.model_name_lower and {name, f"{name}_id"} & words
                for table, name in late
            )
            if model is not None and not waits:
                model.options[kind] = [*model.options.get(kind, []), one]
                continue
        else:
            made.clear()  # code or SQL: nothing moves to before it
        folded.append(operation)
    return folded


def main(labels: list[str]) -> int:
    """Fold every migration of the named apps (all of ours when none is named); say what changed."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_BUILD", "1")
    django.setup()
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.writer import MigrationWriter

    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if not type(migration).__module__.startswith("lienthong.") or (
            labels and app not in labels
        ):
            continue
        before = len(migration.operations)
        migration.operations = fold(migration.operations)
        if len(migration.operations) == before:
            continue
        writer = MigrationWriter(migration, include_header=False)
        Path(writer.path).write_text(writer.as_string(), encoding="utf-8")
        print(f"{app} {name}: {before} -> {len(migration.operations)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
