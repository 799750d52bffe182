"""Something on every screen: papers in every state, tasks, files, a decision, long work, notices.

Made by the services that the screens call. A new kind of object is added here and in `KEYS`.
"""

import datetime as dt
import io
from typing import Any

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.queries import actor_for
from lienthong.kernel.agencies.models import Agency, Decision, Person, PostHolding
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import store
from lienthong.kernel.registers.models import Book
from lienthong.kernel.ui import progress
from lienthong.systems.documents.choices import BatchKind, Channel
from lienthong.systems.documents.models import (
    IncomingAttachment,
    IncomingDocument,
    IncomingMail,
    IntakeItem,
    JointIssuer,
    Opinion,
    OutgoingDocument,
    ScanLayer,
    WorkFile,
)
from lienthong.systems.documents.queries.reports import OUTPUTS
from lienthong.systems.documents.services import (
    batches,
    drafting,
    handling,
    incoming,
    intake,
    issuing,
    joint,
    keeping,
    opinions,
    paper_originals,
    plans,
    signing,
)
from lienthong.systems.documents.services import intake_announcing as announcing
from lienthong.systems.documents.services.disposal import proposing
from lienthong.systems.tasks.services import assigning, doing, requests
from tests.conftest import NOW
from tests.kernel.agencies.conftest import keeper
from tests.kernel.agencies.test_decisions import MERGE, propose
from tests.support.site import DOMAIN, Site
from tests.systems.documents import outgoing_kit as kit

LONG = "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"
STEP = dt.timedelta(minutes=5)
# The keys of what `set_up` made, by the name of the address's parameter or by the address itself.
KEYS: dict[str, list[int]] = {}


def actor(slot: str, kind: str = "") -> Actor:
    """The official with this sample address, in the post of a kind where he holds several."""
    person = Person.objects.get(email=slot if "@" in slot else f"{slot}@{DOMAIN}")
    held = PostHolding.objects.filter(person=person, period__contains=NOW.date())
    chosen = held.filter(post__kind=kind).first() if kind else None
    found = actor_for(person.pk, on=NOW.date(), holding=chosen.pk if chosen else None)
    assert found is not None, slot
    return found


def set_up(site: Site) -> None:
    """Make everything; fills `KEYS`."""
    KEYS.clear()
    house = kit.house(actor)
    _papers(site, house)
    _received()
    _tasks()
    _files(house)
    _administration()
    site.carry()


def _papers(site: Site, house: kit.House) -> None:
    drafted = kit.drafted(house, NOW)
    submitted = kit.drafted(house, NOW, LONG, "Sở Nội vụ")
    with acting(house.drafter):
        drafting.submit(document=submitted, by=house.drafter, at=NOW)
        asked = actor("truongphong.stp")
        opinions.ask_opinions(
            document=drafted,
            asked=[opinions.Asked(asked.agency_id)],
            question="Đề nghị góp ý mục 2",
            due_at=NOW + dt.timedelta(days=3),
            by=house.drafter,
            at=NOW,
        )
    approved = kit.checked(house, NOW, "Sở Nội vụ", urgency="express")
    signed = kit.signed(house, NOW, "Sở Nội vụ", "Sở Tư pháp")
    sealed = kit.signed(house, NOW, "Sở Nội vụ")
    with acting(house.clerk):
        sealed = issuing.number_and_seal(document=sealed, by=house.clerk, at=NOW)
    issued = kit.issued(house, NOW, "Sở Nội vụ", "Sở Tư pháp", "UBND xã Ba Tơ", LONG)
    _joint(house)
    _originals(house, drafted)
    site.carry()
    with acting(house.drafter):
        KEYS["joint"] = list(JointIssuer.objects.values_list("pk", flat=True))
        KEYS["opinion"] = list(Opinion.objects.values_list("pk", flat=True))
    with acting(house.chair):
        batch = batches.start_batch(
            kind=BatchKind.SIGN, document_ids=[approved.pk], by=house.chair, at=NOW
        )
    KEYS["batch"] = [batch.pk]
    KEYS["outgoing"] = [d.pk for d in (issued, sealed, signed, approved, submitted, drafted)]
    with acting(house.clerk):
        issued.refresh_from_db()
        version = issued.current_version
        assert version is not None
        assert version.file_id is not None
        KEYS["stored"] = [version.file_id]


