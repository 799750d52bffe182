"""Chapter 5: each office's own clerk registers, refuses or does nothing; districts pass it on (Đ20-25)."""

from collections.abc import Iterable

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.systems.documents import api as documents
from lienthong.systems.documents.choices import Part, ReturnReason
from lienthong.systems.documents.models import IncomingDocument
from lienthong.systems.documents.services import forwarding, handling, incoming

from . import chain
from .draft import house_of
from .stage import Stage
from .telling import Broken, must

COMMUNES = "UBND các xã, phường, thị trấn"
ORDER = "UBND các xã, phường, thị trấn thực hiện; báo cáo kết quả về UBND huyện, thành phố."
SMALL = 2  # districts that pass it on in a small run
NOTE = "Chữ ký của cơ quan chứng thực mẫu trong tỉnh mẫu."


def play(stage: Stage) -> None:
    """The first ring, the one that refuses, the two that stay silent, and the second ring."""
    stage.teller.chapter(5, "Tiếp nhận và chuyển tiếp")
    quiet = {*stage.silent, stage.refuser}
    ready = [pk for pk in (*stage.departments, *stage.districts) if pk not in quiet]
    with stage.teller.step("Văn thư từng nơi vào sổ văn bản đến") as step:
        stage.at(0, 15, 30)
        for agency_id in ready:
            register(stage, agency_id, stage.letter.document_id, 0, 15)
        step.count = len(ready)
        step.text = f"{len(ready)} nơi cấp số đến và báo 03 cho nơi gửi"
        step.look = stage.look("documents:incoming")
        step.figures = {"registered": len(ready)}
    with stage.teller.step("Một nơi trả lại") as step:
        _refuse(stage)
        step.count = 1
        step.text = f"{stage.name(stage.refuser)} trả lại: gửi sai nơi nhận (02)"
    with stage.teller.step("Hai nơi im lặng") as step:
        step.count = len(stage.silent)
        step.text = f"{' và '.join(map(stage.name, stage.silent))} không làm gì"
    forwarded = _forward(stage)
    implemented = _implement(stage)
    _second_ring(stage, forwarded, implemented)


def arrived(stage: Stage, agency_id: int, document_id: str) -> IncomingDocument:
    """The paper in the queue of an office, by its clerk's eyes."""
    with stage.acts(agency_id, "clerk") as by:
        rows = list(documents.incoming_for(by).filter(agency=agency_id, document_id=document_id))
    must(len(rows) == 1, f"{stage.name(agency_id)}: có {len(rows)} bản đến thay vì một.")
    return rows[0]


def register(
    stage: Stage, agency_id: int, document_id: str, day: int, hour: int
) -> IncomingDocument:
    """The office's own clerk looks at the verdict and registers it under the next number."""
    paper = arrived(stage, agency_id, document_id)
    with stage.acts(agency_id, "clerk") as by:
        return incoming.register_incoming(
            document=paper,
            trust_note="" if paper.verdict == "valid" else NOTE,
            by=by,
            at=stage.at(day, hour, 30),
        )


def to_officer(stage: Stage, paper: IncomingDocument, day: int, hour: int) -> IncomingDocument:
    """Clerk to leader, his instruction to the unit, the head of the unit to the officer (Đ23)."""
    agency_id = paper.agency_id
    leader, officer = stage.official(agency_id, "head"), stage.official(agency_id, "officer")
    with stage.acts(agency_id, "clerk") as by:
        paper = handling.submit_to_leader(
            document=paper, leader_id=leader.person_id or 0, by=by, at=stage.at(day, hour)
        )
    with acting(leader):
        lead = handling.PartGiven(Part.LEAD, unit_id=officer.unit_id, due_at=stage.moment(3, 16))
        paper = handling.instruct(
            document=paper,
            text="Chủ trì tham mưu, báo cáo kết quả đúng hạn.",
            parts=[lead],
            by=leader,
            at=stage.at(day, hour, 10),
        )
    with stage.acts(agency_id, "unit_head", officer.unit_id) as by:
        return handling.assign_person(
            document=paper, person_id=officer.person_id or 0, by=by, at=stage.at(day, hour, 20)
        )


def _refuse(stage: Stage) -> None:
    paper = arrived(stage, stage.refuser, stage.letter.document_id)
    with stage.acts(stage.refuser, "clerk") as by:
        incoming.return_to_sender(
            document=paper,
            reason=ReturnReason.WRONG_ADDRESSEE,
            note="Nội dung không thuộc lĩnh vực của cơ quan; đề nghị kiểm tra nơi nhận.",
            by=by,
            at=stage.at(0, 15, 45),
        )


