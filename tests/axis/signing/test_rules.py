"""The right to sign, clause by clause of Điều 13 NĐ 30/2020/NĐ-CP."""

import datetime as dt
from dataclasses import replace

import pytest

from lienthong.axis.signing.rules import (
    ACTING_HEAD,
    BY_DELEGATION,
    BY_ORDER,
    FOR_COLLECTIVE,
    FOR_HEAD,
    IN_OWN_RIGHT,
    Allowed,
    Grant,
    Paper,
    PostFacts,
    Refused,
    check_grant,
    check_right,
)

DAY = dt.date(2026, 11, 23)
COMMITTEE, DEPARTMENT, OFFICE = 1, 2, 3
CHAIRMAN = PostFacts(10, 100, "Chủ tịch", "head", COMMITTEE, True, "", True, True)
DEPUTY = PostFacts(11, 101, "Phó Chủ tịch", "deputy", COMMITTEE, True, "", False, True)
DIRECTOR = PostFacts(12, 102, "Giám đốc", "head", DEPARTMENT, True, "", True, False)
VICE_DIRECTOR = PostFacts(13, 103, "Phó Giám đốc", "deputy", DEPARTMENT, True)
UNIT_HEAD = PostFacts(14, 104, "Trưởng phòng", "unit_head", DEPARTMENT, True)
UNIT_DEPUTY = PostFacts(15, 105, "Phó Trưởng phòng", "deputy_unit_head", DEPARTMENT, True)
CHIEF = PostFacts(16, 106, "Chánh Văn phòng", "chief_of_office", OFFICE, True, "", True, True)
OFFICER = PostFacts(17, 107, "Chuyên viên", "officer", DEPARTMENT, True)
LETTER = Paper(COMMITTEE, 7, "Triển khai công tác cải cách hành chính")
NOTICE = Paper(DEPARTMENT, 7, "Lịch tập huấn công tác văn thư")


def _grant(post: PostFacts, authority: str, agency: int, **changes: object) -> Grant:
    grant = Grant(
        1, agency, post.post_id, authority, DAY - dt.timedelta(days=30), "QĐ 01/QĐ-UBND (mẫu)"
    )
    return replace(grant, **changes)  # type: ignore[arg-type]


def _ask(
    post: PostFacts, authority: str, paper: Paper, *grants: Grant, on: dt.date = DAY
) -> Allowed | Refused:
    return check_right(post=post, authority=authority, paper=paper, grants=grants, on=on)


class TestHead:
    """Khoản 1 and 2: the head signs everything, for the collective where there is one."""

    def test_chairman_for_the_collective(self) -> None:
        answer = _ask(CHAIRMAN, FOR_COLLECTIVE, LETTER)
        assert isinstance(answer, Allowed)
        assert answer.article == "khoản 2 Điều 13 NĐ 30/2020/NĐ-CP"

    def test_chairman_in_his_own_right(self) -> None:
        assert isinstance(_ask(CHAIRMAN, IN_OWN_RIGHT, LETTER), Allowed)

    def test_director_in_his_own_right(self) -> None:
        answer = _ask(DIRECTOR, IN_OWN_RIGHT, NOTICE)
        assert isinstance(answer, Allowed)
        assert answer.article.startswith("khoản 1")

    def test_director_has_no_collective(self) -> None:
        answer = _ask(DIRECTOR, FOR_COLLECTIVE, NOTICE)
        assert isinstance(answer, Refused)
        assert "chế độ thủ trưởng" in answer.message

    def test_head_of_another_agency(self) -> None:
        assert isinstance(_ask(DIRECTOR, IN_OWN_RIGHT, LETTER), Refused)
        assert isinstance(_ask(CHAIRMAN, IN_OWN_RIGHT, NOTICE), Refused)

    @pytest.mark.parametrize("post", [DEPUTY, replace(UNIT_HEAD, agency_id=COMMITTEE), CHIEF])
    @pytest.mark.parametrize("authority", [IN_OWN_RIGHT, FOR_COLLECTIVE, ACTING_HEAD])
    def test_nobody_else_signs_as_head(self, post: PostFacts, authority: str) -> None:
        assert isinstance(_ask(post, authority, LETTER), Refused)

    def test_post_not_held_on_the_day(self) -> None:
        answer = _ask(replace(CHAIRMAN, held=False), FOR_COLLECTIVE, LETTER)
        assert isinstance(answer, Refused)
        assert "không giữ chức vụ Chủ tịch" in answer.message


