"""Choosing a person, an agency or another known thing by typing, with and without JavaScript.

The field takes either the key that the browser put beside the words, or the words alone: words that
fit exactly one thing choose it, words that fit several ask which one, as a list of ticks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MOST = 12
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its key, its full name, and a note that tells it from its namesakes."""

    key: str
    name: str
    note: str = ""


Search = Callable[[str, int], Sequence[Choice]]
ByKey = Callable[[Sequence[str]], Sequence[Choice]]


class PickerInput(forms.Widget):
    """The control: words, a hidden key, and the list that htmx fills from `url`."""

    template_name = "ui/forms/picker.html"
    use_fieldset = False

    def __init__(self, url: Callable[[], str], *, many: bool = False) -> None:
        super().__init__()
        self.url = url
        self.many = many
        self.named: Callable[[Sequence[str]], Sequence[Choice]] = lambda _keys: ()
        self.candidates: Sequence[Choice] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any]:
        """Keys and words as sent."""
        keys = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        words = str(data.get(f"{name}_words", "")).replace("\x00", "").strip()[:_LONGEST]
        return {"keys": [str(k)[:_LONGEST] for k in keys if k], "words": words}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither keys nor words were sent."""
        return name not in data and f"{name}_words" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws."""
        context: dict[str, Any] = super().get_context(name, None, attrs)
        given = value if isinstance(value, dict) else {"keys": _as_keys(value), "words": ""}
        chosen = list(self.named(given["keys"])) if given["keys"] else []
        context["picker"] = {
            "name": name,
            "url": self.url(),
            "many": self.many,
            "chosen": chosen,
            "key": chosen[0].key if chosen and not self.many else "",
            "words": given["words"] or (chosen[0].name if chosen and not self.many else ""),
            "candidates": self.candidates,
        }
        return context

    def id_for_label(self, id_: str) -> str:
        """The label belongs to the words."""
        return id_


def _as_keys(value: Any) -> list[str]:
    if value in (None, "", []):
        return []
    if isinstance(value, list | tuple | set | frozenset):
        return [str(v) for v in value]
    return [str(value)]


class PickerField(forms.Field):
    """A form field for one known thing (or several): cleans to `Choice` or a list of them.

    `search(words, most)` finds, `by_key(keys)` names; both already see only what this official may
    see. Errors say which words fit nothing, or ask which of several is meant.
    """

    widget: PickerInput

    def __init__(
        self,
        *,
        search: Search,
        by_key: ByKey,
        url: Callable[[], str],
        many: bool = False,
        **more: Any,
    ) -> None:
        self.search, self.by_key, self.many = search, by_key, many
        super().__init__(widget=PickerInput(url, many=many), **more)
        self.widget.named = by_key

    def __deepcopy__(self, memo: dict[int, Any]) -> "PickerField":
        copy: PickerField = super().__deepcopy__(memo)
        copy.widget.named = self.by_key
        return copy

    def clean(self, value: Any) -> Any:
        """The chosen thing or things; raises ValidationError."""
        given: Mapping[str, Any] = value or {"keys": [], "words": ""}
        keys = list(dict.fromkeys(given["keys"]))
        found = list(self.by_key(keys)) if keys else []
        if len(found) != len(keys):
            raise ValidationError(_("Lựa chọn không còn dùng được; hãy chọn lại."), code="gone")
        if given["words"] and (self.many or not found):
            found.append(self._by_words(given["words"]))
        if not found and self.required:
            raise ValidationError(_("Hãy gõ vài chữ rồi chọn trong danh sách."), code="required")
        if self.many:
            return list({choice.key: choice for choice in found}.values())
        return found[0] if found else None

    def _by_words(self, words: str) -> Choice:
        fitting = list(self.search(words, MOST))
        exact = [choice for choice in fitting if choice.name == words]
        if len(exact) == 1:
            return exact[0]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise ValidationError(
                _("Không tìm thấy “%(words)s”. Hãy gõ ít chữ hơn hoặc tên khác."),
                code="none",
                params={"words": words},
            )
        self.widget.candidates = fitting
        raise ValidationError(
            _("Có nhiều kết quả cho “%(words)s”. Hãy chọn một trong danh sách bên dưới."),
            code="many",
            params={"words": words},
        )


def options_response(request: HttpRequest, search: Search, field: str = "") -> HttpResponse:
    """The options for the words typed so far: answer of a picker's address."""
    name = field or request.GET.get("field", "")[:60]
    words = request.GET.get(f"{name}_words", "").replace("\x00", "").strip()[:_LONGEST]
    found = search(words, MOST) if len(words) >= 1 else ()
    context = {"choices": found, "words": words, "field": name}
    response = render(request, "ui/forms/picker_options.html", context)
    response["Cache-Control"] = "no-store"
    return response
