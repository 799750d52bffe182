"""Each request gets its actor and one transaction that encloses the whole answer; and a gate stands
before the screens: who is not signed in is asked to sign in, never shown an empty office."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from lienthong.kernel import clock

from . import queries
from .actor import Actor, Forbidden, new_request_id, nobody
from .context import acting

POST_KEY = "lienthong_post"
Answer = Callable[[HttpRequest, Exception], HttpResponse | None]
_answers: list[Answer] = []


def answer_with(answer: Answer) -> None:
    """Let a library answer the exceptions of its views (a step of signing in): called at start.

    A view runs inside `process_view`, where Django asks no middleware's `process_exception`.
    """
    if answer not in _answers:
        _answers.append(answer)


class OfficialMiddleware:
    """Sets `request.actor`, `request.sight` and `request.at`, and runs the view inside `acting(actor)`.

    An exception of the view rolls everything back; a refusal becomes a page that says who may.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = new_request_id()
        actor = self._actor(request, request_id)
        request.actor = actor  # type: ignore[attr-defined]
        request.at = clock.now()  # type: ignore[attr-defined]
        known = request.user.is_authenticated
        with acting(actor):
            response = self.get_response(request)
        response["X-Request-Id"] = request_id
        if known:
            self._keep_private(request, response)
        return response

    @staticmethod
    def _keep_private(request: HttpRequest, response: HttpResponse) -> None:
        """Offices share machines: no page of who is signed in stays in the browser, unless its view
        says how long it may (pictures of pages), and signing out takes those along."""
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        if not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse:
        """Run and render the view so that a failed one leaves nothing behind.

        What writes runs in a savepoint, and the page that explains the failure can still read. What
        only reads has no savepoint (two round trips of each page): where it fails, all that the
        request did is rolled back, and the pages of faults ask nothing (`kernel.ui.errors`).
        """
        reads = request.method in ("GET", "HEAD")
        try:
            with nullcontext() if reads else transaction.atomic():
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                return response
        except Forbidden as error:
            with _undone() if reads else nullcontext():
                return render(request, "ui/403.html", {"message": error.message}, status=403)
        except Exception as error:
            with _undone() if reads else nullcontext():
                for answer in _answers:
                    answered = answer(request, error)
                    if answered is not None:
                        return answered
                raise

    @staticmethod
    def _actor(request: HttpRequest, request_id: str) -> Actor:
        user = request.user
        person_id = getattr(user, "person_id", None)
        if not user.is_authenticated or person_id is None:
            return nobody(request_id)
        holding, desk = queries.choice_of(request.session.get(POST_KEY))
        on = timezone.localdate(clock.now())
        sight = queries.sight_of(person_id, on=on, holding=holding, desk=desk)
        if sight is None:
            return nobody(request_id)
        request.sight = sight  # type: ignore[attr-defined]
        return sight.actor.in_request(request_id, "web")


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever happens inside, the request's transaction is rolled back at its end."""
    try:
        yield
    finally:
        transaction.set_rollback(True)


class GateMiddleware:
    """Lets a view be reached only by somebody signed in who holds a post.

    A view for everybody carries Django's `login_not_required`; the library's own screens of an
    account are open to whoever is signed in. An htmx request is sent away by its own header: a
    sign-in form swapped into the middle of a list would be worse than no answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Pass, or send to the sign-in page and back to where the person was."""
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            back = self._page_of(request)
            if request.headers.get("HX-Request") == "true":
                answer = HttpResponse(status=401)
                answer["HX-Redirect"] = redirect_to_login(back, resolve_url(settings.LOGIN_URL)).url
                return answer
            return redirect_to_login(back, resolve_url(settings.LOGIN_URL))
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.person_id is None and not view.__module__.startswith("allauth."):
            return redirect("/")
        return None

    @staticmethod
    def _page_of(request: HttpRequest) -> str:
        """The page that the person looks at: for a form or a part of a page, the one that sent it."""
        if request.method in ("GET", "HEAD") and request.headers.get("HX-Request") != "true":
            return request.get_full_path()
        seen = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(seen, allowed_hosts={request.get_host()}):
            return "/"
        parts = urlsplit(seen)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