class TestActing:
    """Q. for an acting head; a deputy in charge signs as a deputy does (khoản 1)."""

    def test_acting_head_signs_q(self) -> None:
        acting = replace(DIRECTOR, acting="acting")
        assert isinstance(_ask(acting, ACTING_HEAD, NOTICE), Allowed)
        refused = _ask(acting, IN_OWN_RIGHT, NOTICE)
        assert isinstance(refused, Refused)
        assert "Q." in refused.message

    def test_full_head_does_not_sign_q(self) -> None:
        assert isinstance(_ask(DIRECTOR, ACTING_HEAD, NOTICE), Refused)

    def test_in_charge_signs_kt_without_a_grant(self) -> None:
        in_charge = replace(DIRECTOR, acting="in_charge")
        assert isinstance(_ask(in_charge, FOR_HEAD, NOTICE), Allowed)
        refused = _ask(in_charge, IN_OWN_RIGHT, NOTICE)
        assert isinstance(refused, Refused)
        assert "KT." in refused.message


class TestForHead:
    """KT.: khoản 1 and 2, what is assigned to a deputy."""

    def test_deputy_with_a_grant(self) -> None:
        answer = _ask(DEPUTY, FOR_HEAD, LETTER, _grant(DEPUTY, FOR_HEAD, COMMITTEE))
        assert isinstance(answer, Allowed)
        kept = answer.as_plain()
        assert (kept["abbreviation"], kept["grant"]["basis"]) == ("KT.", "QĐ 01/QĐ-UBND (mẫu)")
        assert kept["on"] == "2026-11-23"

    def test_deputy_without_a_grant(self) -> None:
        answer = _ask(DEPUTY, FOR_HEAD, LETTER)
        assert isinstance(answer, Refused)
        assert "Chưa có văn bản giao ký thay" in answer.message

    def test_grants_of_others_do_not_help(self) -> None:
        other_post = _grant(VICE_DIRECTOR, FOR_HEAD, COMMITTEE)
        other_agency = _grant(DEPUTY, FOR_HEAD, DEPARTMENT)
        other_right = _grant(DEPUTY, BY_ORDER, COMMITTEE)
        for grant in (other_post, other_agency, other_right):
            assert isinstance(_ask(DEPUTY, FOR_HEAD, LETTER, grant), Refused)

    @pytest.mark.parametrize(
        ("since", "until", "allowed"),
        [
            (DAY, None, True),
            (DAY, DAY + dt.timedelta(days=1), True),
            (DAY - dt.timedelta(days=5), DAY, False),  # [from, to)
            (DAY + dt.timedelta(days=1), None, False),
        ],
    )
    def test_period(self, since: dt.date, until: dt.date | None, allowed: bool) -> None:
        grant = _grant(DEPUTY, FOR_HEAD, COMMITTEE, since=since, until=until)
        assert isinstance(_ask(DEPUTY, FOR_HEAD, LETTER, grant), Allowed) is allowed

    @pytest.mark.parametrize(
        ("types", "subjects", "allowed"),
        [
            ((7,), (), True),
            ((3,), (), False),
            ((), ("CẢI CÁCH HÀNH CHÍNH",), True),
            ((), ("cai cach hanh chinh",), True),
            ((), ("đất đai",), False),
            ((7,), ("đất đai", "cải cách"), True),
            ((3,), ("cải cách",), False),
        ],
    )
    def test_types_and_subjects(
        self, types: tuple[int, ...], subjects: tuple[str, ...], allowed: bool
    ) -> None:
        grant = _grant(DEPUTY, FOR_HEAD, COMMITTEE, types=types, subjects=subjects)
        answer = _ask(DEPUTY, FOR_HEAD, LETTER, grant)
        assert isinstance(answer, Allowed) is allowed
        if not allowed:
            assert isinstance(answer, Refused)
            assert "ngoài phạm vi" in answer.message

    def test_only_a_deputy_of_the_agency(self) -> None:
        for post in (UNIT_HEAD, OFFICER, replace(DEPUTY, agency_id=DEPARTMENT)):
            assert check_grant(_grant(post, FOR_HEAD, COMMITTEE), post) is not None


