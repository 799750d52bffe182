"""Decisions propose before they change anything; each change is one act, or nothing at all."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.agencies import queries, services
from lienthong.kernel.agencies.models import Agency, AgencyName, Decision, Succession
from lienthong.kernel.agencies.rules.plan import PlanRejected
from lienthong.kernel.agencies.services.changes import NoSuchHeir
from lienthong.kernel.agencies.services.decisions import DecisionSettled
from lienthong.kernel.agencies.services.lifetimes import LaterChanges
from lienthong.kernel.agencies.services.structure import NotReady, Orphaned

from .conftest import NOW, TODAY

DAY = dt.date(2027, 1, 1)
BEFORE = dt.date(2026, 12, 31)
NEW = {
    "key": "ubnd:thu@2027",
    "kind": "peoples_committee",
    "level": "commune",
    "name": "Ủy ban nhân dân xã Thử Nghiệm",
    "short_name": "UBND xã Thử Nghiệm",
    "abbreviation": "UBND",
    "parent": "ubnd:51@2025",
    "place": {"key": "thu@2027", "level": "commune", "kind": "xã", "name": "Thử Nghiệm",
              "gso": "21484"},
    "codes": [{"scheme": "qd20", "code": "H48.900", "is_sample": True}],
    "staffing": "commune_2025",
    "mail": "thunghiem",
    "obligated": True,
    "channel": "exchange",
}  # fmt: skip
MERGE = {
    "open": [NEW],
    "close": ["ubnd:21484@2025", "ubnd:21490@2025"],
    "succeed": [
        {"from": "ubnd:21484@2025", "to": "ubnd:thu@2027", "kind": "merge", "takes_mail": True},
        {"from": "ubnd:21490@2025", "to": "ubnd:thu@2027", "kind": "merge", "takes_mail": True},
    ],
    "sample_people": True,
}


def propose(by, plan=MERGE, key="thu", day=DAY):
    return services.propose_decision(
        key=key, title="Nhập hai xã (thử)", kind="reorganisation", effective_on=day, plan=plan,
        number="01/NQ-THU", by=by, at=NOW,
    )  # fmt: skip


def newest_fact():
    """The act and the number of lines of the newest fact that the keeper may see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, line_count FROM facts_fact ORDER BY id DESC LIMIT 1")
        return cursor.fetchone()


def test_a_proposal_changes_nothing_of_the_structure(map_keeper):
    before = queries.tree_at(DAY)
    decision = propose(map_keeper)
    assert queries.tree_at(DAY) == before
    assert decision.state == "proposed"


def test_the_preview_names_what_would_happen(map_keeper):
    preview = queries.preview_decision(propose(map_keeper))
    assert [name for _pk, name in preview.closes] == ["UBND xã Ba Tơ", "UBND xã Ba Vinh"]
    assert preview.opens == ("UBND xã Thử Nghiệm",)
    assert (preview.posts_ending, preview.people_leaving) == (12, 12)
    assert next((f.old, f.new) for f in preview.follows) == ("UBND xã Ba Tơ", "UBND xã Thử Nghiệm")
    assert preview.refusals == ()
    assert any("không phải là danh tính" in warning for warning in preview.warnings)


def test_carried_out_the_old_end_and_the_new_begin_on_the_day(map_keeper):
    done = services.carry_out_decision(decision=propose(map_keeper), by=map_keeper, at=NOW)
    old, new = Agency.objects.get(key="ubnd:21484@2025"), done.outcome.opened["ubnd:thu@2027"]
    assert queries.name_at(old.pk, BEFORE).short_name == "UBND xã Ba Tơ"
    assert queries.find_agency("UBND xã Ba Tơ", DAY) is None
    assert queries.find_agency("UBND xã Thử Nghiệm", BEFORE) is None
    assert queries.find_agency("UBND xã Thử Nghiệm", DAY) == new
    assert queries.resolve_group("UBND các xã, phường, đặc khu", BEFORE).count == 96
    assert queries.resolve_group("UBND các xã, phường, đặc khu", DAY).count == 95
    assert queries.alive_successors(old.pk, DAY) == [new]
    assert queries.head_of(old.pk, DAY) is None
    assert [h.email for h in queries.clerks_of(new, DAY)] == [
        "vanthu.thunghiem@mau.lienthong.example"
    ]
    assert queries.is_obligated(new, DAY)
    assert not queries.is_obligated(old.pk, DAY)


