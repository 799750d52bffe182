"""A column that points at a stored file says who may read what it holds, or a file leaks or is lost."""

import pytest

from lienthong.kernel.access.walls import own_models
from lienthong.kernel.files import readers
from lienthong.kernel.files.models import StoredFile


def pointing() -> set[str]:
    """Every column of ours that points at a stored file."""
    return {
        readers.key_of(model, field.name)
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is StoredFile
    }


def test_every_column_that_holds_a_file_says_who_may_read_it():
    assert pointing() == set(readers.declared())


def test_a_new_column_is_missed(monkeypatch):
    """The twin: what nobody declared is found."""
    left = readers.declared()
    gone = left.pop("documents.incomingattachment.file")
    monkeypatch.setattr(readers, "_declared", left)
    assert pointing() - set(readers.declared()) == {readers.key_of(gone.model, gone.field)}


@pytest.mark.parametrize("one", readers.declared().values(), ids=lambda one: one.field)
def test_a_declaration_names_columns_that_are_there(one):
    for name in (one.field, getattr(one, "original", ""), getattr(one, "paper", "")):
        assert not name or one.model._meta.get_field(name).is_relation
    assert getattr(one, "why", "because") != ""
