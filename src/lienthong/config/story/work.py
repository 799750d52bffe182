"""Chapter 6: inside the offices: instruction, tasks confirmed, received, asked for, reported, accepted."""

import datetime as dt
import io
from typing import Any

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.context import acting
from lienthong.kernel.files.services import store
from lienthong.systems.documents.services import handling
from lienthong.systems.tasks import api as tasks
from lienthong.systems.tasks.choices import ProofKind, ReturnReason
from lienthong.systems.tasks.services import requests

from . import chain, receive
from .draft import house_of
from .stage import Stage
from .telling import must

GROUP = 2  # more leads than one: a parent with a child for each


def play(stage: Stage) -> None:
    """From the proposals to accepted results."""
    stage.teller.chapter(6, "Giải quyết và nhiệm vụ")
    parents = _confirm(stage)
    children, single = _divide(stage, parents)
    office = _lead_of(stage, single)
    paper = _inside(stage, office)
    _receive(stage, [*children, *single])
    _requests(stage, children)
    _name(stage, [*children, *single])
    _results(stage, office, paper, [t for t in single if t.lead_agency_id == office])
    _record(stage, children)
    _figures(stage)


def _confirm(stage: Stage) -> list[tasks.Task]:
    secretary = house_of(stage, stage.province).drafter
    with stage.teller.step("Thư ký xác nhận nhiệm vụ đọc từ văn bản đã ký") as step:

        def proposed() -> list[tasks.Task]:
            with acting(secretary) as by:
                return list(
                    tasks.proposals_for(by).filter(source_document=stage.letter).order_by("pk")
                )

        stage.wait_for("nhiệm vụ được đề xuất", lambda: bool(proposed()))
        found = proposed()
        must(
            len(found) == len(stage.reading.tasks),
            f"Đọc được {len(stage.reading.tasks)} nhiệm vụ nhưng đề xuất {len(found)}.",
        )
        given = []
        for task in found:
            with acting(secretary) as by:
                if task.parties.filter(role="lead").exists():
                    given.append(tasks.assign_task(task=task, by=by, at=stage.at(1, 10)))
        step.count = len(given)
        step.text = f"{secretary.name} giao {len(given)} nhiệm vụ"
        if len(found) > len(given):
            step.details.append(
                f"{len(found) - len(given)} đề xuất chưa rõ chủ trì, để lại chờ hỏi"
            )
        step.look = stage.look("tasks:proposals")
        step.figures = {"proposed": len(found), "assigned": len(given)}
    return given


def _divide(stage: Stage, parents: list[tasks.Task]) -> tuple[list[tasks.Task], list[tasks.Task]]:
    with stage.teller.step("Nhóm chủ trì: một nhiệm vụ cha, mỗi cơ quan một nhiệm vụ con") as step:
        with acting(house_of(stage, stage.province).drafter):
            groups = [task for task in parents if task.group_parent]
            children = [c for task in groups for c in task.children.order_by("pk")]
        step.count = len(children)
        step.text = f"{len(groups)} nhiệm vụ cha, {len(children)} nhiệm vụ con"
        step.look = stage.look("tasks:list")
    return children, [task for task in parents if not task.group_parent]


def _lead_of(stage: Stage, single: list[tasks.Task]) -> int:
    """The department that leads most tasks and received the paper."""
    received = [t.lead_agency_id for t in single if t.lead_agency_id in stage.departments]
    must(bool(received), "Không nhiệm vụ nào giao cho một sở có trong nơi nhận.")
    return max(set(received), key=lambda pk: (received.count(pk), -pk))


def _inside(stage: Stage, office: int) -> Any:
    with stage.teller.step("Trong một sở: bút phê, phân công, người giải quyết") as step:
        paper = receive.arrived(stage, office, stage.letter.document_id)
        paper = receive.to_officer(stage, paper, 1, 9)
        step.text = (
            f"{stage.name(office)}: lãnh đạo cho ý kiến, trưởng phòng giao"
            f" {stage.official(office, 'officer').name} (04, 05)"
        )
        step.look = stage.look("documents:incoming_one", paper.pk)
    return paper


def _active(stage: Stage, given: list[tasks.Task]) -> list[tasks.Task]:
    quiet = {*stage.silent, stage.refuser}
    return [t for t in given if t.lead_agency_id and t.lead_agency_id not in quiet]


