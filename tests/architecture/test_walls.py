"""Two walls, each tested with the other taken away; a new address or table cannot be forgotten."""

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from lienthong.kernel.access.context import acting
from lienthong.kernel.access.walls import NoWall, own_models, wall_of
from tests.support import database

MARK = "DẤU-THỬ-RÒ-RỈ-7f3a"
M = "@mau.lienthong.example"
# Addresses that libraries bring and that hold no agency's data.
LIBRARIES = ("accounts/",)
# The screens that need nobody signed in.
FOR_EVERYBODY = {"verify", "account_login", "account_inactive"}
# What is asked of each list, and besides of the search page: text, number, citation, issuer.
QUESTIONS = ("", f"?q={MARK}", "?export=csv", "?view=print")
SEARCHES = (
    "?q=toàn+văn", "?q=7", "?cited=139/QĐ-UBND", f"?from={MARK}", "?way=1", "?q=7&export=csv",
)  # fmt: skip


def test_every_model_declares_a_wall():
    missing = []
    for model in own_models():
        try:
            wall_of(model)
        except NoWall:
            missing.append(model._meta.label)
    assert missing == []


@pytest.mark.django_db
def test_the_web_role_owns_nothing_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("lt_app", False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'lt_app'::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_every_guarded_table_has_its_policy():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, count(p.polname) FROM pg_class c"
            " LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'wall'"
            " WHERE c.relkind IN ('r', 'p') GROUP BY 1, 2"
        )
        state = {name: (secured, policies) for name, secured, policies in cursor.fetchall()}
    wrong = [
        model._meta.label
        for model in own_models()
        if wall_of(model).guarded and state[model._meta.db_table] != (True, 1)
    ]
    assert wrong == []


@pytest.mark.django_db
def test_a_read_without_context_is_loud():
    from django.db.utils import DataError, ProgrammingError

    from lienthong.kernel.facts.models import FactLine

    # A table with rows: PostgreSQL asks for the context only when there is a row to judge.
    with pytest.raises((DataError, ProgrammingError)):
        list(FactLine.objects.all()[:1])


def addresses(patterns=None, prefix=""):
    """Every address of the installation with its parameters."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern


def filled(route, known):
    """The address with real keys of another agency's rows in place of its parameters."""
    import re

    def value(match):
        kind, _, name = match.group(1).rpartition(":")
        if kind == "slug" or kind == "str":
            return "tien-do"
        return str(known.get(name, known["pk"]))

    return "/" + re.sub(r"<([^>]+)>", value, route)


@pytest.fixture
def others(committed, actor_for, now):
    """Rows of Sở Nội vụ in every list, each bearing the mark; committed."""
    from lienthong.systems.documents.models import SearchEntry
    from lienthong.systems.documents.services import incoming, indexing
    from lienthong.systems.tasks.services import assigning

    clerk = actor_for(f"vanthu.snv{M}")
    keys = {}
    with acting(clerk):
        document = incoming.take_in(
            paper=incoming.Paper(
                channel="paper",
                fields={"issuer_name": MARK, "subject": MARK, "number": "7", "notation": MARK},
            ),
            by=clerk,
            at=now,
        )
        incoming.register_incoming(document=document, by=clerk, at=now)
        indexing.keep_text(paper=document, text=f"toàn văn {MARK}", sha256="a" * 64)
        indexing.keep_citations(paper=document, cited=[{"number": "139/QĐ-UBND", "issuer": MARK}])
        keys["pk"] = document.pk
        keys["entry"] = SearchEntry.objects.get(incoming=document).pk
    chief = actor_for(f"chanhvanphong.snv{M}")
    with acting(chief):
        (task,) = assigning.propose_tasks(
            proposals=[
                assigning.Proposal(action=MARK, leads=[chief.agency_id], quote=MARK, section="1")
            ],
            source=assigning.Source(kind="manual", reference=MARK),
            by=chief,
            at=now,
        )
        assigning.assign_task(task=task, by=chief, at=now)
    keys["task"] = task.pk

    return keys


def walk(client, known):
    """Ask every address as the stranger; what answered with the mark."""
    leaks, asked = [], 0
    for route, _pattern in addresses():
        if route.startswith(LIBRARIES) or route.startswith("^") or "gallery" in route:
            continue
        for key in {known["pk"], known["task"]} if "<" in route else {known["pk"]}:
            url = filled(route, known | {"pk": key})
            searches = (*SEARCHES, f"?like={known['entry']}") if route == "tra-cuu/" else ()
            for question in (*QUESTIONS, *searches):
                if question and "<" in route:
                    continue
                response = client.get(url + question)
                asked += 1
                body = (
                    b"".join(response.streaming_content) if response.streaming else response.content
                )
                shown = body.decode(errors="replace").replace(f'value="{MARK}"', "")
                shown = shown.replace(f"“{MARK}”", "")
                if MARK in shown:
                    leaks.append(url + question)
                assert response.status_code < 500, url + question
    assert asked > 20
    return leaks


