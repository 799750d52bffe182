"""A form that acts: once for its token, a refusal as a sentence on the page it came from.

Every expected refusal of a service carries `.message`, a sentence that says what to do; anything
else is a fault and is shown as one.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from .once import Outcome, go, once


def perform(
    request: HttpRequest,
    *,
    purpose: str,
    act: Callable[[], Outcome],
    back: str,
    draft: str = "",
) -> HttpResponse:
    """Do the act of a POSTed form and lead on; a refusal leads back with its sentence.

    `back` is a path of this site that the view made itself, never one that was sent. A refusal
    that must first be settled elsewhere (the second factor again) names the place in `.location`.
    """
    try:
        outcome = once(
            purpose=purpose,
            token=request.POST.get("once", ""),
            by=request.actor,  # type: ignore[attr-defined]
            at=request.at,  # type: ignore[attr-defined]
            act=act,
        )
    except Exception as refusal:
        sentence = getattr(refusal, "message", "")
        if not sentence:
            raise
        messages.error(request, str(sentence))
        return HttpResponseRedirect(getattr(refusal, "location", back))
    return go(request, outcome, draft=draft)