def _receive(stage: Stage, given: list[tasks.Task]) -> None:
    with stage.teller.step("Cơ quan chủ trì tiếp nhận nhiệm vụ") as step:
        active = _active(stage, given)
        for task in active:
            with stage.acts(task.lead_agency_id or 0, "clerk") as by:
                tasks.receive_task(task=task, by=by, at=stage.at(1, 15))
        step.count = len(active)
        step.text = f"{len(active)} nhiệm vụ đã tiếp nhận"


def _requests(stage: Stage, children: list[tasks.Task]) -> None:
    active = _active(stage, children)
    dated = next((t for t in active if t.deadline is not None), None)
    with stage.teller.step("Đề nghị gia hạn: đồng ý") as step:
        if dated is None:
            step.skipped, step.text = True, "không nhiệm vụ nào có thời hạn"
        else:
            _ask_more_time(stage, dated)
            step.text = (
                f"{stage.name(dated.lead_agency_id or 0)} thêm 10 ngày; thời hạn gốc giữ nguyên"
            )
            step.look = stage.look("tasks:one", dated.pk)
    with stage.teller.step("Đề nghị trả lại: không đồng ý") as step:
        other = next((t for t in active if t != dated), None)
        if other is None:
            step.skipped, step.text = True, "không nhiệm vụ nào để trả lại"
            return
        _ask_to_return(stage, other)
        step.text = f"{stage.name(other.lead_agency_id or 0)} tiếp tục thực hiện"
        step.look = stage.look("tasks:one", other.pk)


def _ask_more_time(stage: Stage, task: tasks.Task) -> None:
    assert task.deadline is not None  # noqa: S101  chosen so
    with stage.acts(task.lead_agency_id or 0, "head") as by:
        asked = requests.ask_extension(
            task=task,
            new_deadline=task.deadline + dt.timedelta(days=10),
            reason="Chờ hướng dẫn mẫu bản cam kết.",
            done_so_far="Đã rà soát nội dung.",
            by=by,
            at=stage.at(2, 8),
        )
    with stage.acts(stage.province, "chief_of_office") as by:
        requests.decide_request(request=asked, grant=True, by=by, at=stage.at(2, 9))


def _ask_to_return(stage: Stage, task: tasks.Task) -> None:
    with stage.acts(task.lead_agency_id or 0, "head") as by:
        asked = requests.ask_return(
            task=task,
            reason_code=ReturnReason.NOT_OUR_FUNCTION,
            reason="Việc này do đơn vị khác của ngành thực hiện.",
            by=by,
            at=stage.at(2, 8, 15),
        )
    with stage.acts(stage.province, "chief_of_office") as by:
        requests.decide_request(
            request=asked,
            grant=False,
            note="Thuộc trách nhiệm của người đứng đầu cơ quan.",
            by=by,
            at=stage.at(2, 9, 15),
        )


def _name(stage: Stage, given: list[tasks.Task]) -> None:
    with stage.teller.step("Người đứng đầu giao người thực hiện") as step:
        active = _active(stage, given)
        for task in active:
            agency_id = task.lead_agency_id or 0
            officer = stage.official(agency_id, "officer")
            with stage.acts(agency_id, "head") as by:
                tasks.name_person(
                    task=task, unit_id=officer.unit_id, person_id=officer.person_id or 0,
                    by=by, at=stage.at(2, 10),
                )  # fmt: skip
        step.count = len(active)
        step.text = f"{len(active)} nhiệm vụ có người thực hiện"


def _results(stage: Stage, office: int, paper: Any, own: list[tasks.Task]) -> None:
    """The department answers by a document of its own; one result accepted, one asked more of."""
    house = house_of(stage, office)
    own = [task for task in own if task.proof == ProofKind.DOCUMENT] or own
    with acting(house.drafter) as by:
        task = tasks.report_progress(
            task=own[0], text="Đã lập kế hoạch thực hiện.", percent=40, by=by, at=stage.at(2, 14)
        )
    with stage.teller.step("Sở ban hành văn bản báo cáo, trả lời văn bản của tỉnh") as step:
        made = _answer(stage, house, paper)
        step.text = f"số {made.reference}, ResponseFor {stage.letter.reference}"
        step.look = stage.look("documents:outgoing_one", made.pk)
    handed = tasks.Handed(
        kind=task.proof,
        dated=made.issue_date or stage.days[3],
        outgoing_id=made.pk,
        reference=made.reference,
    )
    with stage.teller.step("Báo cáo kết quả; chấp nhận một, yêu cầu bổ sung một") as step:
        judged = own[:2]
        for each in judged:
            with acting(house.drafter) as by:
                tasks.submit_result(task=each, products=[handed], by=by, at=stage.at(3, 10))
        with stage.acts(stage.province, "head") as by:
            tasks.accept_result(task=judged[0], by=by, at=stage.at(3, 11))
        for each in judged[1:]:
            with stage.acts(stage.province, "chief_of_office") as by:
                tasks.ask_more(
                    task=each, note="Cần số liệu kết nối tới từng xã.", by=by, at=stage.at(3, 11)
                )
        step.count = len(judged)
        step.text = f"{stage.name(office)}: 1 hoàn thành, {len(judged) - 1} yêu cầu bổ sung"
        step.look = stage.look("tasks:one", judged[0].pk)
    with stage.teller.step("Kết thúc giải quyết văn bản đến bằng văn bản trả lời") as step:
        with acting(house.drafter) as by:
            fresh = receive.arrived(stage, office, stage.letter.document_id)
            if fresh.state != "done":  # its issue has ended it by ResponseFor
                handling.finish(document=fresh, note="", reply=made, by=by, at=stage.at(3, 11, 30))
        step.text = "trạng thái 06"