class TestByOrder:
    """TL.: khoản 4, by the working rules, and once on to one's own deputy."""

    def test_unit_head_and_chief_of_another_agency(self) -> None:
        grant = _grant(CHIEF, BY_ORDER, COMMITTEE)
        assert isinstance(_ask(CHIEF, BY_ORDER, LETTER, grant), Allowed)
        own = _grant(UNIT_HEAD, BY_ORDER, DEPARTMENT)
        assert isinstance(_ask(UNIT_HEAD, BY_ORDER, NOTICE, own), Allowed)

    def test_handed_on_to_a_deputy(self) -> None:
        above = _grant(UNIT_HEAD, BY_ORDER, DEPARTMENT, types=(7,))
        below = _grant(UNIT_DEPUTY, BY_ORDER, DEPARTMENT, passed_from=above)
        assert isinstance(_ask(UNIT_DEPUTY, BY_ORDER, NOTICE, below), Allowed)
        assert isinstance(_ask(UNIT_DEPUTY, BY_ORDER, replace(NOTICE, type_code=1), below), Refused)

    def test_handed_on_ends_with_the_one_above(self) -> None:
        above = _grant(UNIT_HEAD, BY_ORDER, DEPARTMENT, until=DAY)
        below = _grant(UNIT_DEPUTY, BY_ORDER, DEPARTMENT, passed_from=above)
        assert isinstance(_ask(UNIT_DEPUTY, BY_ORDER, NOTICE, below), Refused)

    def test_handed_on_only_once_and_only_to_a_deputy(self) -> None:
        above = _grant(UNIT_HEAD, BY_ORDER, DEPARTMENT)
        to_officer = _grant(OFFICER, BY_ORDER, DEPARTMENT, passed_from=above)
        refused = check_grant(to_officer, OFFICER)
        assert refused is not None
        assert "cấp phó của mình" in refused.message
        below = _grant(UNIT_DEPUTY, BY_ORDER, DEPARTMENT, passed_from=above)
        again = _grant(UNIT_DEPUTY, BY_ORDER, DEPARTMENT, passed_from=below)
        refused = check_grant(again, UNIT_DEPUTY)
        assert refused is not None
        assert "một lần" in refused.message

    def test_officers_get_none(self) -> None:
        assert check_grant(_grant(OFFICER, BY_ORDER, DEPARTMENT), OFFICER) is not None

    def test_must_stand_in_the_rules(self) -> None:
        refused = check_grant(_grant(UNIT_HEAD, BY_ORDER, DEPARTMENT, basis=" "), UNIT_HEAD)
        assert refused is not None
        assert "quy chế" in refused.message


class TestByDelegation:
    """TUQ.: khoản 3, written, limited in time and content, never handed on."""

    UNTIL = DAY + dt.timedelta(days=10)

    def test_limited_delegation(self) -> None:
        grant = _grant(CHIEF, BY_DELEGATION, COMMITTEE, until=self.UNTIL, subjects=("cải cách",))
        answer = _ask(CHIEF, BY_DELEGATION, LETTER, grant)
        assert isinstance(answer, Allowed)
        assert answer.article.startswith("khoản 3")

    @pytest.mark.parametrize(
        ("changes", "word"),
        [
            ({"until": None, "types": (7,)}, "giới hạn thời gian"),
            ({"until": UNTIL}, "giới hạn nội dung"),
            ({"until": UNTIL, "types": (7,), "basis": ""}, "bằng văn bản"),
        ],
    )
    def test_unlimited_delegations(self, changes: dict[str, object], word: str) -> None:
        grant = _grant(CHIEF, BY_DELEGATION, COMMITTEE, **changes)
        refused = check_grant(grant, CHIEF)
        assert refused is not None
        assert word in refused.message
        assert isinstance(_ask(CHIEF, BY_DELEGATION, LETTER, grant), Refused)

    def test_never_handed_on(self) -> None:
        above = _grant(CHIEF, BY_DELEGATION, COMMITTEE, until=self.UNTIL, types=(7,))
        below = _grant(
            UNIT_HEAD, BY_DELEGATION, COMMITTEE, until=self.UNTIL, types=(7,), passed_from=above
        )
        refused = check_grant(below, UNIT_HEAD)
        assert refused is not None
        assert "không được ủy quyền lại" in refused.message
        answer = _ask(UNIT_HEAD, BY_DELEGATION, LETTER, below)
        assert isinstance(answer, Refused)

    def test_only_to_heads(self) -> None:
        for post in (OFFICER, UNIT_DEPUTY, VICE_DIRECTOR):
            grant = _grant(post, BY_DELEGATION, COMMITTEE, until=self.UNTIL, types=(7,))
            assert check_grant(grant, post) is not None


def test_a_post_s_own_authority_is_not_granted() -> None:
    for authority in (IN_OWN_RIGHT, FOR_COLLECTIVE, ACTING_HEAD):
        assert check_grant(_grant(DEPUTY, authority, COMMITTEE), DEPUTY) is not None