def _originals(house: kit.House, drafted: OutgoingDocument) -> None:
    """A request for a paper original that waits for the chief of office."""
    by = keeper()
    with acting(by):
        rule = paper_originals.add_original_rule(
            code="HD", title="Hợp đồng, thỏa thuận mà bên ký kết yêu cầu bản giấy (mẫu)",
            citation="Khoản 1 Điều 5 (mẫu)", since=dt.date(2026, 1, 1), by=by, at=NOW,
        )  # fmt: skip
    with acting(house.drafter):
        paper_originals.ask_original(
            document=drafted, rule=rule, by=house.drafter, at=NOW,
            reason="Thỏa thuận hợp tác số 05/2026 (mẫu), bên ký kết chỉ nhận bản giấy có dấu ướt",
        )  # fmt: skip


def _joint(house: kit.House) -> None:
    """A paper of two agencies, signed by the lead's chairman and waiting at Sở Tư pháp."""
    head = actor("giamdoc.stp")
    document = kit.drafted(house, NOW, "Sở Nội vụ")
    named = joint.Issuer(head.agency_id, head.person_id or 0, head.post_id or 0, "in_own_right")
    with acting(house.drafter):
        document = joint.name_issuer(document=document, issuer=named, by=house.drafter, at=NOW)
    document = kit._approved(house, document, NOW)
    with acting(house.chair):
        signing.sign_document(document=document, by=house.chair, at=NOW)


def _received() -> None:
    clerk, director = actor("vanthu.snv"), actor("giamdoc.snv")
    with acting(clerk):
        arrived = IncomingDocument.objects.get(agency_id=clerk.agency_id)
        incoming.register_incoming(
            document=arrived, trust_note="Cơ quan mẫu", by=clerk, at=NOW + STEP
        )
        handling.submit_to_leader(
            document=arrived, leader_id=director.person_id, by=clerk, at=NOW + STEP
        )
        waiting = incoming.take_in(
            paper=incoming.Paper(
                channel=Channel.PAPER,
                fields={
                    "issuer_name": LONG,
                    "number": "1204",
                    "notation": "BQL-VP",
                    "subject": "V/v báo cáo tiến độ các dự án đầu tư ngoài ngân sách trong Khu kinh tế "
                    "Dung Quất và các khu công nghiệp trên địa bàn tỉnh",
                    "urgency": "very_urgent",
                },
            ),
            by=clerk,
            at=NOW,
        )
        KEYS["incoming"] = [arrived.pk, waiting.pk]
        _dropped(clerk, waiting)
        KEYS["book"] = list(Book.objects.values_list("pk", flat=True))