@pytest.fixture
def stranger_client(others, client_for):
    return client_for(f"vanthu.bato{M}")


@pytest.fixture
def own_client(others, client_for):
    return client_for(f"vanthu.snv{M}")


@pytest.mark.django_db
def test_nobody_is_shown_an_empty_office(client):
    """Who is not signed in is asked to, at every address but those for everybody."""
    shown = set()
    for route, pattern in addresses():
        if route.startswith("^") or "gallery" in route:
            continue
        response = client.get(filled(route, {"pk": 1}))
        if response.status_code == 302:
            to = response.headers["Location"]
            assert to.startswith("/accounts/login/") or (route, to) == ("accounts/logout/", "/"), to
        elif response.status_code == 200:
            shown.add(pattern.name)
        else:
            assert response.status_code in {404, 405}, (route, response.status_code)
    assert shown == FOR_EVERYBODY


@pytest.mark.django_db
def test_a_part_of_a_page_sends_who_lost_his_session_back_to_the_whole_page(client):
    part = {"HX-Request": "true", "HX-Current-URL": "http://testserver/van-ban/den/?q=a"}
    response = client.get("/van-ban/den/", headers=part)
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=/van-ban/den/%3Fq%3Da"
    elsewhere = part | {"HX-Current-URL": "https://example.org/x"}
    response = client.get("/van-ban/den/", headers=elsewhere)
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=/"
    posted = client.post(
        "/van-ban/den/nhap/", headers={"Referer": "http://testserver/van-ban/den/nhap/"}
    )
    assert posted.headers["Location"] == "/accounts/login/?next=/van-ban/den/nhap/"


def test_a_stranger_sees_nothing_at_any_address(stranger_client, others):
    assert walk(stranger_client, others) == []


def test_without_the_applications_filters_the_database_lets_nothing_through(
    stranger_client, others, settings
):
    settings.TEST_NO_FILTERS = True
    assert walk(stranger_client, others) == []


def test_without_the_databases_policies_the_application_lets_nothing_through(
    stranger_client, others, committed
):
    with database.admin(committed) as owner:
        for model in own_models():
            owner.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE ROW LEVEL SECURITY')
    assert walk(stranger_client, others) == []


def test_the_walk_would_notice(own_client, others):
    """The negative twin: the office that may see the rows does see the mark."""
    assert walk(own_client, others) != []


def test_the_search_function_lets_nothing_through_whatever_the_caller_claims(others, actor_for):
    """Search filters in the function itself; a caller that claims to read everything gets nothing."""
    claims = "50, true, '{1,2,3}'::smallint[], NULL, NULL, NULL, NULL, NULL"
    questions = [
        (f"documents_search('{MARK}', {claims}, '', '')", 1),
        (f"documents_search('toàn văn', {claims}, '', '')", 1),
        (f"documents_search('', {claims}, '', '139/QĐ-UBND')", 1),
        ("documents_found(1::smallint, 'toàn văn')", 1),
        (f"documents_similar({others['entry']}, 50)", 0),
        (f"tasks_found('{MARK}')", 1),
    ]
    for who, sees in ((f"vanthu.bato{M}", 0), (f"vanthu.snv{M}", 1)):
        with acting(actor_for(who)), connection.cursor() as cursor:
            for question, hits in questions:
                cursor.execute(f"SELECT count(*) FROM {question}")
                assert cursor.fetchone() == (hits * sees,), (who, question)
            for table in ("searchentry", "documenttext", "citation"):
                cursor.execute(f"SELECT count(*) FROM documents_{table}")
                assert (cursor.fetchone()[0] > 0) == bool(sees), (who, table)


def test_with_both_walls_gone_the_walk_notices(stranger_client, others, committed, settings):
    """The other twin: with neither wall the stranger would see them."""
    settings.TEST_NO_FILTERS = True
    with database.admin(committed) as owner:
        for model in own_models():
            owner.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE ROW LEVEL SECURITY')
    from lienthong.systems.documents.models import IncomingDocument

    assert IncomingDocument.objects.filter(subject=MARK).exists()
