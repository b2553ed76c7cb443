"""Contacts that came in here, minutes ago: they are in today's numbers, and no kept answer hides them."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from lintel.foundation.access.roles import Role
from lintel.journey.handovers.actions import decide_contact, sign_decision
from lintel.oversight.performance import queries
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.keeping import CHANGES_CONTACTS, state_of_the_record
from lintel.oversight.performance.registry import all_indicators
from lintel.oversight.performance.tests.builders import user
from lintel.steps.front_door.codes import Channel, Concern, Consent, Outcome
from lintel.steps.front_door.identifying.actions import say_who_it_is
from lintel.steps.front_door.intake.actions import describe, record_consent
from lintel.steps.front_door.tests.builders import chosen_for, knock, tells_of
from tests.cast import NOW

TODAY = NOW.date()
ALL_DAY = Period(TODAY, TODAY)


@pytest.fixture(autouse=True)
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def a_decision_was_made_before(dawn, femi):
    """Without one with both its times, nothing can be said of how long decisions take."""
    contact = knock(by=dawn, once="long ago", received_at=NOW - timedelta(days=40))
    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=NOW - timedelta(days=39, hours=20))


def read(code, *, now=NOW, period=None):
    return queries.reading(code, viewer=user(Role.HEAD_OF_SERVICE), as_at=now.date(), period=period, now=now)


@pytest.mark.finding("S18", screen="/indicators/K01/")
@pytest.mark.parametrize("channel", [channel for channel in Channel if channel is not Channel.FILE])
def test_a_contact_of_this_morning_is_in_todays_numbers_by_its_channel_and_its_hour(channel, dawn):
    knock(by=dawn, once="1", channel=channel, received_at=NOW - timedelta(minutes=20), at=NOW)

    found = read("K01", period=ALL_DAY)

    assert found.numerator == 1
    assert dict(found.breakdowns) == {"Channel": ((channel.words, "1"),), "Hour of receipt": (("08:00 to 08:59", "1"),)}


def test_the_week_that_is_not_over_is_said_beside_the_last_whole_one(dawn, a_decision_was_made_before):
    knock(by=dawn, once="1", received_at=NOW - timedelta(minutes=20), at=NOW)

    found = read("K01")

    assert found.period.end == date(2025, 3, 2)
    assert ("Since then, until 3 March", "1") in found.also


@pytest.mark.finding("S27", screen="/indicators/K03/")
def test_what_is_undecided_now_is_as_old_as_it_is_now(dawn, a_decision_was_made_before):
    knock(by=dawn, once="1", received_at=NOW - timedelta(hours=30))
    knock(by=dawn, once="2", received_at=NOW - timedelta(hours=3))

    found = read("K03")

    assert found.numerator == 2
    assert found.also == (("Oldest", "30 hours"), ("Longer than the hours agreed for a decision", "1"))


def test_an_hour_later_it_is_an_hour_older_though_nothing_was_written(dawn, a_decision_was_made_before):
    knock(by=dawn, once="1", received_at=NOW - timedelta(hours=3))

    assert [dict(read("K03", now=NOW + timedelta(hours=h)).also)["Oldest"] for h in (0, 1)] == ["3 hours", "4 hours"]


@pytest.mark.finding("S27")
def test_a_contact_fails_the_day_when_its_hours_are_over_and_not_before(dawn, a_decision_was_made_before):
    knock(by=dawn, once="1", received_at=NOW - timedelta(hours=3))
    day_after = NOW + timedelta(hours=20)

    def last_days(now):
        return read("K02", now=now, period=Period(TODAY, now.date()))

    assert last_days(day_after).denominator == 0
    late = last_days(day_after + timedelta(hours=2))
    assert (late.numerator, late.denominator) == (0, 1)


def test_a_contact_of_friday_is_late_by_hours_and_not_by_working_days_while_monday_lasts(
    dawn, a_decision_was_made_before
):
    friday = NOW - timedelta(days=3)
    knock(by=dawn, once="1", received_at=friday)

    found = read("K02", period=Period(friday.date(), TODAY))

    assert (found.numerator, found.denominator) == (0, 1)
    assert dict(found.also)["Within one working day"] == "none in this period"


@pytest.mark.finding("S27")
def test_the_clock_of_a_decision_runs_until_it_is_signed(dawn, femi, rosa, bells, a_decision_was_made_before):
    contact = knock(by=dawn, once="1", received_at=NOW - timedelta(hours=30), children=[tells_of(bells.kit)])
    line = contact.children.get()
    record_consent(line, consent=Consent.DISPENSED_WITH, reason="It would put him at risk.", by=femi, at=NOW)
    [decision] = decide_contact(
        contact, chosen_for(contact, Outcome.EARLY_HELP), by=femi, at=NOW - timedelta(hours=10)
    )  # fmt: skip
    assert decision.signature_asked_because
    assert read("K03").numerator == 1

    sign_decision(decision, by=rosa, at=NOW - timedelta(hours=1))

    assert read("K03").numerator == 0
    found = read("K02", period=Period(TODAY - timedelta(days=7), TODAY))
    assert (found.numerator, found.denominator) == (0, 1)


def test_recording_lag_is_from_receipt_to_entry(dawn):
    knock(by=dawn, once="1", received_at=NOW - timedelta(hours=4), at=NOW)

    found = read("K05", period=ALL_DAY)

    assert found.spread.median == 4
    assert dict(found.breakdowns)["Kind of record"] == (("Contacts", "median 4 hours, nine in ten up to 4"),)


def test_whatever_changes_a_number_changes_the_state_that_answers_are_kept_under(dawn, femi, rosa, bells):
    def state():
        return state_of_the_record(), state_of_the_record(*CHANGES_CONTACTS)

    states = [state()]

    def has_changed():
        states.append(state())
        return states[-1] != states[-2]

    contact = knock(by=dawn, once="1", received_at=NOW - timedelta(hours=4))
    assert has_changed()
    describe(contact, concerns=[Concern.NEGLECT, Concern.HOUSING], by=dawn, at=NOW)
    assert has_changed()
    line = say_who_it_is(contact.children.get(), known=bells.kit, by=dawn, at=NOW)
    assert has_changed()
    record_consent(line, consent=Consent.DISPENSED_WITH, reason="It would put him at risk.", by=femi, at=NOW)
    assert not has_changed()
    [decision] = decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=NOW)
    assert has_changed()
    sign_decision(decision, by=rosa, at=NOW)
    assert has_changed()


def test_what_does_not_say_that_it_follows_contacts_is_the_same_with_and_without_them(dawn, femi, bells):
    def numbers():
        cache.clear()
        others = [code for code, each in all_indicators().items() if not each.follows_contacts]
        found = queries.readings(viewer=user(Role.HEAD_OF_SERVICE), as_at=TODAY, codes=others, now=NOW)
        return {each.code: (each.state, each.numerator, each.denominator, each.value, each.also) for each in found}

    before = numbers()
    for number, child in enumerate((bells.kit, bells.noah)):
        contact = knock(by=dawn, once=f"{number}", received_at=NOW - timedelta(hours=4), children=[tells_of(child)])
        decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=NOW)
        knock(by=dawn, once=f"again {number}", received_at=NOW - timedelta(hours=1), children=[tells_of(child)])

    assert numbers() == before


def test_a_number_that_follows_contacts_is_never_an_hour_behind_a_decision(dawn, femi, a_decision_was_made_before):
    contact = knock(by=dawn, once="1", received_at=NOW - timedelta(hours=4))
    assert read("K03").numerator == 1

    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=NOW)

    assert read("K03").numerator == 0


def test_tom_counts_no_contact_of_other_teams(dawn, tom, bells):
    knock(by=dawn, once="1", children=[tells_of(bells.kit)])

    found = queries.reading("K01", viewer=tom, as_at=TODAY, period=ALL_DAY, now=NOW)

    assert found.numerator in (None, 0)
