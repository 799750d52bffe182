"""Template tags of the design system: marks, formats, icons, safe attributes, form widgets.

Everything here escapes; a component prints foreign attributes only through `html_attributes`,
which refuses what the content security policy forbids anyway (handlers and inline styles).
"""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .. import clocks, formats, kept, marks
from ..addresses import numbered
from ..folding import fixed
from ..lit import lit

register = template.Library()

register.filter("vn_number", formats.number)
register.filter("vn_date", formats.date)
register.filter("vn_moment", formats.moment)
register.filter("vn_size", formats.size)
register.filter("working_days", formats.days_left)
register.filter("duration", formats.duration)
register.filter("unbroken", formats.unbroken)
register.filter("shortened", formats.shortened)
register.simple_tag(lit)
register.simple_tag(numbered, name="numbered")
register.tag("kept", kept.kept)
register.simple_tag(marks.urgency, name="urgency_mark")
register.simple_tag(marks.status, name="status_mark")
register.simple_tag(marks.lateness, name="lateness_mark")
register.simple_tag(marks.reference, name="reference_mark")


@register.simple_tag
def deadline_mark(due: dt.date | dt.datetime | None, days: int | None = None) -> SafeString:
    """A deadline with its distance, counted from today where the view has not counted it."""
    return marks.deadline(due, clocks.days_left(due) if days is None else days)


@register.filter
def as_written(value: Any) -> Any:
    """A day or a moment as an office writes it; everything else as it is."""
    if isinstance(value, dt.datetime):
        return formats.moment(value)
    return formats.date(value) if isinstance(value, dt.date) else value


class UnsafeAttribute(ValueError):
    """A component was given an inline handler or style: forbidden by the security policy."""


class UnknownIcon(ValueError):
    """The sprite holds no such drawing: a programming error."""


@cache
def icon_names() -> frozenset[str]:
    """The drawings of static/ui/icons.svg."""
    sprite = Path(__file__).parents[1] / "static" / "ui" / "icons.svg"
    return frozenset(re.findall(r'<symbol id="([a-z]+)"', sprite.read_text(encoding="utf-8")))


@register.simple_tag
@fixed
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite; with a label it speaks, without one it is decoration.

    An unknown name raises `UnknownIcon` while developing and draws a sheet of paper in service.
    """
    if name not in icon_names():
        if marks.strict:
            raise UnknownIcon(name)
        name = "paper"
    return _drawing(name, str(label))


@lru_cache(maxsize=512)
def _drawing(name: str, label: str) -> SafeString:
    """Drawn once: a page shows fifty, and the address of the sprite never changes in a process."""
    href = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.filter
def html_attributes(attributes: Any) -> SafeString:
    """The attributes that a component does not name itself, escaped, ready for its element."""
    if not attributes:
        return mark_safe("")
    given: Mapping[str, Any] = (
        attributes.attrs_dict() if hasattr(attributes, "attrs_dict") else attributes
    )
    parts = [_attribute(name, value) for name, value in given.items()]
    return format_html_join("", " {}", ((part,) for part in parts if part))


def _attribute(name: str, value: Any) -> str:
    lowered = name.lower()
    if lowered.startswith(("on", "hx-on", "data-hx-on")) or lowered == "style":
        raise UnsafeAttribute(name)
    if value is True:
        return conditional_escape(name)
    if value is False or value is None or value == "":
        return ""
    return format_html('{}="{}"', name, value)


@register.filter
def present(values: Any) -> bool:
    """Whether a list-like thing holds anything, without counting it."""
    return bool(values)


@register.filter
def share_of(part: int, whole: int) -> str:
    """A percentage rounded down, or the words for nothing to count."""
    return formats.share(int(part), int(whole))


@register.filter
def kind_of_widget(field: BoundField) -> str:
    """How a field is laid out: text, area, choice (one list), checks, check, file, hidden."""
    names = {
        "Textarea": "area",
        "Select": "choice",
        "SelectMultiple": "choice",
        "RadioSelect": "checks",
        "CheckboxSelectMultiple": "checks",
        "CheckboxInput": "check",
        "FileInput": "file",
        "ClearableFileInput": "file",
        "HiddenInput": "hidden",
    }
    return next(
        (
            names[kind.__name__]
            for kind in type(field.field.widget).__mro__
            if kind.__name__ in names
        ),
        "text",
    )


@register.filter
def draw_widget(field: BoundField) -> SafeString:
    """The field's control, bound to its help and its error for those who do not see them."""
    described = [f"{field.auto_id}_help"] if field.help_text else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    attributes: dict[str, Any] = {"class": _widget_class(field)}
    if described and not field.use_fieldset:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors and not field.use_fieldset:
        attributes["aria-invalid"] = "true"
    own = field.field.widget.attrs.get("class")
    if own:
        attributes["class"] = f"{own} {attributes['class']}"
    return field.as_widget(attrs=attributes)


def _widget_class(field: BoundField) -> str:
    kind = kind_of_widget(field)
    return {"check": "tick", "checks": "tick", "choice": "input input--choice"}.get(kind, "input")


@register.simple_tag(takes_context=True)
def current_url(context: template.Context) -> str:
    """The address of this page with its question, to come back to."""
    request = context.get("request")
    return request.get_full_path() if request is not None else ""
