"""Refusals and faults: plain words, what to do, no query, a notice for a part of a page."""

import pytest
from django.template import loader
from django.test import RequestFactory

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.ui import errors


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (lambda r: errors.forbidden(r, Forbidden("Việc này dành cho: Văn thư.")), 403, "Văn thư."),
        (lambda r: errors.forbidden(r), 403, "Chức vụ của bạn không xem được"),
        (lambda r: errors.not_found(r), 404, "Không có trang này"),
        (lambda r: errors.bad_request(r), 400, "không đọc được"),
        (errors.fault, 500, "không có gì bị lưu dở dang"),
        (errors.form_expired, 403, "những gì đã gõ vẫn còn"),
    ],
)
def test_each_fault_speaks_plainly_and_asks_the_database_nothing(
    view: object, status: int, words: str
) -> None:
    whole = view(RequestFactory().get("/x/"))  # type: ignore[operator]
    assert whole.status_code == status
    assert words in whole.content.decode()
    assert "<html" in whole.content.decode()
    part = view(RequestFactory(headers={"HX-Request": "true"}).get("/x/"))  # type: ignore[operator]
    assert words in part.content.decode()
    assert "<html" not in part.content.decode()
    assert part["Cache-Control"] == "no-store"


def test_a_message_cannot_smuggle_markup() -> None:
    answer = errors.forbidden(RequestFactory().get("/x/"), Forbidden("<script>x</script>"))
    assert "<script>x" not in answer.content.decode()


def test_the_page_that_the_middleware_draws_fits_whole_and_part() -> None:
    """The middleware of access renders ui/403.html itself."""
    from types import SimpleNamespace

    whole = RequestFactory().get("/x/")
    whole.htmx = False  # type: ignore[attr-defined]
    assert "<html" in loader.render_to_string("ui/403.html", {"message": "Không được"}, whole)
    part = SimpleNamespace(htmx=True, COOKIES={}, META={}, headers={})
    drawn = loader.get_template("ui/403.html").template.render(  # type: ignore[attr-defined]
        __import__("django").template.Context({"message": "Không được", "request": part})
    )
    assert "<html" not in drawn
    assert "Không được" in drawn


def test_a_fault_in_the_page_of_faults_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing static file would break every page, this one included."""

    def broken(*_args: object, **_more: object) -> str:
        raise ValueError("no manifest")

    monkeypatch.setattr(errors.loader, "render_to_string", broken)
    answer = errors.fault(RequestFactory().get("/x/"))
    assert answer.status_code == 500
    assert "không có gì bị lưu dở dang" in answer.content.decode()