def _forward(stage: Stage) -> dict[int, int]:
    """Each district but one passes the same bytes on with its chairman's instruction."""
    on = stage.first_day
    sent: dict[int, int] = {}
    with stage.teller.step("Huyện, thành phố chuyển tiếp nguyên văn xuống xã") as step:
        own = {*stage.silent, stage.implementer}
        passing = [district for district in stage.districts if district not in own]
        for district in passing[:SMALL] if stage.small else passing:
            paper = arrived(stage, district, stage.letter.document_id)
            with stage.acts(district, "head") as by:
                sent[district] = forwarding.forward_incoming(
                    document=paper, phrases=[COMMUNES], instruction=ORDER, by=by,
                    at=stage.at(1, 8, 30),
                )  # fmt: skip
        with acting(stage.official(stage.province, "clerk")):
            known = agencies.resolve_group(COMMUNES, on)
        step.count = sum(sent.values())
        step.text = (
            f"{len(sent)} huyện, thành phố chuyển tới {step.count} xã, phường, thị trấn (13)"
        )
        certainty = getattr(known, "certainty", "V")
        if certainty != "V":
            step.details.append(f"danh sách xã năm 2018: độ chắc chắn {certainty}")
        step.figures = {"districts": len(sent), "communes": step.count}
    return sent


def _implement(stage: Stage) -> str:
    """One district issues its own paper that implements the province's; its own number and seals."""
    district = stage.implementer
    with stage.teller.step("Một huyện ban hành văn bản triển khai của mình") as step:
        house = house_of(stage, district)
        reference = stage.letter.reference
        named = agencies.name_at(district, stage.first_day)
        text = (
            f"Thực hiện Công văn số {reference} ngày {stage.letter.issue_date:%d/%m/%Y} của"
            f" Ủy ban nhân dân tỉnh, {named.name} yêu cầu:\n\n"
            "1. Các xã, thị trấn gửi, nhận văn bản qua phần mềm liên thông và ký số văn bản.\n\n"
            f"2. Báo cáo kết quả về {named.short_name}."
        )
        draft = chain.letter(
            house, subject="triển khai ý kiến chỉ đạo của Ủy ban nhân dân tỉnh (văn bản mẫu)",
            text=text, to=[COMMUNES], place=named.short_name.split(" ", 2)[-1],
            authority="for_collective",
        )  # fmt: skip
        made = chain.whole_way(house, draft, stage.at(1, 9))
        with acting(house.clerk) as by:
            step.count = exchange.list_deliveries(by, _package(by, made.document_id)).count()
        step.text = f"{named.short_name}: số {made.reference}, gửi {step.count} xã, thị trấn"
        step.look = stage.look("documents:outgoing_one", made.pk)
        stage.figures["implementing"] = made.document_id
    return made.document_id


def _second_ring(stage: Stage, forwarded: Iterable[int], implemented: str) -> None:
    with stage.teller.step("Gói tin tới xã") as step:
        rows = {d: _below(stage, d, stage.letter.document_id) for d in forwarded}
        rows[stage.implementer] = _below(stage, stage.implementer, implemented)
        step.count = sum(map(len, rows.values()))
        step.text = f"{step.count} xã, phường, thị trấn có bản đến (01)"
    with stage.teller.step("Văn thư từng xã vào sổ văn bản đến") as step:
        for district, communes in rows.items():
            wanted = implemented if district == stage.implementer else stage.letter.document_id
            for commune in communes:
                register(stage, commune, wanted, 1, 14)
        step.count = sum(map(len, rows.values()))
        step.text = f"{step.count} xã, phường, thị trấn cấp số đến; báo 03 cho huyện"
    with stage.teller.step("Tỉnh thấy vòng hai bằng con số tổng hợp") as step:
        with stage.acts(stage.province, "clerk") as by:
            summed = exchange.forward_summary(by, stage.letter.package)
        step.text = (
            f"{summed.accepted}/{summed.receivers} nơi đã tiếp nhận; {summed.forwarders} nơi đã"
            f" chuyển tiếp tới {summed.forwarded_accepted}/{summed.forwarded} xã"
        )
        step.figures = {"second_ring": summed.forwarded_accepted}


def _below(stage: Stage, district: int, document_id: str) -> list[int]:
    """The receivers of the second ring, once the worker has carried all of it."""
    clerk = stage.official(district, "clerk")

    def rows() -> list[exchange.Delivery]:
        with acting(clerk) as by:
            package = _package(by, document_id)
            return [d for d in exchange.list_deliveries(by, package) if d.sender_id == district]

    stage.wait_for("gói tin tới xã", lambda: all(row.arrived_at for row in rows()))
    return [row.receiver_id for row in rows()]


def _package(by: Actor, document_id: str) -> exchange.Package:
    package = exchange.find_package(by, document_id)
    if package is None:
        raise Broken(f"Không thấy gói tin {document_id}.")
    return package
