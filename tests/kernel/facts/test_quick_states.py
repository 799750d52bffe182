"""Classes kept the quick way say what classes made anew would: fields, neighbours, indexes, constraints."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import models
from django.db.migrations import operations as op
from django.db.migrations.state import ProjectState

from lienthong.kernel.facts import quick_states
from lienthong.kernel.migrating import DropKeyIndex

STEPS: list[Any] = [
    op.CreateModel("House", [("id", models.AutoField(primary_key=True)), ("no", models.TextField())]),
    op.CreateModel(
        "Room",
        [
            ("id", models.AutoField(primary_key=True)),
            ("house", models.ForeignKey("s.House", models.CASCADE, related_name="rooms")),
            ("inside", models.ForeignKey("self", models.CASCADE, null=True)),
        ],
    ),
    op.AddField("House", "best", models.ForeignKey("s.Room", models.CASCADE, related_name="best_of")),
    op.AddField("Room", "owners", models.ManyToManyField("s.House", related_name="owned")),
    op.AddField("Room", "size", models.IntegerField(default=1), preserve_default=False),
    op.AddField("House", "kind", models.TextField(choices=[("a", "A")])),
    op.AlterField("House", "kind", models.TextField(choices=[("a", "A"), ("b", "B")])),
    op.AlterField("House", "kind", models.CharField(max_length=9, choices=[("a", "A"), ("b", "B")])),
    op.AlterField("Room", "house", models.ForeignKey("s.House", models.PROTECT, related_name="rooms")),
    DropKeyIndex(
        "Room", "house",
        models.ForeignKey("s.House", models.PROTECT, related_name="rooms", db_index=False),
    ),
    op.AddConstraint("Room", models.UniqueConstraint(fields=["house", "size"], name="one_size")),
    op.AddConstraint("House", models.CheckConstraint(condition=~models.Q(no=""), name="has_no")),
    op.AddIndex("Room", models.Index(fields=["size"], name="by_size")),
    op.AlterField("House", "no", models.IntegerField()),
    op.RemoveConstraint("House", "has_no"),
    op.CreateModel("Key", [("room", models.OneToOneField("s.Room", models.CASCADE, primary_key=True))]),
]  # fmt: skip


def told(state: ProjectState) -> dict[str, Any]:
    """What the rendered classes of a state say of themselves and of each other."""
    said = {}
    for model in state.apps.get_models(include_auto_created=True):
        meta = model._meta
        said[model.__name__] = (
            sorted(
                (
                    f.name,
                    type(f).__name__,
                    getattr(f.related_model, "__name__", ""),
                    getattr(f, "choices", None) or [],
                    getattr(f, "db_index", None),
                )
                for f in meta.get_fields(include_hidden=True)
            ),
            sorted(c.name for c in meta.constraints),
            sorted(c.name for c in meta.total_unique_constraints),
            sorted(i.name for i in meta.indexes),
            all(f.model is state.apps.get_model("s", f.model.__name__) for f in meta.local_fields),
        )
    return said


def kept(steps: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The classes kept through the steps, and those made anew at their end."""
    state = ProjectState()
    assert state.apps
    with quick_states.quick_states():
        for step in steps:
            before = state.clone()
            step.state_forwards("s", state)
            for model in state.apps.get_models():
                _ = model._meta.total_unique_constraints, model._meta.related_objects
            assert before is not state
    fresh = ProjectState(state.models.copy())
    return told(state), told(fresh)


@pytest.mark.parametrize("upto", range(1, len(STEPS) + 1))
def test_after_each_step_they_say_the_same(upto: int) -> None:
    quick, fresh = kept(STEPS[:upto])
    assert quick == fresh


def test_a_class_that_is_not_told_would_be_noticed() -> None:
    with patch.object(quick_states, "_tell"):
        quick, fresh = kept(STEPS)
    assert quick != fresh


def test_of_a_column_the_choices_alone_are_changed_without_new_classes() -> None:
    def renewed(upto: int) -> bool:
        state = ProjectState()
        with quick_states.quick_states():
            for step in STEPS[:upto]:
                step.state_forwards("s", state)
            before = state.apps.get_model("s", "House")
            STEPS[upto].state_forwards("s", state)
        return state.apps.get_model("s", "House") is not before

    altered = [n for n, s in enumerate(STEPS) if isinstance(s, op.AlterField)]
    assert [renewed(n) for n in altered] == [False, True, True, False, True]


def test_elsewhere_django_keeps_them_its_own_way() -> None:
    with quick_states.quick_states():
        assert ProjectState.add_model is not quick_states._DJANGOS_ADD_MODEL
    assert ProjectState.add_model is quick_states._DJANGOS_ADD_MODEL
