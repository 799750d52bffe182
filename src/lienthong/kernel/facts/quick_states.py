"""A migration renders only the models that a step can change: a first start waits seconds, not half a minute.

Django keeps, beside what migrations say of the models, classes made from it. After each step it makes
all classes anew that are tied to the changed one by any chain of relations: with us nearly all, four
hundred times. Four kinds of steps need none of that:

- A new table. Nobody points at it yet, and what it points at need not be made again: a class tells its
  neighbours of itself when it is made.
- A new column. The class gets it; the step adds what was not there, so nobody asks for a class without.
- An index or a constraint. The class is told of it; what stands around the class is as before.
- Other words to choose from in a column. The database knows nothing of them.

Every other step is left to Django, which then makes those classes anew as ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import NOT_PROVIDED

ProjectAny = Any  # the private members of ProjectState have no types


def _add_model(self: ProjectAny, model_state: ModelState) -> None:
    key = (model_state.app_label, model_state.name_lower)
    known = key in self.models
    if "apps" not in self.__dict__ or known:
        _DJANGOS_ADD_MODEL(self, model_state)
        return
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    self.apps.render_multiple([model_state])


def _add_field(
    self: ProjectAny, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool
) -> None:
    if "apps" not in self.__dict__:
        _DJANGOS_ADD_FIELD(self, app_label, model_name, name, field, preserve_default)
        return
    key = (app_label, model_name)
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    self.models[key].fields[name] = field
    if self._relations is not None:
        self.resolve_model_field_relations(key, name, field)
    self.apps.get_model(app_label, model_name).add_to_class(name, field.clone())


def _alter_field(
    self: ProjectAny, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool
) -> None:
    fields = self.models[app_label, model_name].fields
    same = preserve_default and _but_choices(fields[name]) == _but_choices(field)
    if "apps" not in self.__dict__ or not same:
        _DJANGOS_ALTER_FIELD(self, app_label, model_name, name, field, preserve_default)
        return
    fields[name] = field
    self.apps.get_model(app_label, model_name)._meta.get_field(name).choices = field.choices


def _but_choices(field: Any) -> tuple[Any, ...]:
    _name, path, args, options = field.deconstruct()
    return path, args, {key: value for key, value in options.items() if key != "choices"}


def _append_option(
    self: ProjectAny, app_label: str, model_name: str, option_name: str, obj: Any
) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]
    _tell(self, app_label, model_name, option_name)


def _remove_option(
    self: ProjectAny, app_label: str, model_name: str, option_name: str, obj_name: str
) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [o for o in options[option_name] if o.name != obj_name]
    _tell(self, app_label, model_name, option_name)


def _tell(self: ProjectAny, app_label: str, model_name: str, option_name: str) -> None:
    """Let the class that is there know its indexes or constraints as they are now."""
    if "apps" not in self.__dict__:
        return
    meta = self.apps.get_model(app_label, model_name)._meta
    setattr(meta, option_name, list(self.models[app_label, model_name].options[option_name]))
    meta.__dict__.pop("total_unique_constraints", None)  # remembered by the class


_DJANGOS_ADD_MODEL = ProjectState.add_model
_DJANGOS_ADD_FIELD = ProjectState.add_field
_DJANGOS_ALTER_FIELD = ProjectState.alter_field


@contextmanager
def quick_states() -> Iterator[None]:
    """Within, the states of migrations are kept the quick way."""
    with patch.multiple(
        ProjectState, add_model=_add_model, add_field=_add_field, alter_field=_alter_field,
        _append_option=_append_option, _remove_option=_remove_option,
    ):  # fmt: skip
        yield
