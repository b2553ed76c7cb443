"""K20 to K25: how late the police are, how late we are, and that both sides are told the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lintel.journey.notifications.queries import numbers_of
from lintel.journey.notifications.tests.builders import MIA, NOAH, RUTH, notice, police, received
from lintel.journey.notifications.watching.actions import declare
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.steps.assessments.actions import load_assessments
from lintel.steps.assessments.models import Assessment
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.deciding.actions import record_decisions
from lintel.steps.front_door.tests.builders import chosen_for
from lintel.steps.police_notifications.codes import Grade, Party
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit
from tests.cast import NOW, TYPED

HOUR = timedelta(hours=1)
MARCH = Period(date(2025, 3, 1), date(2025, 3, 31))
END = date(2025, 3, 31)


@pytest.fixture
def force(cast):
    return police(cast)


def read(code, cast, *, as_at=END, period=MARCH):
    return queries.reading(code, viewer=cast.helen, as_at=as_at, period=period)


def came(reference, force, cast, *, hours=45, at=NOW, **said):
    told = {"occurred_at": at - hours * HOUR, "occurred_on": (at - hours * HOUR).date()} | said
    return received(notice(reference, **told), agency=force, by=cast.hart, received_at=at).notification


def decided(made, cast, *, after):
    record_decisions(
        made.contact,
        chosen_for(made.contact, Outcome.ADVICE),
        known={},
        by=cast.femi,
        at=made.received_at + after * HOUR,
    )


@pytest.mark.parametrize("code", ["K20", "K21", "K23", "K24", "K25"])
def test_nothing_is_said_before_a_notice_has_come(code, cast):
    assert read(code, cast).state is State.NOT_IN_DATA


@pytest.mark.finding("S28")
def test_the_lag_is_from_the_incident_to_our_receipt_each_notice_once(force, cast):
    came("RC/1", force, cast, hours=10, people=(RUTH, MIA, NOAH))
    came("RC/2", force, cast, hours=20, grade=Grade.HIGH)
    came("RC/3", force, cast, hours=90)

    found = read("K20", cast)

    assert (found.denominator, found.spread.median, found.spread.p90, found.spread.maximum) == (3, 20, 90, 90)
    assert ("High", "half within 20 hours, nine in ten within 20, longest 20") in found.also


def test_a_notice_that_is_sent_again_changed_keeps_its_first_receipt(force, cast):
    came("RC/1", force, cast, hours=10)
    came("RC/1", force, cast, hours=10, at=NOW + 50 * HOUR, occurred_at=NOW - 10 * HOUR, grade=Grade.HIGH)

    assert read("K20", cast).spread.maximum == 10


def test_where_only_the_day_is_told_no_lag_is_overstated(force, cast):
    received(notice("RC/1", occurred_on=date(2025, 3, 2), occurred_at=None), agency=force, by=cast.hart)

    assert read("K20", cast).spread.maximum == 9


@pytest.mark.finding("S28")
def test_late_is_more_than_a_day_and_a_notice_that_says_no_child_was_there_is_left_out(force, cast):
    came("RC/1", force, cast, hours=24)
    came("RC/2", force, cast, hours=25)
    came("RC/3", force, cast, hours=25, children_present=False)

    found = read("K21", cast)

    assert (found.numerator, found.denominator) == (1, 2)


@pytest.mark.finding("S29")
def test_a_declared_backlog_is_the_last_of_each_force_and_an_overdue_one_is_said(force, cast):
    other = police(cast, key="shire-police", joined_by=cast.tom)
    declare(force, untriaged=40, oldest_on=date(2025, 2, 20), by=cast.hart, at=NOW - timedelta(days=7))
    declare(force, untriaged=30, oldest_on=date(2025, 2, 24), by=cast.hart, at=NOW)
    declare(other, untriaged=2, oldest_on=date(2025, 3, 2), by=cast.rosa, at=NOW)

    found = read("K22", cast, as_at=date(2025, 3, 3), period=None)

    assert (found.numerator, found.note) == (32, "")
    assert ("Oldest, in days", "7") in found.also
    later = read("K22", cast, as_at=date(2025, 3, 12), period=None)
    assert "Ravenshire Police’s declaration is missing: the last is of 3 March 2025." in later.note


def test_a_backlog_nobody_declared_is_not_nought(force, cast):
    found = read("K22", cast)

    assert found.state is State.NOT_IN_DATA
    assert "may be any number" in found.why


@pytest.mark.finding("S31")
def test_our_own_hours_are_from_receipt_to_the_last_childs_decision(force, cast):
    decided(came("RC/1", force, cast), cast, after=23)
    decided(came("RC/2", force, cast, people=(NOAH,)), cast, after=25)
    came("RC/3", force, cast, people=())

    assert (read("K23", cast).numerator, read("K23", cast).denominator) == (1, 3)
    same_day = read("K23", cast, as_at=date(2025, 3, 3), period=Period(date(2025, 3, 3), date(2025, 3, 3)))
    assert same_day.denominator == 0


@pytest.mark.finding("S31")
def test_a_child_told_of_three_times_and_not_assessed_counts(force, cast):
    for n in range(3):
        made = came(f"RC/{n}", force, cast, people=(MIA,), hours=30 + n)
        _is_one_child(made, cast)
    came("RC/9", force, cast, people=(NOAH,))

    found = read("K24", cast, period=None)

    assert (found.numerator, found.denominator) == (1, 2)
    child = made.people.get().child_contact.child
    load_assessments(
        [Assessment(**TYPED, key="a", child=child, started_on=date(2025, 3, 10))], by=cast.command_line, at=NOW
    )  # fmt: skip
    assert read("K24", cast, period=None).numerator == 0


def _is_one_child(made, cast):
    """An officer says that the child is the one of the first notice."""
    from lintel.steps.front_door.identifying.actions import say_who_it_is
    from lintel.steps.police_notifications.models import PersonInNotification

    line = made.people.get().child_contact
    first = PersonInNotification.objects.filter(given="Mia").order_by("pk").first().child_contact.child
    say_who_it_is(line, known=first, by=cast.dawn, at=NOW)


@pytest.mark.finding("S10")
def test_where_the_time_went_is_the_same_for_the_police_for_us_and_in_the_catalogue(force, cast):
    for n, people in enumerate([(RUTH, MIA), (NOAH,), ()]):
        made = came(f"RC/{n}", force, cast, people=people, hours=30 + 7 * n)
        decided(made, cast, after=5 + n)
        for line in made.contact.children.all()[:1] if people else ():
            load_visits(
                [
                    Visit(
                        **TYPED, key=f"visit {line.pk}", child=line.child, visited_on=date(2025, 3, 6), child_seen=True
                    )
                ],
                by=cast.command_line, at=NOW,
            )  # fmt: skip
    at = NOW + timedelta(days=20)

    theirs = numbers_of(force, viewer=cast.hart, at=at).went
    ours = numbers_of(force, viewer=cast.rosa, at=at).went
    catalogue = read("K25", cast)

    assert theirs == ours
    assert ours.notices == 2
    assert catalogue.numerator == pytest.approx(ours.hours[Party.POLICE])
    assert catalogue.denominator == pytest.approx(ours.total)
    # until sent, an hour before receipt: 29 and 36 hours
    assert ours.hours[Party.POLICE] == 65
    assert ours.hours[Party.TRANSIT] == 2
