"""Agencies and people by typing: as of the day, marks aside, nothing for strangers."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, QueryDict

from lienthong.kernel.access.actor import Actor, Forbidden, nobody
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui import choosing, views

TODAY = dt.date(2026, 11, 23)


def test_an_agency_is_found_without_marks_and_as_of_the_day(clerk: Actor) -> None:
    with acting(clerk):
        today = choosing.search_agencies("ba to", 12, TODAY)
        assert any(c.name.endswith("Ba Tơ") for c in today)
        assert not any("huyện" in c.name for c in today), "districts ended on 1 July 2025"
        before = choosing.search_agencies("huyen ba to", 12, dt.date(2025, 6, 1))
        assert before


def test_keys_that_are_none_are_left_out(clerk: Actor) -> None:
    with acting(clerk):
        one = choosing.search_agencies("ba to", 12, TODAY)[0]
        keys = [one.key, "0", "-1", "x", "٣", "9" * 30, ""]
        assert [c.key for c in choosing.agencies_by_key(keys, TODAY)] == [one.key]


def test_people_are_those_of_the_agency(clerk: Actor) -> None:
    with acting(clerk):
        own = choosing.search_people("", 999, clerk.agency_id, TODAY)
        ids = {str(h.person_id) for h in agencies.holders(TODAY, agency_ids=[clerk.agency_id])}
        assert {c.key for c in own} == ids
        found = choosing.people_by_key([str(clerk.person_id), "1" * 18], clerk.agency_id, TODAY)
        assert [c.name for c in found] == [clerk.name]


def test_the_fields_take_words_and_keys(clerk: Actor) -> None:
    class Form(forms.Form):
        lead = choosing.agency_field(on=TODAY, label="Chủ trì")
        person = choosing.person_field(
            on=TODAY, agency_id=clerk.agency_id, label="Người", required=False
        )

    with acting(clerk):
        one = choosing.search_agencies("ba to", 12, TODAY)[0]
        form = Form(QueryDict(f"lead={one.key}&person={clerk.person_id}"))
        assert form.is_valid(), form.errors
        assert form.cleaned_data["lead"].key == one.key
        assert form.cleaned_data["person"].name == clerk.name
        assert 'hx-get="/-/agencies/?field=lead"' in str(form["lead"])


def test_the_addresses_answer_officials_only(clerk: Actor, ask: Callable[..., Any]) -> None:
    with acting(clerk):
        found = views.find_agencies(ask(clerk, "field=lead&lead_words=ba to"))
        assert 'role="option"' in found.content.decode()
        people = views.find_people(ask(clerk, f"field=p&p_words={clerk.name}"))
        assert clerk.name in people.content.decode()
    stranger: HttpRequest = ask(nobody(), "field=lead&lead_words=ba")
    for view in (views.find_agencies, views.find_people):
        with pytest.raises(Forbidden):
            view(stranger)