def _dropped(clerk: Actor, read: IncomingDocument) -> None:
    """A batch of files: one that waits, one set aside, one taken in and read with a doubt."""
    batch = intake.open_batch(channel=Channel.MAIL, by=clerk, at=NOW)
    for name, content in (("cong-van.pdf", b"%PDF-1.7 " + LONG.encode()), ("trong.pdf", b"")):
        file = intake.Incoming(name=name, content=content)
        intake.add_file(batch=batch, incoming=file, by=clerk, at=NOW)
    to_come = [announcing.Announced("chua-nhan", "Công văn chưa gửi xong.pdf", 31_000)]
    announcing.announce(batch=batch, files=to_come, by=clerk, at=NOW)
    eml = store(
        io.BytesIO(b"Message-ID: <taken@mau.vn>"),
        name="thu.eml",
        agency_id=clerk.agency_id,
        by=clerk,
        at=NOW,
    )
    with act("documents.intake_ended", by=clerk, at=NOW):
        for state, cause in (("taken", ""), ("set_aside", "Thư lớn hơn 100 MB nên không tải về.")):
            IncomingMail.objects.create(
                agency_id=clerk.agency_id, message_id=f"<{state}@mau.vn>", digest=state,
                sender=f"{LONG} <vanthu@{'ban-quan-ly-' * 5}mau.vn>", subject=f"Gửi văn bản của {LONG}",
                came_at=NOW, state=state, cause=cause, batch=batch if state == "taken" else None,
                file=eml if state == "taken" else None, sent_at=NOW,
            )  # fmt: skip
        # A message that was dropped, once more, and the file that it carried.
        mail = IncomingMail.objects.get(digest="taken")
        for key, state in (("2", "opened"), ("3", "duplicate")):
            IntakeItem.objects.create(
                batch=batch, agency_id=clerk.agency_id, key=key * 64, name=LONG + ".eml", state=state,
                is_mail=True, mail=mail, added_at=NOW, size=31_000,
            )  # fmt: skip
        IntakeItem.objects.create(
            batch=batch, agency_id=clerk.agency_id, key="1" * 64, name=LONG + ".pdf",
            state="taken", document=read, mail=mail, added_at=NOW,
        )  # fmt: skip
        scanned = [
            store(io.BytesIO(b"%PDF-1.7\n" + name.encode()), name=name, agency_id=clerk.agency_id, by=clerk, at=NOW)
            for name in ("quét.pdf", "quét (có lớp chữ).pdf")
        ]  # fmt: skip
        # A scan is opened by way of the paper that holds it.
        IncomingAttachment.objects.create(document=read, position=1, file=scanned[0])
    ScanLayer.objects.create(
        agency_id=clerk.agency_id, original=scanned[0], file=scanned[1], state="made", added_at=NOW,
    )  # fmt: skip
    KEYS["layer"] = [scanned[1].pk]
    KEYS["intake"] = [batch.pk]
    KEYS["register_read"] = [read.pk]


def _tasks() -> None:
    chief = actor("chanhvanphong", "chief_of_office")
    snv, stp = actor("giamdoc.snv"), actor("giamdoc.stp")
    due = NOW + dt.timedelta(days=17)
    with acting(chief):
        made = assigning.propose_tasks(
            proposals=[
                assigning.Proposal(
                    action="Báo cáo kết quả cải cách hành chính", leads=[snv.agency_id],
                    deadline=due, section="1.a", quote="Giao Sở Nội vụ báo cáo kết quả.",
                ),
                assigning.Proposal(
                    action="Ký cam kết thực hiện cải cách hành chính", section="2.a",
                    leads=[snv.agency_id, stp.agency_id], lead_phrase="Thủ trưởng các sở",
                    deadline=due, quote="Thủ trưởng các sở ký cam kết.",
                ),
                assigning.Proposal(
                    action="Tổ chức đối thoại với người dân", section="3", quote="Tổ chức đối thoại.",
                    question="Chưa rõ cơ quan chủ trì.",
                ),
            ],
            source=assigning.Source(reference="12/UBND-TH"),
            by=chief,
            at=NOW,
        )  # fmt: skip
        single = assigning.assign_task(task=made[0], by=chief, at=NOW)
        group = assigning.assign_task(task=made[1], by=chief, at=NOW)
    with acting(snv):
        single = doing.receive_task(task=single, by=snv, at=NOW + STEP)
        requests.ask_extension(
            task=single, new_deadline=due + dt.timedelta(days=7), reason="Chờ số liệu của cấp xã", done_so_far="Đã có số liệu của sở",
            by=snv, at=NOW + STEP,
        )  # fmt: skip
    KEYS["task"], KEYS["proposed"] = [single.pk, group.pk], [made[2].pk]


def _files(house: kit.House) -> None:
    with acting(house.drafter):
        file = keeping.open_file(
            data=keeping.FileData(
                title="Cải cách hành chính năm 2026", notation="01-TH", retention_years=20,
                started_on=dt.date(2026, 1, 5),
            ),
            by=house.drafter,
            at=NOW,
        )  # fmt: skip
    KEYS["file"] = [file.pk]
    archivist = actor("luutru")
    with acting(archivist):
        plan = plans.open_plan(year=2026, title="Danh mục hồ sơ năm 2026", by=archivist, at=NOW)
        KEYS["plan"] = [plan.pk]
        outlived = [_outlived(archivist, notation) for notation in ("07-LT", "08-LT", "09-LT")]
        proposal = proposing.open_disposal(
            title="Đợt hủy năm 2026", file_ids=[file.pk for file in outlived[:2]], by=archivist,
            at=NOW,
        )  # fmt: skip
        proposing.submit(disposal=proposal, by=archivist, at=NOW)
        proposing.note_opinion(
            disposal=proposal, giver="Hội đồng xác định giá trị tài liệu", agrees=True,
            text="Đồng ý với danh mục.", given_on=NOW.date(), by=archivist, at=NOW,
        )  # fmt: skip
    KEYS["disposal"] = [proposal.pk]


