"""Files that have all come before: told with the batch that has them, no second batch, nothing lost."""

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.urls import reverse

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import destroy_reference
from lienthong.systems.documents.models import AnnouncedFile, IntakeBatch, IntakeItem
from lienthong.systems.documents.services import incoming, intake, intake_known
from lienthong.systems.documents.services import intake_announcing as announcing
from tests.axis.mailbox import outlook_files

from . import outgoing_kit as kit
from .test_dropped_mails import dropped
from .test_intake import BATCHES, added, letters_read, opened, run, secret_letter, upload
from .test_mailbox import letter
from .test_outgoing_screens import once_of

__all__ = ["letters_read", "secret_letter"]
D = kit.DOMAIN
JSON = {"Accept": "application/json"}


def of(name: str, content: bytes, mark: str = "", *, counted: bool = True) -> announcing.Announced:
    digest = hashlib.sha256(content).hexdigest() if counted else ""
    return announcing.Announced(mark or name, name, len(content), digest)


def found(
    house: kit.House, now: dt.datetime, *files: announcing.Announced, by: Any = None,
    apart_from: IntakeBatch | None = None,
) -> list[tuple[str, int | None]]:  # fmt: skip
    who = by or house.clerk
    with acting(who):
        rows = intake_known.known(files=files, by=who, at=now, apart_from=apart_from)
    return [(one.file.name, one.batch.pk if one.batch else None) for one in rows]


@pytest.mark.django_db
def test_known_by_its_bytes_wherever_they_came_from(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], actor_for: Any
) -> None:
    batch, later = opened(house, now), now + dt.timedelta(days=300)
    added(house, batch, letters_read[0], now, name="a.pdf", key="a.pdf")
    assert found(house, now, of("khac ten.pdf", letters_read[0], "khac")) == [
        ("khac ten.pdf", batch.pk)
    ]
    run(batch, now)
    one, other = of("a.pdf", letters_read[0]), of("b.pdf", letters_read[1])
    assert found(house, later, one, other) == [("a.pdf", batch.pk)], "the twin is new"
    assert found(house, now, of("a.pdf", letters_read[1])) == [], "the same name, other bytes"
    assert found(house, now, one, apart_from=batch) == [], "its own batch knows it by its mark"
    assert found(house, now, one, by=actor_for(f"vanthu.stp@{D}")) == [], "another office's"
    with acting(house.drafter), pytest.raises(Forbidden):
        intake_known.known(files=[one], by=house.drafter, at=now)
    # A paper that came in by the form, without a batch.
    with acting(house.clerk):
        from io import BytesIO

        from lienthong.kernel.files.services import store

        file = store(
            BytesIO(letters_read[2]), name="c.pdf", agency_id=house.clerk.agency_id,
            by=house.clerk, at=now,
        )  # fmt: skip
        assert found(house, now, of("c.pdf", letters_read[2])) == [], "held by nothing yet"
        paper = incoming.take_in(
            paper=incoming.Paper(channel="paper", file_id=file.pk), by=house.clerk, at=now
        )
        rows = intake_known.known(files=[of("c.pdf", letters_read[2])], by=house.clerk, at=now)
        assert [(row.batch, row.document) for row in rows] == [(None, paper)]


@pytest.mark.django_db
def test_what_may_come_again_is_not_known(
    house: kit.House, now: dt.datetime, letters_read: list[bytes]
) -> None:
    """Refused by its kind, given up by a clerk, destroyed: dropped again it is looked at again."""
    batch = opened(house, now)
    kind, empty = b"MZ\x90\0" + b"\0" * 400, b""
    added(house, batch, kind, now, name="chay.pdf", key="chay.pdf")
    added(house, batch, empty, now, name="rong.pdf", key="rong.pdf")
    added(house, batch, b"%PDF-1.7\nx", now, name="hong.pdf", key="hong.pdf")
    added(house, batch, letters_read[0], now, name="tot.pdf", key="tot.pdf")
    run(batch, now)
    files = [
        of("chay.pdf", kind), of("rong.pdf", empty), of("hong.pdf", b"%PDF-1.7\nx"),
        of("tot.pdf", letters_read[0]),
    ]  # fmt: skip
    assert found(house, now, *files) == [("hong.pdf", batch.pk), ("tot.pdf", batch.pk)]
    with acting(house.clerk):
        broken, good = batch.items.get(name="hong.pdf"), batch.items.get(name="tot.pdf")
        intake.drop(item=broken, reason="Tệp rác", by=house.clerk, at=now)
        assert found(house, now, *files) == [("tot.pdf", batch.pk)]
        with act("t.destroyed", by=house.clerk, at=now):
            kept, document = good.file, good.document
            IntakeItem.objects.filter(pk=good.pk).update(file=None)
            type(document).objects.filter(pk=document.pk).update(file=None)
            destroy_reference(kept, reason="Hết thời hạn", by=house.clerk, at=now)
        assert found(house, now, *files) == []


