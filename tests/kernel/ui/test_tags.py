"""Template tags and components: safe attributes, icons, fields that speak to everybody."""

from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from lienthong.kernel import ui
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.templatetags import ui as tags

TEMPLATES = Path(ui.__file__).parent / "templates"
EVIL = '"><script>alert(1)</script>'


def draw(source: str, **context: object) -> str:
    """Render a template text as the loader would, components included."""
    compiled = CottonCompiler().process(source)
    request = RequestFactory().get("/")
    drawn = str(engines["django"].from_string(compiled).render(context, request))
    assert "<c-" not in drawn
    return drawn


@pytest.mark.parametrize("name", ["onclick", "OnLoad", "hx-on:click", "hx-on::after", "style"])
def test_handlers_and_styles_are_refused(name: str) -> None:
    with pytest.raises(tags.UnsafeAttribute):
        tags.html_attributes({name: "x"})


def test_attributes_are_escaped_and_empty_ones_left_out() -> None:
    drawn = tags.html_attributes({"value": EVIL, "hidden": True, "download": False, "id": ""})
    assert "<script>" not in drawn
    assert " hidden" in drawn
    assert "download" not in drawn
    assert "id" not in drawn.replace("hidden", "")


def test_a_component_escapes_what_it_is_given() -> None:
    drawn = draw('<c-button name="x" :value="evil">{{ evil }}</c-button>', evil=EVIL)
    assert "<script>" not in drawn
    drawn = draw('<c-status :label="evil" stage="done" />', evil=EVIL)
    assert "<script>" not in drawn
    drawn = draw('<c-empty title="{{ evil }}">{{ evil }}</c-empty>', evil=EVIL)
    assert "<script>" not in drawn
    assert drawn.count("&lt;script&gt;") == 2, "escaped once, not twice and not never"


def test_a_button_that_cannot_be_pressed_says_why() -> None:
    drawn = draw('<c-button kind="main" why-not="Chưa ai ký.">Phát hành</c-button>')
    assert 'aria-disabled="true"' in drawn
    assert "Chưa ai ký." in drawn
    assert 'type="submit"' not in drawn


def test_an_unknown_icon_is_found_in_tests_and_harmless_in_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(tags.UnknownIcon):
        tags.icon("nothing")
    monkeypatch.setattr(marks, "strict", False)
    assert "#paper" in tags.icon("nothing")
    assert 'role="img"' in tags.icon("warn", "Chú ý")
    assert 'aria-hidden="true"' in tags.icon("warn")


class Sample(forms.Form):
    subject = forms.CharField(label="Trích yếu", help_text="Một câu ngắn.")
    urgency = forms.ChoiceField(label="Khẩn", choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_wrong_field_names_its_fault_and_the_summary_leads_to_it() -> None:
    form = Sample({"subject": ""})
    drawn = draw('<c-form :form="form" submit="Lưu" once="t" draft="x.y" />', form=form)
    assert 'href="#id_subject"' in drawn
    assert 'aria-describedby="id_subject_help id_subject_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<fieldset class="field field--checks field--wrong" id="id_urgency_set"' in drawn
    assert 'name="once" value="t"' in drawn
    assert 'data-draft="x.y"' in drawn
    assert "data-bound" in drawn
    assert "csrfmiddlewaretoken" in drawn


def test_a_fresh_form_shows_no_fault() -> None:
    drawn = draw('<c-form :form="form" submit="Lưu" />', form=Sample())
    assert "data-wrong" not in drawn
    assert "data-bound" not in drawn
    assert "aria-invalid" not in drawn


def test_no_template_carries_a_script_a_style_or_a_handler() -> None:
    """The security policy forbids them; a forgotten one would only fail in the browser."""
    import re

    forbidden = re.compile(
        r"<style|\sstyle=|\son(?!ce=)[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)"
    )
    found = [
        f"{path.name}: {match.group()}"
        for path in TEMPLATES.rglob("*.html")
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


# Components that are made for one object; the gallery draws them with it.
FOR_AN_OBJECT = {
    "action_bar",
    "agency_picker",
    "field",
    "filters",
    "form",
    "pages",
    "people_picker",
    "progress",
}


def test_every_other_component_can_stand_alone() -> None:
    for path in sorted((TEMPLATES / "cotton").glob("*.html")):
        if path.stem not in FOR_AN_OBJECT:
            draw(f"<c-{path.stem.replace('_', '-')} />")


def test_context_of_the_page_does_not_leak_into_a_component() -> None:
    drawn = draw("<c-empty>{{ title }}</c-empty>", title="Tên trang")
    assert drawn.count("Tên trang") == 1


def test_the_frame_is_drawn_without_rail_for_a_stranger() -> None:
    from lienthong.kernel.ui.frame import Frame

    drawn = draw('{% extends "ui/frame.html" %}{% block main %}x{% endblock %}', frame=Frame())
    assert "house--bare" in drawn
    assert 'class="rail"' not in drawn


def test_icons_used_in_templates_exist() -> None:
    import re

    names = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z]+)"', path.read_text(encoding="utf-8"))
    }
    assert names <= tags.icon_names()
