"""What happened since a what-if was signed, on its page."""

from datetime import date

import pytest
from django.utils import timezone

from lintel.oversight.demand.what_if import actions
from lintel.oversight.demand.what_if.tests.builders import small_scenario
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast, bells):
    drawn = actions.draw_up("Accept more", as_things_are=small_scenario(weeks=12), by=cast.ola, at=NOW)
    actions.move_levers(drawn, levers={"volume": 1.1}, by=cast.ola, at=NOW)
    drawn.refresh_from_db()
    return actions.sign(actions.run(drawn, runs=4_000, by=cast.ola, at=NOW), by=cast.helen, at=NOW)


@pytest.fixture
def today(monkeypatch):
    """It is the sixteenth of April 2025, and six weeks are over."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2025, 4, 16))


def page_of(client, user, asked):
    client.force_login(user)
    return client.get(f"/what-ifs/{asked.pk}/").content.decode()


@finding("S2", screen="/what-ifs/")
def test_waiting_and_caseload_stand_beside_what_was_signed_in_words_charts_and_tables(client, cast, asked, today):
    shown = page_of(client, cast.ola, asked)

    since = shown[shown.index('id="afterwards"') :]
    assert "than foretold" in since
    assert "Children without a worker: 6 of 6 weeks inside the range" in since
    assert "Children for each worker: " in since
    assert since.count("since, as a table") == 2


def test_before_the_first_week_is_over_it_says_when_it_begins(client, cast, asked, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2025, 3, 5))

    assert "From 10 March 2025 on" in page_of(client, cast.ola, asked)


def test_what_is_not_signed_has_no_such_part_and_still_says_what_was_moved(client, cast):
    drawn = actions.draw_up("Not signed", as_things_are=small_scenario(), by=cast.ola, at=NOW)
    actions.move_levers(drawn, levers={"volume": 1.1}, by=cast.ola, at=NOW)

    shown = page_of(client, cast.ola, drawn)

    assert 'id="afterwards"' not in shown
    assert "10% more contacts come in than today." in shown


def test_the_page_is_in_order(visit, phone, cast, asked, today):
    for look in (visit, phone):
        look(f"/what-ifs/{asked.pk}/", as_=cast.helen).is_in_order()