@pytest.mark.django_db
def test_without_a_digest_by_its_mark_and_only_in_ones_own_late_batches(
    house: kit.House, now: dt.datetime, letters_read: list[bytes], secret_letter: bytes,
    actor_for: Any,
) -> None:  # fmt: skip
    batch = opened(house, now)
    added(house, batch, letters_read[0], now, name="a.pdf", key="a.pdf")
    added(house, batch, secret_letter, now, name="mat.pdf", key="mat.pdf")
    plain = of("a.pdf", letters_read[0], counted=False)
    assert found(house, now, plain, of("b.pdf", b"", counted=False)) == [("a.pdf", batch.pk)]
    assert found(house, now + announcing.RESUMED_WITHIN * 2, plain) == []
    with acting(house.clerk), act("t.other", by=house.clerk, at=now):
        IntakeBatch.objects.filter(pk=batch.pk).update(person_id=house.drafter.person_id)
    assert found(house, now, plain) == [], "another person's batch"
    with acting(house.clerk), act("t.own", by=house.clerk, at=now):
        IntakeBatch.objects.filter(pk=batch.pk).update(person_id=house.clerk.person_id)
    # What was stopped left no digest: it is known by its mark even where the browser counts.
    assert found(house, now, of("mat.pdf", secret_letter)) == [("mat.pdf", batch.pk)]


@pytest.mark.django_db
def test_messages_are_known_as_papers_are(
    house: kit.House, now: dt.datetime, letters_read: list[bytes]
) -> None:
    batch = opened(house, now)
    full, bare = letter("a", ("x.pdf", letters_read[0])), letter("b")
    kept = outlook_files.msg(outlook_files.attachment("y.pdf", letters_read[1]))
    broken = kept[:1500]
    for name, raw in (("a.eml", full), ("b.eml", bare), ("c.msg", kept), ("d.msg", broken)):
        dropped(house, batch, raw, now, name)
    relayed = b"Received: from relay by mau.vn\r\n" + full
    files = [of("a.eml", full), of("b.eml", bare), of("c.msg", kept), of("d.msg", broken)]
    assert [name for name, _batch in found(house, now, *files)] == ["a.eml", "b.eml", "c.msg"]
    assert found(house, now, of("r.eml", relayed)) == []
    second = opened(house, now)
    assert dropped(house, second, relayed, now, "r.eml").state == "duplicate"
    assert found(house, now, of("r.eml", relayed)) == [("r.eml", second.pk)]
    # A file of a message that is dropped by itself.
    assert found(house, now, of("x.pdf", letters_read[0])) == [("x.pdf", batch.pk)]


@pytest.mark.parametrize(
    ("row", "digest"),
    [
        (["k", "a", 1], ""), (["k", "a", 1, ""], ""), (["k", "a", 1, None], ""),
        (["k", "a", 1, "A" * 64], ""), (["k", "a", 1, "a" * 64], "a" * 64), (["k", "a", 1, "a" * 63], ""),
        (["k", "a", 1, ["a" * 64]], ""),
    ],
)  # fmt: skip
def test_the_digest_that_a_browser_sends(row: list[Any], digest: str) -> None:
    assert announcing.announced_of(json.dumps([row]))[0].digest == digest


def test_more_than_a_digest_is_refused() -> None:
    with pytest.raises(incoming.Refused):
        announcing.announced_of(json.dumps([["k", "a", 1, "", "more"]]))


