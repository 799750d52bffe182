"""One middleware gives each request its actor and one transaction that encloses the whole answer."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

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
    """Sets `request.actor` and `request.at`, and runs the view inside `acting(actor)`.

    An exception of the view rolls everything back; a refusal becomes a page that says who may.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = new_request_id()
        actor = self._actor(request, request_id)
        request.actor = actor  # type: ignore[attr-defined]
        request.at = clock.now()  # type: ignore[attr-defined]
        with acting(actor):
            response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse:
        """Run and render the view in a savepoint, so that a failed view leaves nothing behind
        and the page that explains the failure can still read."""
        try:
            with transaction.atomic():
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                return response
        except Forbidden as error:
            return render(request, "ui/403.html", {"message": error.message}, status=403)
        except Exception as error:
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
        chosen = request.session.get(POST_KEY)
        actor = queries.actor_for(person_id, on=timezone.localdate(clock.now()), holding=chosen)
        return nobody(request_id) if actor is None else actor.in_request(request_id, "web")
