"""What every answer carries, and the pages of things that go wrong."""

import pytest
from django.urls import get_resolver

from lintel.foundation.access.permissions import MANAGE_ACCOUNTS
from lintel.foundation.audit_log.models import Entry
from lintel.web.components import navigation

pytestmark = pytest.mark.urls("lintel.web.components.tests.doors")


def test_a_refusal_is_a_page_in_words_and_an_entry(client, helen):
    client.force_login(helen)

    answer = client.get("/doors/accounts/")

    assert answer.status_code == 403
    assert "Your role does not let you manage accounts and roles" in answer.text
    entry = Entry.objects.get(act="refused: manage accounts and roles")
    assert (entry.by, entry.details) == (helen, {"path": "/doors/accounts/"})


def test_who_may_is_let_in(client, sam):
    client.force_login(sam)

    assert client.get("/doors/accounts/").text == "in"


def test_pages_of_people_signed_in_are_not_kept(client, helen):
    client.force_login(helen)

    assert client.get("/account/").headers["Cache-Control"] == "no-store"


def test_nothing_inline_is_allowed_to_run(client, db):
    policy = client.get("/accessibility/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("path", ["/accessibility/", "/cookies/", "/doors/form/"])
def test_no_page_has_a_style_or_a_script_without_its_number(client, db, path):
    said = client.get(path).text

    assert " style=" not in said
    assert "<style" not in said
    assert said.count("<script") == said.count("nonce=")


def test_nothing_is_fetched_from_anywhere_else(client, db):
    said = client.get("/sign-in/").text

    assert 'src="http' not in said
    assert 'rel="stylesheet" href="http' not in said


def test_every_page_says_that_the_people_are_invented(client, db):
    assert "Ravenshire is an invented council" in client.get("/sign-in/").text


def test_where_they_are_real_no_page_says_so():
    from django.template import engines

    page = engines["jinja2"].get_template("components/accessibility.html").template
    page.environment.globals["people_are_invented"] = False
    try:
        assert "invented" not in page.render(request=_nobody(), csrf_input="")
    finally:
        page.environment.globals["people_are_invented"] = True


def _nobody():
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user, request.csp_nonce = AnonymousUser(), ""
    request._messages = []
    return request


def test_a_page_that_is_not_there_says_so(client, db):
    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


def test_a_page_that_breaks_says_so_without_saying_how(client, db):
    client.raise_request_exception = False

    answer = client.get("/doors/broken/")

    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "broken on purpose" not in answer.text


def test_a_form_that_has_gone_stale_says_so(db):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "a@b.example"})

    assert answer.status_code == 403
    assert "This form has gone stale" in answer.text


def places_of(who):
    return navigation.places_for(who, "/")


@pytest.fixture(autouse=True)
def _every_seat_has_named_its_entries():
    """Each does where its addresses are read."""
    assert get_resolver().url_patterns


def test_people_see_only_the_doors_they_may_open(client, sam, helen):
    navigation_of = {who.name: {item.title for item in navigation.items_for(who)} for who in (sam, helen)}

    assert navigation_of["Sam Weir"] != navigation_of["Helen Strand"]
    for item in navigation._items.values():
        may = item.permission is None or sam.holds(item.permission)
        assert (item.title in navigation_of["Sam Weir"]) == may
    assert not helen.holds(MANAGE_ACCOUNTS)


def test_a_page_belongs_to_one_entry_and_what_belongs_together_is_one_place(helen):
    places = {place.title: place for place in navigation.places_for(helen, "/conferences/7/")}

    assert [title for title, place in places.items() if place.is_here] == ["Protection"]
    assert [tab.title for tab in places["Protection"].tabs if tab.is_here] == ["Conferences"]
    below = [place.title for place in navigation.places_for(helen, "/front-door/to-sign/") if place.is_here]
    assert below == ["To sign"]


def test_what_belongs_to_one_part_shares_a_tab_and_stands_below_it_where_it_is_open(client, helen):
    [assurance] = [place for place in navigation.places_for(helen, "/audit-cycles/plan/") if place.is_here]
    [audits] = [tab for tab in assurance.tabs if tab.is_here]

    assert (assurance.title, audits.title) == ("Assurance", "Audits")
    assert [entry.title for entry in audits.entries] == ["Audits", "Audit actions", "Cycles", "Quality"]
    assert [entry.title for entry in audits.entries if entry.is_here] == ["Cycles"]
    client.force_login(helen)
    assert 'aria-label="Audits"' in client.get("/audit-cycles/").text
    assert 'aria-label="Audits"' not in client.get("/findings/").text


def test_the_head_of_service_has_no_more_places_than_fit_on_one_line_of_a_desk(helen):
    assert sum(len(place.title) for place in places_of(helen)) <= 110


def test_nobody_has_more_than_seven_tabs_of_a_place(cast):
    tabs = {(name, place.title): len(place.tabs) for name, who in cast.people.items() for place in places_of(who)}

    assert {where: many for where, many in tabs.items() if many > 7} == {}


def test_no_words_of_the_navigation_lead_to_two_places(cast):
    for who in cast.people.values():
        for place in places_of(who):
            tabs = [each for tab in place.tabs for each in (tab, *tab.entries)]
            leads = {(each.title, each.target) for each in (place, *tabs)}

            assert len(leads) == len({title for title, _ in leads}), (who.name, leads)


def test_what_somebody_may_open_alone_of_a_place_has_its_own_title(marcus):
    titles = [place.title for place in places_of(marcus)]

    assert "Workforce" in titles
    assert "Planning" not in titles


def test_the_start_page_lists_what_one_may_open(client, sam):
    client.force_login(sam)

    said = client.get("/start/").text

    for item in navigation.items_for(sam):
        assert item.title in said
