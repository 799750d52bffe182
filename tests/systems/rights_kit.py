"""One row of every kind that holds a file, in UBND tỉnh, each bearing a mark: for tests of rights."""

import datetime as dt
import io
from typing import Any

from lienthong.axis.identity.models import Account
from lienthong.axis.signing.models import LastingProof
from lienthong.desk.models import MonthlyReport
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files import readers
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import store
from lienthong.kernel.ui import progress
from lienthong.kernel.ui.lists.saved import save_search
from lienthong.systems.documents import models as documents
from lienthong.systems.documents.services import incoming, indexing, intake, keeping
from lienthong.systems.tasks.models import Product
from lienthong.systems.tasks.services import assigning
from tests.systems.documents import outgoing_kit as kit
from tests.systems.documents.outgoing_kit import DOMAIN

MARK = "DẤU-QUYỀN-9c1e"
SLOTS = (
    "vanthu", "luutru", "quantri", "chuyenvien.tonghop", "chuyenvien2.tonghop",
    "truongphong.tonghop", "chutich", "chanhvanphong",
)  # fmt: skip


def open_accounts() -> None:
    """Accounts of those who sign in here, without the passwords that take so long to make."""
    people = Person.objects.filter(email__in=[f"{slot}@{DOMAIN}" for slot in SLOTS])
    Account.objects.bulk_create(
        [Account(email=one.email, person=one, password="!") for one in people],
        ignore_conflicts=True,
    )


