"""Chapter 2: drafted in the Office from the reading, an opinion asked, checked, approved (Đ10-12)."""

from dataclasses import replace

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.queries.staff import units_of
from lienthong.systems.documents.choices import CheckKind
from lienthong.systems.documents.models import Opinion
from lienthong.systems.documents.services import checking, drafting, opinions

from . import chain
from .stage import Stage
from .telling import must

FOOT = "Nơi nhận"


def play(stage: Stage) -> None:
    """From the text that was read to an approved draft of the province."""
    stage.teller.chapter(2, "Soạn thảo, lấy ý kiến, kiểm tra, duyệt")
    house = house_of(stage, stage.province)
    with stage.teller.step("Soạn thảo") as step:
        at = stage.at(0, 8)
        with acting(house.drafter) as by:
            stage.letter = drafting.start_draft(draft=_draft(stage, house), by=by, at=at)
        named = stage.letter.recipients.filter(agency__isnull=False)
        with acting(house.drafter):
            step.count = named.count()
        step.text = (
            f"{house.drafter.name} soạn công văn “{stage.letter.subject}”, gửi {step.count} cơ quan"
        )
        step.look = stage.look("documents:outgoing_one", stage.letter.pk)
    with stage.teller.step("Lấy ý kiến phối hợp") as step:
        step.text = _opinion(stage, house)
    with stage.teller.step("Kiểm tra nội dung, thể thức; duyệt") as step:
        stage.letter = chain.check(house, stage.letter, stage.at(0, 10))
        with acting(house.clerk):
            must(not checking.missing_checks(stage.letter), "Còn thiếu bước kiểm tra.")
        step.count = len(CheckKind)
        step.text = (
            f"{house.head.post_title} kiểm tra nội dung, {house.clerk.post_title} kiểm tra thể thức,"
            f" {house.signatory.post_title} duyệt; mỗi bước ghi trên cùng một bản"
        )


def house_of(stage: Stage, agency_id: int) -> chain.House:
    """The people of an office who carry a paper out; a small office has fewer of them."""
    drafter = stage.official(agency_id, "officer")
    if agency_id == stage.province:
        drafter = _secretary(stage, agency_id)
    head = stage.official(agency_id, "unit_head", drafter.unit_id)
    return chain.House(
        drafter, head, stage.official(agency_id, "clerk"), stage.official(agency_id, "head")
    )


def _secretary(stage: Stage, agency_id: int) -> Actor:
    with acting(stage.official(agency_id, "officer")) as first:
        units = [u for u in units_of(agency_id, stage.first_day) if "Tổng hợp" in u.name]
    return stage.official(agency_id, "officer", units[0].pk) if units else first


def _draft(stage: Stage, house: chain.House) -> drafting.Draft:
    fields = stage.reading.document
    draft = chain.letter(
        house,
        subject=str(fields["subject"].value or "thực hiện ý kiến chỉ đạo"),
        text=body_of(stage),
        to=[str(phrase) for phrase in fields["recipients_to"].value or ()],
        place=str(fields["place"].value or "Quảng Ngãi"),
        authority="for_collective",
        notation=str(fields["symbol"].value or ""),
    )
    must(bool(draft.recipients[:-1]), "Văn bản không ghi nơi nhận (Kính gửi) nào đọc được.")
    return replace(draft, unit_id=house.drafter.unit_id)


def body_of(stage: Stage) -> str:
    """The text of the paper that was read: from under Kính gửi to above Nơi nhận."""
    text: str = stage.reading.text
    parties = stage.reading.document["recipients_to"].extra.get("parties", ())
    ends = [party.evidence.end for party in parties if party.evidence is not None]
    body = text[max(ends, default=0) :].lstrip(" ;.,\n")
    foot = body.rfind(FOOT)
    return (body[:foot] if foot > 0 else body).strip()


def _opinion(stage: Stage, house: chain.House) -> str:
    unit = stage.official(stage.province, "clerk").unit_id
    asked = opinions.Asked(stage.province, unit_id=unit)
    with acting(house.drafter) as by:
        stage.letter = opinions.ask_opinions(
            document=stage.letter,
            asked=[asked],
            question="Đề nghị cho ý kiến về nơi nhận và thời hạn.",
            due_at=stage.moment(0, 9, 30),
            by=by,
            at=stage.at(0, 8, 30),
        )
    with stage.acts(stage.province, "unit_head", unit) as by:
        opinion = Opinion.objects.get(document=stage.letter, asked_unit_id=unit)
        opinions.answer_opinion(opinion=opinion, text="", agrees=True, by=by, at=stage.at(0, 9))
        return f"{by.post_title} nhất trí, trước hạn 9 giờ 30"
