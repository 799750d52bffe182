"""Forms of a finished paper that is uploaded: what is known of it, and where its fields stand."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lienthong.axis.papers import api as papers
from lienthong.axis.reading import api as reading
from lienthong.kernel.text import key_in

from .outgoing import TYPES, ComposeForm, lines_in

MM = 72 / 25.4
ROOMS = {
    "number": (_("Số"), 16.0, 6.0),
    "day": (_("Ngày"), 8.0, 6.0),
    "month": (_("Tháng"), 8.0, 6.0),
    "signature": (_("Chữ ký"), 50.0, 24.0),
}


def rooms_of(signers: int) -> dict[str, tuple[Any, float, float]]:
    """The rooms of a paper with so many signatories, with width and height in millimetres."""
    words = _("Chữ ký người thứ %(n)d")
    more = {f"signature_{n}": (words % {"n": n}, 50.0, 24.0) for n in range(2, signers + 1)}
    return ROOMS | more


class UploadForm(ComposeForm):
    """What is known of an uploaded paper; what is left empty is read from the file itself."""

    text = None  # type: ignore[assignment]
    field_order = ("signatory", "authority", "type_code", "subject", "to", "cc")

    def __init__(self, *args: Any, first: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if first:
            self.fields["type_code"].choices = [("", _("Đọc từ tệp")), *TYPES]  # type: ignore[attr-defined]
            self.fields["type_code"].initial = ""
            for name in ("type_code", "subject", "to", "place"):
                self.fields[name].required = False

    @property
    def signers(self) -> list[int]:
        """The chosen signatories, before the whole form is judged."""
        sent = (str(self.data.get(name, "")).partition(":")[0] for name in ("signatory", "second"))
        return [key for person in sent if (key := key_in(person)) is not None]


def filled_from(
    reading_: reading.Reading, text: str, sent: Mapping[str, Any], usual: Mapping[str, Any]
) -> dict[str, Any]:
    """The values that were sent; where they are empty what was read from the file, else the usual."""
    values = dict(sent)
    known = {
        "subject": _read(reading_, "subject"),
        "to": "\n".join(_addressed(reading_, text)),
        "cc": "\n".join(_parties(reading_, "recipients_cc")),
        "place": _read(reading_, "place") or str(usual.get("place", "")),
        "notation": _read(reading_, "symbol"),
        "type_code": _type(_read(reading_, "type")),
    }
    for name, value in known.items():
        if value and not str(values.get(name) or "").strip():
            values[name] = value
    return values


def _read(found: reading.Reading, key: str) -> str:
    field = found.document.get(key)
    return str(field.value) if field is not None and field.value else ""


def _parties(found: reading.Reading, key: str) -> list[str]:
    field = found.document.get(key)
    return [party.value for party in field.extra.get("parties", ())] if field is not None else []


_SALUTATION = re.compile(r"Kính gửi:?\s*\n?((?:[ \t]*[-–][^\n]+\n?)+)")


def _addressed(found: reading.Reading, text: str) -> list[str]:
    """The addressees that were read; of a list with dashes every line, whatever the reader knew."""
    named = _parties(found, "recipients_to")
    listed = _SALUTATION.search(text.replace("\r", ""))
    lines = lines_in(listed.group(1)) if listed else []
    return lines if len(lines) > len(named) else named


def _type(name: str) -> str:
    kind = papers.type_named(name) if name else None
    return str(kind.code) if kind is not None else ""


class PlacesForm(forms.Form):
    """Where a field stands: its page, and millimetres from the left and the upper edge."""

    def __init__(
        self, *args: Any, sizes: list[list[float]], pages: int, signers: int = 1, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.sizes, self.pages, self.rooms = sizes, pages, rooms_of(signers)
        for name, (label, width, height) in self.rooms.items():
            words = {"label": label, "width": f"{width:g}", "height": f"{height:g}"}
            self.fields[f"{name}_page"] = forms.IntegerField(
                label=_("%(label)s: trang") % words, min_value=1, max_value=pages
            )
            self.fields[f"{name}_left"] = forms.FloatField(
                label=_("%(label)s: cách mép trái (mm)") % words, min_value=0, max_value=420
            )
            self.fields[f"{name}_top"] = forms.FloatField(
                label=_("%(label)s: cách mép trên (mm)") % words, min_value=0, max_value=420
            )

    @staticmethod
    def initial_of(places: Mapping[str, Any], sizes: list[list[float]]) -> dict[str, Any]:
        """Known places as the form shows them."""
        values: dict[str, Any] = {}
        for name in rooms_of(9):
            box = places.get(name)
            if box:
                high = sizes[min(int(box["page"]), len(sizes) - 1)][1]
                values[f"{name}_page"] = int(box["page"]) + 1
                values[f"{name}_left"] = round(box["x"] / MM, 1)
                values[f"{name}_top"] = round(high - (box["y"] + box["h"]) / MM, 1)
        return values

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("day_page") != values.get("month_page"):
            self.add_error("month_page", _now("Ngày và tháng phải ở cùng một trang."))
        return values

    def boxes(self, kept: Mapping[str, Any]) -> dict[str, papers.Box]:
        """The places that were moved, in points from below; a room keeps the size it was found with."""
        made: dict[str, papers.Box] = {}
        before = self.initial_of(kept, self.sizes)
        for name, (_label, width, height) in self.rooms.items():
            sent = {key: self.cleaned_data[key] for key in _keys(name)}
            if all(before.get(key) == value for key, value in sent.items()):
                continue
            page = int(sent[f"{name}_page"]) - 1
            high = self.sizes[min(page, len(self.sizes) - 1)][1]
            top = high - float(sent[f"{name}_top"])
            made[name] = papers.Box(
                page, float(sent[f"{name}_left"]) * MM, (top - height) * MM, width * MM, height * MM
            )
        return made


def _keys(name: str) -> tuple[str, str, str]:
    return f"{name}_page", f"{name}_left", f"{name}_top"