def test_carrying_out_is_one_fact_with_a_line_for_each_row(map_keeper):
    services.carry_out_decision(decision=propose(map_keeper), by=map_keeper, at=NOW)
    act, lines = newest_fact()
    assert act == "agencies.decision_carried_out"
    # two lives end (names, parents, codes, lists, units, posts, holders) and one begins
    assert lines > 60


def test_a_second_click_changes_nothing_more(map_keeper):
    decision = propose(map_keeper)
    services.carry_out_decision(decision=decision, by=map_keeper, at=NOW)
    before = Agency.objects.count()
    with pytest.raises(DecisionSettled) as refused:
        services.carry_out_decision(decision=decision, by=map_keeper, at=NOW)
    assert "đã thực hiện" in refused.value.message
    assert Agency.objects.count() == before


def test_the_same_proposal_twice_is_one_and_another_under_its_key_is_refused(map_keeper):
    assert propose(map_keeper).pk == propose(map_keeper).pk
    with pytest.raises(DecisionSettled):
        propose(map_keeper, day=dt.date(2027, 2, 1))


def test_a_withdrawn_proposal_is_not_carried_out(map_keeper):
    decision = propose(map_keeper)
    services.withdraw_decision(decision=decision, by=map_keeper, at=NOW)
    with pytest.raises(DecisionSettled):
        services.carry_out_decision(decision=decision, by=map_keeper, at=NOW)


def test_without_the_verb_nothing_is_proposed_or_done(map_keeper):
    decision = propose(map_keeper)
    stranger = replace(map_keeper, verbs=frozenset({"agencies.administer"}))
    with pytest.raises(Forbidden):
        propose(stranger, key="khac")
    for act in (services.carry_out_decision, services.withdraw_decision):
        with pytest.raises(Forbidden):
            act(decision=decision, by=stranger, at=NOW)
    assert Decision.objects.get(pk=decision.pk).state == "proposed"


def test_a_proposal_without_a_day_or_that_loses_somebody_is_refused(map_keeper):
    with pytest.raises(PlanRejected):
        propose(map_keeper, day=None)
    with pytest.raises(PlanRejected, match="kế thừa"):
        propose(map_keeper, plan={**MERGE, "succeed": MERGE["succeed"][:1]})


def test_what_ended_long_ago_cannot_end_again(map_keeper):
    plan = {
        "close": ["ubnd:535"],
        "succeed": [{"from": "ubnd:535", "to": "ubnd:21484@2025", "kind": "merge"}],
    }
    decision = propose(map_keeper, plan=plan)
    with pytest.raises(NotReady) as refused:
        services.carry_out_decision(decision=decision, by=map_keeper, at=NOW)
    assert "UBND huyện Ba Tơ" in refused.value.message
    assert queries.preview_decision(decision).refusals


def test_a_province_cannot_end_from_under_its_agencies(map_keeper):
    plan = {
        "open": [{**NEW, "key": "ubnd:moi", "level": "province", "parent": None, "codes": [],
                  "place": None, "staffing": ""}],
        "close": ["ubnd:51@2025"],
        "succeed": [{"from": "ubnd:51@2025", "to": "ubnd:moi", "kind": "merge"}],
    }  # fmt: skip
    decision = propose(map_keeper, plan=plan)
    with pytest.raises(Orphaned) as refused:
        services.carry_out_decision(decision=decision, by=map_keeper, at=NOW)
    assert "UBND xã Ba Tơ" in refused.value.message


def test_what_was_recorded_after_the_day_stops_the_decision(map_keeper):
    agency = Agency.objects.get(key="ubnd:21484@2025")
    services.rename_agency(
        agency=agency, name="Ủy ban nhân dân xã Ba Tơ Mới", short_name="UBND xã Ba Tơ Mới",
        on=dt.date(2027, 3, 1), title="Đổi tên (thử)", by=map_keeper, at=NOW,
    )  # fmt: skip
    decision = propose(map_keeper)
    with pytest.raises(LaterChanges) as refused, transaction.atomic():
        services.carry_out_decision(decision=decision, by=map_keeper, at=NOW)
    assert "tên gọi (1)" in refused.value.message
    assert queries.find_agency("UBND xã Ba Tơ", DAY) == agency.pk


