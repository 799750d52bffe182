"""Chapter 7: the board names exactly who is missing; its figures equal a full recomputation (§4)."""

from typing import Any

from lienthong.axis.exchange import api as exchange
from lienthong.axis.exchange.queries import counts
from lienthong.desk import queries as desk
from lienthong.desk.choices import Verb
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.systems.documents import api as documents
from lienthong.systems.documents.services import incoming

from . import receive
from .stage import Stage
from .telling import must

BOARD_HOUR, BOARD_MINUTE = 16, 30


def play(stage: Stage) -> None:
    """Look at the board, mend what was returned, look again, and recompute everything."""
    stage.teller.chapter(7, "Bảng điều hành")
    _line_tests(stage)
    first = _look(stage, [*stage.silent, stage.refuser], BOARD_HOUR)
    _resend(stage)
    _look(stage, stage.silent, BOARD_HOUR + 1)
    _recompute(stage, first)


def _line_tests(stage: Stage) -> None:
    """Who has exchanged nothing since yesterday answers the day's test message, by his own clerk."""
    with stage.teller.step("Trả lời gói tin thử của ngày") as step:
        at = stage.at(3, 15, 30)
        with stage.acts(stage.province, "clerk"):
            listed = agencies.obligated_agencies(stage.first_day)
        asked = [pk for pk in listed if pk not in stage.silent]
        for agency_id in asked:
            with stage.acts(agency_id, "clerk") as by:
                exchange.acknowledge_test(agency_id=agency_id, by=by, at=at)
        step.count = len(asked)
        step.text = f"{len(asked)} trên {len(listed)} cơ quan phải liên thông trả lời"


def _reader(stage: Stage) -> Actor:
    chair = stage.official(stage.province, "head")
    must(chair.may(Verb.SEE_PROVINCE), "Chủ tịch chưa có vai trò xem bảng điều hành toàn tỉnh.")
    with acting(chair):
        return desk.with_sight_of_province(chair, stage.first_day)


def _look(stage: Stage, expected: list[int], hour: int) -> desk.Board:
    period = exchange.month_to_date(stage.days[3])
    with stage.teller.step("Bảng điều hành nêu đúng nơi còn thiếu") as step:
        at = stage.at(3, hour, BOARD_MINUTE)
        reader = _reader(stage)
        with acting(reader):
            found = desk.board(reader, period=period, at=at, sees_all=True)
        named = {row.agency_id: row for row in found.missing}
        wrong = [stage.name(pk) for pk in {*named} ^ {*expected}]
        must(not wrong, f"Bảng điều hành nêu sai: {', '.join(wrong)}.")
        step.count = len(named)
        step.details = [f"{row.name}: {'; '.join(map(str, row.reasons))}" for row in named.values()]
        step.details += [_said(found)]
        step.text = "đúng " + ", ".join(stage.name(pk) for pk in sorted(named))
        step.look = stage.look(
            "desk:board", query=f"thang={period.first:%Y-%m}&luc={at:%Y-%m-%dT%H:%M}"
        )
        step.figures = shares(found)
    stage.figures["board"] = {name: shown["text"] for name, shown in shares(found).items()}
    stage.figures["look"] = step.look
    return found


def shares(found: desk.Board) -> dict[str, Any]:
    """The percentages with numerator and denominator."""
    named = {
        "P1": found.shares.p1, "P1b": found.shares.p1b, "P1c": found.shares.p1c,
        "P1t": found.shares.p1t, "P2": found.signed.p2, "P2a": found.signed.p2a,
    }  # fmt: skip
    return {
        name: {
            "numerator": share.numerator,
            "denominator": share.denominator,
            "text": f"{share} ({share.numerator}/{share.denominator})",
        }
        for name, share in named.items()
    }


def _said(found: desk.Board) -> str:
    return " · ".join(f"{name} {shown['text']}" for name, shown in shares(found).items())


def _resend(stage: Stage) -> None:
    """The province answers the refusal and sends again; the office registers."""
    with stage.teller.step("Tỉnh trả lời và gửi lại; nơi trả lại vào sổ") as step:
        with stage.acts(stage.province, "clerk") as by:
            returned = exchange.list_deliveries(by, stage.letter.package).get(
                receiver=stage.refuser, current=True
            )
            again = exchange.resend(delivery=returned, by=by, at=stage.at(3, 16, 40))

        def there() -> bool:
            with stage.acts(stage.province, "clerk") as by:
                return exchange.get_delivery(by, again.pk).arrived_at is not None

        stage.wait_for("gói tin gửi lại tới nơi", there)
        with stage.acts(stage.refuser, "clerk") as by:
            rows = documents.incoming_for(by).filter(delivery=again.pk)
            paper = rows.get()
            incoming.register_incoming(
                document=paper,
                trust_note="" if paper.verdict == "valid" else receive.NOTE,
                by=by,
                at=stage.at(3, 17),
            )
        step.text = f"{stage.name(stage.refuser)}: lượt 02 vẫn thấy được, lượt gửi lại có số đến"


def _recompute(stage: Stage, _first: desk.Board) -> None:
    with stage.teller.step("Số đang giữ bằng số tính lại toàn bộ") as step:
        reader = _reader(stage)
        with acting(reader):
            kept, anew = counts.kept(), counts.recomputed()
            papers, papers_anew = counts.documents_kept(), counts.documents_recomputed()
        seen = reader.agency_ids
        kept = {key: n for key, n in kept.items() if key[0] in seen}
        anew = {key: n for key, n in anew.items() if key[0] in seen}
        must(kept == anew, "Số giữ sẵn khác số tính lại từ các lượt gửi.")
        must(papers == papers_anew, "Số văn bản giữ sẵn khác số tính lại.")
        step.count = sum(anew.values())
        step.text = f"{len(anew)} ô đếm, {step.count} lượt; {sum(papers.values())} văn bản: khớp"