class Maker:
    """One file for each column that may hold one, in the agency of the house."""

    def __init__(self, house: kit.House, actor_for: Any, now: dt.datetime) -> None:
        self.house, self.now, self.actor_for = house, now, actor_for
        self.files: dict[str, tuple[int, str]] = {}
        self.count = 0
        self.keys: dict[str, int] = {}
        self.papers: dict[str, Any] = {}

    def file(self, by: Actor, name: str = MARK) -> StoredFile:
        self.count += 1
        content = b"%PDF-1.7 " + str(self.count).encode()
        return store(
            io.BytesIO(content),
            name=f"{name}-{self.count}.pdf",
            agency_id=by.agency_id,
            by=by,
            at=self.now,
        )

    def hold(self, row: Any, *fields: str, reader: str, name: str = MARK) -> None:
        """Put a new file into these columns of a row."""
        for field in fields:
            if getattr(row, f"{field}_id") is None:
                setattr(row, field, self.file(self.house.clerk, name))
            key = readers.key_of(type(row), field)
            self.files[key] = (getattr(row, f"{field}_id"), reader)
        row.save()

    def make(self) -> dict[str, tuple[int, str]]:
        house, now = self.house, self.now
        drafted = kit.drafted(house, now, subject=MARK)
        jointly = kit.drafted(house, now, subject=MARK)
        with acting(house.clerk):
            came = incoming.take_in(
                paper=incoming.Paper(channel="paper", fields={"subject": MARK}),
                by=house.clerk,
                at=now,
            )
            batch = intake.open_batch(channel="mail", by=house.clerk, at=now)
        chief = self.actor_for(f"chanhvanphong@{DOMAIN}", kind="chief_of_office")
        with acting(chief):
            (task,) = assigning.propose_tasks(
                proposals=[assigning.Proposal(action=MARK, leads=[chief.agency_id], section="1")],
                source=assigning.Source(kind="manual", reference=MARK), by=chief, at=now,
            )  # fmt: skip
            assigning.assign_task(task=task, by=chief, at=now)
        with acting(house.drafter):
            file = keeping.open_file(
                data=keeping.FileData(
                    title=MARK, notation="01-TH", retention_years=20, started_on=now.date()
                ),
                by=house.drafter, at=now,
            )  # fmt: skip
        with acting(house.clerk), act("documents.drafted", by=house.clerk, at=now):
            self._papers(drafted, came, jointly)
            self._around(drafted, came, batch, file, task)
        self.papers = {"drafted": drafted, "came": came, "task": task, "chief": chief}
        self.keys = {
            "drafted": drafted.pk, "came": came.pk, "batch": batch.pk, "task": task.pk,
            "file": file.pk,
        }  # fmt: skip
        return self.files

    def more(self) -> dict[str, int]:
        """What holds no file and shows words: a proposal, a series, a request, a batch, links, texts."""
        house, now, chief = self.house, self.now, self.papers["chief"]
        drafted, came = self.papers["drafted"], self.papers["came"]
        with acting(chief):
            proposed, series = assigning.propose_tasks(
                proposals=[
                    assigning.Proposal(
                        action=MARK, leads=[chief.agency_id], section="2", quote=MARK
                    ),
                    assigning.Proposal(
                        action=MARK, leads=[chief.agency_id], section="3", recurrence="monthly",
                        deadline=now + dt.timedelta(days=40), series_terms={"cut_day": 15},
                    ),
                ],
                source=assigning.Source(kind="manual", reference=MARK), by=chief, at=now,
            )  # fmt: skip
            assigning.assign_task(task=series, by=chief, at=now)
        with acting(house.clerk), act("documents.drafted", by=house.clerk, at=now):
            indexing.keep_text(paper=came, text=f"toàn văn {MARK}", sha256="a" * 64)
            indexing.keep_text(paper=drafted, text=f"toàn văn {MARK}", sha256="b" * 64)
            rule = documents.PaperOriginalRule.objects.first()
            original = documents.PaperOriginal(
                document=drafted, rule=rule, reason=MARK, asked_by_id=house.drafter.person_id,
                asked_at=now,
            )  # fmt: skip
            if rule is not None:
                original.save()
            batch = documents.SigningBatch.objects.create(
                agency_id=house.chair.agency_id, person_id=house.chair.person_id,
                post_id=house.chair_post, kind="sign", confirmed_at=now,
            )  # fmt: skip
            documents.BatchItem.objects.create(batch=batch, document=drafted, position=1)
            part = documents.JointIssuer.objects.get(own_file__isnull=False)
            asked = documents.Opinion.objects.first()
        with acting(house.clerk):
            save_search(
                list_name="documents.incoming", title=MARK, query="q=1", by=house.clerk, at=now
            )
            work = progress.ask(kind="stage", title=MARK, total=1, by=house.clerk, at=now)
            for pk in ("came", "drafted"):
                of = {"came": "incoming", "drafted": "outgoing"}[pk]
                entry = documents.SearchEntry.objects.get(**{of: self.keys[pk]})
                self.keys[f"entry_{pk}"] = entry.pk
        assert part is not None
        assert asked is not None
        self.keys |= {
            "proposed": proposed.pk, "series": series.pk, "signing": batch.pk, "joint": part.pk,
            "opinion": asked.pk, "work": work.pk,
        }  # fmt: skip
        return self.keys

    def _papers(self, drafted: Any, came: Any, came_jointly: Any) -> None:
        drafter, clerk = "chuyenvien.tonghop", "vanthu"
        self.hold(came, "file", reader=clerk)
        self.hold(documents.IncomingAttachment(document=came, position=1), "file", reader=clerk)
        self.hold(drafted, "draft_file", "draft_source", reader=drafter)
        version = documents.DocumentVersion(
            document=drafted, number=9, digest="", created_at=self.now
        )
        self.hold(version, "file", reader=drafter)
        annex = documents.DocumentAnnex(
            document=drafted, position=1, place="file", title=MARK, sealed_at=self.now
        )
        self.hold(annex, "file", "sealed_file", reader=drafter)
        house, stranger = self.house, self.actor_for(f"giamdoc.stp@{DOMAIN}")
        parties = [house.clerk.agency_id, stranger.agency_id]
        part: dict[str, Any] = {
            "document": drafted, "party_ids": parties, "person_id": house.chair.person_id,
            "post_id": house.chair_post, "type_code": 18, "subject": MARK, "asked_at": self.now,
        }  # fmt: skip
        lead = documents.JointIssuer(agency_id=parties[0], issuer_id=parties[1], position=2, **part)
        self.hold(lead, "asked_file", reader=drafter)
        part["document"] = came_jointly
        own = documents.JointIssuer(agency_id=parties[1], issuer_id=parties[0], position=2, **part)
        self.hold(own, "own_file", "made_file", reader="chutich")
        asked = documents.Opinion(
            document=drafted, agency_id=parties[0], asked_agency_id=parties[0],
            asked_unit_id=house.head.unit_id, party_ids=parties[:1], subject=MARK, question=MARK,
            due_at=self.now, asked_at=self.now,
        )  # fmt: skip
        self.hold(asked, "version_file", "asked_file", reader="truongphong.tonghop")
        copy = documents.MadeCopy(agency_id=parties[0], outgoing=drafted, made_at=self.now)
        self.hold(copy, "file", reader=drafter)

    def _around(self, drafted: Any, came: Any, batch: Any, file: Any, task: Any) -> None:
        clerk, agency = self.house.clerk, self.house.clerk.agency_id
        item = documents.WorkFileItem(
            file=file, ordinal=1, dated=self.now.date(), added_by_id=clerk.person_id,
            added_at=self.now, title=MARK,
        )  # fmt: skip
        self.hold(item, "stored_file", reader="luutru")
        self.hold(file, "handover_record", reader="luutru")
        disposal = documents.Disposal(
            agency_id=self.house.clerk.agency_id, title=MARK,
            opened_by_id=self.house.clerk.person_id, opened_at=self.now,
        )  # fmt: skip
        self.hold(disposal, "decision_file", "minutes", reader="luutru")
        paper = documents.DisposalPaper(
            disposal=disposal, title=MARK, added_by_id=self.house.clerk.person_id,
            added_at=self.now,
        )  # fmt: skip
        self.hold(paper, "file", reader="luutru")
        self.hold(
            documents.IntakeItem(
                batch=batch, agency_id=agency, key="1" * 64, added_at=self.now, name=MARK
            ),
            "file", reader="vanthu",
        )  # fmt: skip
        self.hold(
            documents.IncomingMail(agency_id=agency, came_at=self.now, subject=MARK),
            "file",
            reader="vanthu",
        )
        product = Product(
            task=task, kind="document", agency_id=agency, dated=self.now.date(),
            submitted_at=self.now,
        )  # fmt: skip
        self.hold(product, "file", "asker_file", reader="vanthu")
        self.hold(
            MonthlyReport(
                agency_id=agency, month=dt.date(2026, 10, 1), version=1, query_version="1",
                cut_at=self.now, content={"totals": {}, "rows": []},
                ids={"documents": [], "deliveries": []}, ids_sha256="a" * 64, closed_at=self.now,
                closed_by_id=clerk.person_id,
            ),
            "file", reader="vanthu", name="bao-cao",
        )  # fmt: skip
        scan = documents.ScanLayer(
            agency_id=agency, original_id=came.file_id, state="made", added_at=self.now
        )
        self.hold(scan, "file", reader="vanthu")
        proof = LastingProof(
            agency_id=agency, subject_label="x", subject_id="1", sent_id=drafted.draft_file_id,
            since=self.now, level="B-LTA", added_at=self.now,
        )  # fmt: skip
        self.hold(proof, "kept", reader="chuyenvien.tonghop")
