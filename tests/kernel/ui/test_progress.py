"""Long work: counts that are true, an end that is told once, a stop that is heard, failures with reasons."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404, HttpRequest

from lienthong.kernel.access.actor import Actor, nobody
from lienthong.kernel.access.context import acting
from lienthong.kernel.ui import progress, views
from lienthong.kernel.ui.models import LongWork
from tests.kernel.ui.conftest import NOW

MINUTE = dt.timedelta(minutes=1)
LONGEST = "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"


@pytest.fixture
def work(clerk: Actor) -> Any:
    with acting(clerk):
        yield progress.ask(kind="deliver", title="Phát hành", total=10, by=clerk, at=NOW)


def seen(work: LongWork, clerk: Actor, at: dt.datetime = NOW) -> progress.ProgressView:
    return progress.progress_of(work.pk, by=clerk, at=at)


def test_a_work_from_the_question_to_the_end(work: LongWork, clerk: Actor) -> None:
    assert seen(work, clerk).state_words == "đang chờ đến lượt"
    progress.begin(work.pk, at=NOW)
    for number in range(9):
        progress.advance(work.pk, at=NOW + number * MINUTE)
    progress.fail_item(work.pk, item=LONGEST, reason="Chưa kết nối.", at=NOW + 9 * MINUTE)
    half = seen(work, clerk, NOW + 9 * MINUTE)
    assert (half.done, half.failed, half.taken, half.is_open) == (9, 1, 10, True)
    assert half.failures == ((LONGEST, "Chưa kết nối."),)
    progress.finish(work.pk, at=NOW + 10 * MINUTE, result_url="/xong/")
    end = seen(work, clerk, NOW + 10 * MINUTE)
    assert (end.is_open, end.result_url, end.state_words) == (False, "/xong/", "đã xong")


def test_time_left_is_guessed_from_what_is_done(work: LongWork, clerk: Actor) -> None:
    progress.begin(work.pk, at=NOW)
    progress.advance(work.pk, at=NOW + MINUTE, done=2)
    assert seen(work, clerk, NOW + MINUTE).left_words == "", "too early to say"
    progress.advance(work.pk, at=NOW + 5 * MINUTE, done=3)
    assert seen(work, clerk, NOW + 5 * MINUTE).left_words == "còn khoảng 5 phút"


def test_silence_is_said(work: LongWork, clerk: Actor) -> None:
    progress.begin(work.pk, at=NOW)
    assert not seen(work, clerk, NOW + MINUTE).is_silent
    assert seen(work, clerk, NOW + 3 * MINUTE).is_silent


def test_a_stop_is_heard_after_the_present_item(work: LongWork, clerk: Actor) -> None:
    progress.begin(work.pk, at=NOW)
    progress.advance(work.pk, at=NOW)
    progress.stop(work.pk, by=clerk, at=NOW)
    assert seen(work, clerk).is_open
    with pytest.raises(progress.WorkStopped):
        progress.advance(work.pk, at=NOW)
    assert seen(work, clerk).state_words == "đã dừng theo yêu cầu"
    with pytest.raises(progress.WorkStopped):
        progress.begin(work.pk, at=NOW)


def test_a_work_that_waits_is_stopped_at_once(work: LongWork, clerk: Actor) -> None:
    progress.stop(work.pk, by=clerk, at=NOW)
    assert not seen(work, clerk).is_open


def test_a_job_that_runs_again_goes_on_where_it_was(work: LongWork, clerk: Actor) -> None:
    progress.begin(work.pk, at=NOW)
    progress.advance(work.pk, at=NOW, done=4)
    progress.begin(work.pk, at=NOW + MINUTE)
    assert seen(work, clerk).done == 4


def test_the_end_is_told_once_and_only_when_kept(
    work: LongWork, clerk: Actor, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    told: list[int] = []
    progress.on_ended(lambda ended: told.append(ended.pk))
    try:
        with django_capture_on_commit_callbacks(execute=True):
            progress.finish(work.pk, at=NOW)
            assert told == []
            progress.finish(work.pk, at=NOW)
            progress.give_up(work.pk, error="muộn rồi", at=NOW)
        assert told == [work.pk]
        assert seen(work, clerk).error == ""
    finally:
        progress._on_ended.clear()


def test_more_than_all_is_refused_by_the_database(work: LongWork) -> None:
    from django.db import IntegrityError

    progress.begin(work.pk, at=NOW)
    with pytest.raises(IntegrityError):
        progress.advance(work.pk, at=NOW, done=11)


def test_another_persons_work_is_not_there(work: LongWork, stranger: Actor, ask: Any) -> None:
    with acting(stranger):
        for attempt in (
            lambda: progress.progress_of(work.pk, by=stranger, at=NOW),
            lambda: progress.stop(work.pk, by=stranger, at=NOW),
            lambda: progress.failures_of(work.pk, by=stranger),
        ):
            with pytest.raises(progress.NotYourWork):
                attempt()
        with pytest.raises(Http404):
            views.work(ask(stranger), work.pk)
    with pytest.raises(progress.NotYourWork):
        progress.ask(kind="x", title="x", total=1, by=nobody(), at=NOW)


def test_the_page_asks_again_while_open_and_rests_when_done(
    work: LongWork, clerk: Actor, ask: Callable[..., HttpRequest]
) -> None:
    part = views.work(ask(clerk, "part=1"), work.pk).content.decode()
    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part
    progress.finish(work.pk, at=NOW)
    assert "hx-trigger" not in views.work(ask(clerk, "part=1"), work.pk).content.decode()
    assert "<html" in views.work(ask(clerk), work.pk).content.decode()


def test_the_file_of_failures(
    work: LongWork, clerk: Actor, ask: Callable[..., HttpRequest]
) -> None:
    progress.begin(work.pk, at=NOW)
    progress.fail_item(work.pk, item="=1+1", reason="Không có người nhận.", at=NOW)
    response = views.work_failures(ask(clerk), work.pk)
    assert response.content.decode("utf-8-sig").startswith("'=1+1;Không có người nhận.;23/11/2026")


def test_old_works_are_forgotten_and_open_ones_stay(work: LongWork, clerk: Actor) -> None:
    other = progress.ask(kind="deliver", title="Còn mở", total=1, by=clerk, at=NOW)
    progress.begin(work.pk, at=NOW)
    progress.fail_item(work.pk, item="x", reason="y", at=NOW)
    progress.finish(work.pk, at=NOW)
    assert progress.forget_ended(before=NOW) == 0
    assert progress.forget_ended(before=NOW + MINUTE) == 1
    assert list(LongWork.objects.values_list("pk", flat=True)) == [other.pk]