def _answer(stage: Stage, house: chain.House, paper: Any) -> Any:
    text = (
        f"Thực hiện Công văn số {stage.letter.reference} ngày"
        f" {stage.letter.issue_date:%d/%m/%Y} của Ủy ban nhân dân tỉnh,"
        f" {house.drafter.agency_name} báo cáo kết quả như sau:\n\n"
        "1. Đã hoàn thành việc rà soát và lập kế hoạch thực hiện.\n\n"
        "2. Kính trình Ủy ban nhân dân tỉnh xem xét."
    )
    draft = chain.letter(
        house, subject="báo cáo kết quả thực hiện ý kiến chỉ đạo (văn bản mẫu)", text=text,
        to=["UBND tỉnh"], place="Quảng Ngãi", authority="in_own_right", answers=paper.pk,
    )  # fmt: skip
    made = chain.whole_way(house, draft, stage.at(3, 8, 30))
    stage.wait_for("văn bản trả lời tới tỉnh", lambda: _here(stage, made))
    receive.register(stage, stage.province, made.document_id, 3, 9)
    stage.reply = made.document_id
    return made


def _here(stage: Stage, made: Any) -> bool:
    with stage.acts(made.agency_id, "clerk") as by:
        rows = list(exchange.list_deliveries(by, made.package))
    return bool(rows) and all(row.arrived_at for row in rows)


def _record(stage: Stage, children: list[tasks.Task]) -> None:
    """A dialogue with the people: proved by its minutes, day, number present and results."""
    with stage.teller.step("Kết quả bằng biên bản đối thoại") as step:
        wanted = [t for t in _active(stage, children) if t.proof == ProofKind.RECORD]
        if not wanted:
            step.skipped, step.text = True, "không nhiệm vụ nào hoàn thành bằng biên bản"
            return
        task = next((t for t in wanted if t.lead_agency_id in stage.districts), wanted[0])
        agency_id = task.lead_agency_id or 0
        with stage.acts(agency_id, "officer") as by:
            at = stage.at(3, 14)
            stored = store(
                io.BytesIO("Biên bản đối thoại với người dân (mẫu).\n".encode()),
                name="bien-ban-doi-thoai.txt", agency_id=agency_id, by=by, at=at,
            )  # fmt: skip
            held = stage.days[2].isoformat()
            tasks.submit_result(
                task=task,
                products=[
                    tasks.Handed(
                        kind=ProofKind.RECORD,
                        dated=stage.days[2],
                        file_id=stored.pk,
                        details={
                            "held_on": held,
                            "present": 45,
                            "result": "3 kiến nghị đã trả lời",
                        },
                    )
                ],
                by=by,
                at=at,
            )
        with stage.acts(stage.province, "chief_of_office") as by:
            tasks.accept_result(task=task, by=by, at=stage.at(3, 15))
        step.text = f"{stage.name(agency_id)}: 45 người dự, 3 kiến nghị; đã xác nhận hoàn thành"
        step.look = stage.look("tasks:one", task.pk)


def _figures(stage: Stage) -> None:
    with stage.acts(stage.province, "chief_of_office") as by:
        rows = tasks.tasks_for(by).filter(source_document=stage.letter, group_parent=False)
        states: dict[str, int] = {}
        for state in rows.values_list("state", flat=True):
            states[state] = states.get(state, 0) + 1
    stage.figures["tasks"] = states