def _outlived(archivist: Actor, notation: str) -> WorkFile:
    """A file with one paper whose year of keeping is long over."""
    file = keeping.open_file(
        data=keeping.FileData(
            title=f"Báo cáo công tác văn thư, lưu trữ hằng tuần của Văn phòng, quyển {notation}",
            notation=notation, retention_years=1, started_on=dt.date(2021, 1, 5),
        ),
        by=archivist,
        at=NOW,
    )  # fmt: skip
    stored = store(
        io.BytesIO(b"Bao cao tuan"), name="bao-cao.txt", agency_id=archivist.agency_id,
        by=archivist, at=NOW,
    )  # fmt: skip
    keeping.add_stored(
        file=file, stored=stored, title="Báo cáo tuần (mẫu)", dated=dt.date(2021, 1, 6),
        by=archivist, at=NOW,
    )  # fmt: skip
    return keeping.close_file(
        file=file, title=file.title, notation=notation, retention_years=1,
        ended_on=dt.date(2021, 12, 31), by=archivist, at=NOW,
    )  # fmt: skip


def _administration() -> None:
    by = keeper()
    with acting(by):
        propose(by, plan=MERGE)
        KEYS["decision"] = list(Decision.objects.order_by("-pk").values_list("pk", flat=True))
    clerk = actor("vanthu")
    with acting(clerk):
        work = progress.ask(
            kind="stage", title="Xuất sổ văn bản đến năm 2026", total=120, by=clerk, at=NOW
        )
    KEYS["work_id"] = [work.pk]
    KEYS["person"] = list(
        Person.objects.filter(email=f"chuyenvien.tonghop@{DOMAIN}").values_list("pk", flat=True)
    )
    KEYS["own_agency"] = [actor("quantri").agency_id]
    KEYS["unit"] = [actor("chuyenvien.tonghop").unit_id or 0]
    KEYS["post"] = [actor("chuyenvien.tonghop").post_id or 0]
    KEYS["agency"] = [actor("vanthu.snv").agency_id, *_oldest()]


def _oldest() -> list[int]:
    return list(Agency.objects.order_by("pk").values_list("pk", flat=True)[:1])


def candidates(name: str, parameter: str) -> list[Any]:
    """The values to try for a parameter of an address: those of its own kind first."""
    if parameter == "number":
        return [1]
    if name.endswith(("unit_change", "post_change")):
        return KEYS[parameter if parameter in ("unit", "post") else "own_agency"]
    for word, key in _WORDS:
        if word in name or word in parameter:
            return KEYS[key]
    return sorted({pk for keys in KEYS.values() for pk in keys})


_WORDS = (
    ("work_id", "work_id"),
    ("agency", "agency"),
    ("person", "person"),
    ("decision", "decision"),
    ("opinion_one", "opinion"),
    ("joint_one", "joint"),
    ("joint_act", "joint"),
    ("download", "stored"),
    ("documents:page", "stored"),
    ("documents:layer", "layer"),
    ("plan", "plan"),
    ("book", "book"),
    ("disposal", "disposal"),
    ("file_", "file"),
    ("put_in", "incoming"),
    ("incoming", "incoming"),
    ("forward", "incoming"),
    ("tasks:mend", "proposed"),
    ("tasks:", "task"),
    ("register_read", "register_read"),
    ("documents:intake", "intake"),
    ("documents:batch", "batch"),
    ("documents:", "outgoing"),
)
SLUGS = ("p1b", "den", "di", "muc-luc", "tien-do", "buu-dien", "pdf", *OUTPUTS)