@pytest.mark.django_db
def test_by_the_script(
    client_for: Any, house: kit.House, accounts: None, now: dt.datetime, letters_read: list[bytes]
) -> None:
    client = client_for(f"vanthu@{D}")
    url = reverse(BATCHES)
    batch = opened(house, now)
    for number in range(3):
        added(house, batch, letters_read[number], now, name=f"{number}.pdf", key=f"{number}.pdf")
    with acting(house.clerk):
        count = IntakeBatch.objects.count()

    def start(*places: int, token: str = "") -> dict[str, Any]:
        rows = [
            [f"{n}.pdf", f"{n}.pdf", 5, hashlib.sha256(letters_read[n]).hexdigest()] for n in places
        ]
        values = {"channel": "mail", "files_secret": "no", "announced": json.dumps(rows)}
        values["once"] = token or once_of(client.get(url))
        return dict(client.post(url, values, headers=JSON).json())

    token = once_of(client.get(url))
    for _again in range(2):  # the answer was lost on the way
        told = start(0, 1, 2, token=token)
        assert told["batch"] == ""
        (line,) = told["known"]
        assert line["marks"] == ["0.pdf", "1.pdf", "2.pdf"]
        assert line["names"] == "0.pdf, 1.pdf, 2.pdf"
        assert line["url"] == reverse("documents:intake_batch", args=[batch.pk])
        assert "đợt " in line["words"]
        assert "Văn thư tải lên" in line["words"]
    with acting(house.clerk):
        assert IntakeBatch.objects.count() == count
    made = start(0, 3, token=token)
    assert [line["marks"] for line in made["known"]] == [["0.pdf"]]
    with acting(house.clerk):
        assert IntakeBatch.objects.count() == count + 1
        assert list(AnnouncedFile.objects.values_list("name", flat=True)) == ["3.pdf"]
    # Its answer was lost: the same token leads to the same batch, and the list says what is known.
    again = start(0, 3, token=token)
    assert (again["batch"], again["known"]) == (made["batch"], [])
    rows = json.dumps(
        [[f"{n}.pdf", f"{n}.pdf", 5, hashlib.sha256(letters_read[n]).hexdigest()] for n in (0, 3)]
    )
    listed = client.post(made["missing"], {"announced": rows}, headers=JSON).json()
    assert listed["here"] == []
    assert [line["marks"] for line in listed["known"]] == [["0.pdf"]]
    refused = client.post(
        url,
        {
            "once": once_of(client.get(url)),
            "channel": "mail",
            "files_secret": "",
            "announced": rows,
        },
        headers=JSON,
    )
    assert refused.status_code == 422, "the question on secrecy stands before everything"
    # An unfinished batch goes on, and what another has is told beside it.
    more = start(1, 3)
    assert more["batch"] == made["batch"]
    assert [line["marks"] for line in more["known"]] == [["1.pdf"]]


@pytest.mark.django_db
def test_without_a_script(
    client_for: Any, house: kit.House, accounts: None, now: dt.datetime, letters_read: list[bytes]
) -> None:
    client = client_for(f"vanthu@{D}")
    url = reverse(BATCHES)

    def send(*files: tuple[str, bytes]) -> Any:
        values: dict[str, Any] = {"channel": "paper", "files_secret": "no"}
        values["once"] = once_of(client.get(url))
        values["files"] = [upload(content, name) for name, content in files]
        return client.post(url, values)

    names = [f"<b>{n}.pdf" for n in range(7)]
    first = send(*((name, letters_read[0] + b"\n%" + name.encode()) for name in names))
    again = send(*((name, letters_read[0] + b"\n%" + name.encode()) for name in names))
    assert again["Location"] == url
    page = client.get(url).content.decode()
    assert "7 tệp đã nhận trước đây, không nhận lại." in page
    assert f'<a href="{first["Location"]}">đợt ' in page
    assert "và 2 tệp khác" in page
    assert "<b>" not in page
    with acting(house.clerk):
        assert IntakeBatch.objects.count() == 1
    part = send(
        (names[0], letters_read[0] + b"\n%" + names[0].encode()), ("moi.pdf", letters_read[1])
    )
    assert part["Location"] not in {url, first["Location"]}
    page = client.get(part["Location"]).content.decode()
    assert "1 tệp đã nhận trước đây, không nhận lại." in page
    assert "Đã xử lý 0/1 tệp" in " ".join(page.split())


@pytest.mark.django_db
def test_a_thousand_files_cost_no_more_questions(
    house: kit.House, now: dt.datetime, letters_read: list[bytes],
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    batch = opened(house, now)
    added(house, batch, letters_read[0], now, name="a.pdf", key="a.pdf")
    many = [of(f"{n}.pdf", str(n).encode()) for n in range(999)]
    one = of("a.pdf", letters_read[0])
    with acting(house.clerk), django_assert_max_num_queries(5):
        rows = intake_known.known(files=[*many, one], by=house.clerk, at=now)
    assert [row.file.name for row in rows] == ["a.pdf"]
