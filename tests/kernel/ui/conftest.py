"""Fixtures of the design system's tests: two officials of the sample province, and a browser."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory

from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from tests.support import browser as support

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


def official(number: int) -> Actor:
    """The so-many-th person of the sample province, in a post."""
    from lienthong.kernel.agencies.models import PostHolding

    with acting(system_actor(0)):
        holding = (
            PostHolding.objects.on(NOW.date())
            .select_related("person", "post")
            .order_by("id")[number : number + 1]
        ).get()
    return Actor(
        person_id=holding.person_id,
        name=holding.person.name,
        agency_id=holding.post.agency_id,
        agency_name="Cơ quan (mẫu)",
        post_title=holding.post.title,
        agency_ids=frozenset({holding.post.agency_id}),
        channel="cli",
    )


@pytest.fixture
def clerk(db: None) -> Actor:
    """An official with an account of his own."""
    return official(0)


@pytest.fixture
def stranger(db: None) -> Actor:
    """Another official."""
    return official(1)


@pytest.fixture
def ask() -> Callable[..., HttpRequest]:
    """A request as the middleware hands it to a view."""

    def make(
        actor: Actor, question: str = "", post: dict[str, str] | None = None, **headers: str
    ) -> Any:
        factory = RequestFactory(headers=headers)
        request: Any = factory.get(f"/danh-sach/?{question}")
        if post is not None:
            request = factory.post(f"/danh-sach/?{question}", post)
            request._dont_enforce_csrf_checks = True
        request.actor, request.at = actor, NOW
        request.session, request.user, request.htmx = {}, AnonymousUser(), False
        request.GET = QueryDict(question)
        return request

    return make


@pytest.fixture(scope="module")
def running_chromium() -> Iterator[Any]:
    """One browser for the tests of a module."""
    with support.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the site, served from this process with the database of the run."""
    support.front_end()
    with django_db_blocker.unblock(), support.serving() as url:
        yield url