def test_a_code_in_use_stops_everything_and_leaves_nothing_half_done(map_keeper):
    taken = {**NEW, "codes": [{"scheme": "qd20", "code": "H48"}]}
    decision = propose(map_keeper, plan={**MERGE, "open": [taken]})
    before = queries.tree_at(DAY)
    assert any("H48" in w for w in queries.preview_decision(decision).warnings)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.carry_out_decision(decision=decision, by=map_keeper, at=NOW)
    assert queries.tree_at(DAY) == before
    assert Decision.objects.get(pk=decision.pk).state == "proposed"


def test_renaming_keeps_the_life_and_both_names_are_found(map_keeper):
    agency = Agency.objects.get(key="so-y-te")
    services.rename_agency(
        agency=agency, name="Sở Y tế và Dân số", short_name="Sở Y tế và Dân số",
        abbreviation="SYTDS", on=DAY, title="Đổi tên (thử)", by=map_keeper, at=NOW,
    )  # fmt: skip
    assert queries.find_agency("Sở Y tế", BEFORE) == agency.pk
    assert queries.find_agency("Sở Y tế", DAY) is None
    assert queries.find_agency("Sở Y tế và Dân số", DAY) == agency.pk
    assert [m.agency_id for m in queries.find_agencies("Sở Y tế")] == [agency.pk]
    assert [n.short_name for n in queries.names_over_time(agency.pk)] == [
        "Sở Y tế",
        "Sở Y tế và Dân số",
    ]


def test_moving_and_recoding_within_a_life(map_keeper):
    centre = Agency.objects.get(key="tt-pvhcc")
    office = Agency.objects.get(key="vp-ubnd")
    services.move_agency(
        agency=centre, parent=office, on=DAY, title="Chuyển (thử)", by=map_keeper, at=NOW
    )
    assert queries.parent_of(centre.pk, BEFORE) == queries.province_at(BEFORE)
    assert queries.parent_of(centre.pk, DAY) == office.pk
    services.recode_agency(
        agency=centre, scheme="qd20", code="H48.01.77", on=DAY, title="Mã (thử)", is_sample=True,
        by=map_keeper, at=NOW,
    )  # fmt: skip
    assert queries.agency_by_code("qd20", "H48.01.77", BEFORE) is None
    assert queries.agency_by_code("qd20", "H48.01.77", DAY) == centre.pk
    assert queries.code_of(centre.pk, "qd20", BEFORE).code == "H48.21"
    with pytest.raises(PlanRejected, match="không đúng dạng"):
        services.recode_agency(
            agency=centre, scheme="qd20", code="48", on=DAY, title="x", by=map_keeper, at=NOW
        )


def test_opening_one_agency(map_keeper):
    agency = services.open_agency(
        entry={
            "kind": "central_sector",
            "level": "province",
            "name": "Công an tỉnh Quảng Ngãi",
            "short_name": "Công an tỉnh",
            "channel": "paper",
            "certainty": "M",
        },
        on=TODAY, title="Ghi thêm cơ quan ngành dọc (thử)", by=map_keeper, at=NOW,
    )  # fmt: skip
    assert queries.find_agency("Công an tỉnh", TODAY) == agency.pk
    assert AgencyName.objects.get(agency=agency).decision_id == agency.opened_by_id


def test_the_mail_of_a_split_commune_can_be_given_to_one_heir(map_keeper):
    old = Agency.objects.get(key="ubnd:21142")
    heir = Agency.objects.get(key="ubnd:21136@2025")
    services.name_mail_successor(predecessor=old, successor=heir, by=map_keeper, at=NOW)
    assert queries.mail_successor(old.pk, TODAY).agency_id == heir.pk
    assert Succession.objects.filter(predecessor=old, takes_mail=True).count() == 1
    with pytest.raises(NoSuchHeir):
        services.name_mail_successor(
            predecessor=old, successor=Agency.objects.get(key="so-y-te"), by=map_keeper, at=NOW
        )
