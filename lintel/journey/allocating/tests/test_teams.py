"""How the workers of a line stand, and whom their manager should see and why. By name; nobody is ranked."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.foundation.workforce.codes import AbsenceReason
from lintel.journey.allocating.covering.actions import arrange_cover, say_away
from lintel.journey.allocating.teams.queries import one_worker, team
from lintel.journey.allocating.teams.reading import so_many_working_days_before
from lintel.journey.allocating.teams.rules import Seen, first_day_uncovered, is_unmoved, last_days, reasons_to_see
from lintel.journey.allocating.tests.given import accepted, offered
from lintel.statute.calendar import england
from lintel.steps.allocation.rules import Away
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def why_see(viewer, on=TODAY):
    return {line.load.name: list(line.why_see) for line in team(viewer=viewer, on=on)}


@finding("L1", "S36", screen="/team/")
def test_a_manager_reads_each_worker_of_their_line_by_name_and_nobody_elses(cast, bells):
    (line,) = team(viewer=cast.marcus, on=TODAY)

    assert (line.load.name, line.load.count, len(line.families)) == ("Priya Nair", 3, 1)
    assert [each.load.name for each in team(viewer=cast.sofia, on=TODAY)] == ["Priya Nair", "Tom Ashby"]
    assert [each.load.name for each in team(viewer=cast.tom, on=TODAY)] == ["Tom Ashby"]
    assert team(viewer=cast.priya, on=TODAY) == []


def test_a_worker_sees_their_own_line_and_no_colleagues(cast, bells):
    assert one_worker(cast.priya.worker_id, viewer=cast.priya, on=TODAY).load.count == 3
    assert one_worker(cast.tom.worker_id, viewer=cast.priya, on=TODAY) is None
    assert one_worker(cast.priya.worker_id, viewer=cast.tom, on=TODAY) is None


@finding("L1", "S6", screen="/team/")
def test_whom_to_see_is_said_in_reasons(cast, bells):
    assert why_see(cast.marcus) == {"Priya Nair": ["1 thing past the day"]}

    offered(cast, at=datetime(2025, 2, 26, 9, 0, tzinfo=LONDON))
    say_away(cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=TODAY, by=cast.priya, at=NOW)

    assert why_see(cast.marcus)["Priya Nair"] == [
        "Away, no day of return known, and nobody covers for 3 children",
        "Has not answered about 1 child in time", "1 thing past the day",
    ]  # fmt: skip


def test_covered_in_full_an_absence_asks_for_nobody(cast, bells):
    back = date(2025, 3, 24)
    say_away(
        cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=date(2025, 3, 10), ends_on=back, by=cast.priya, at=NOW
    )  # fmt: skip
    assert "Away from 10 March, and nobody covers for 3 children yet" in why_see(cast.marcus)["Priya Nair"]

    arrange_cover(
        [bells.involvements[name] for name in ("mia", "noah", "baby")], worker=cast.tom.worker,
        begins_on=date(2025, 3, 10), ends_on=back, by=cast.sofia, at=NOW,
    )  # fmt: skip

    (line,) = team(viewer=cast.marcus, on=TODAY)
    assert line.covered_by == ["Tom Ashby"]
    assert list(line.why_see) == ["1 thing past the day"]


@finding("S6", screen="/team/")
def test_cover_that_ends_before_the_absence_says_from_when_nobody_covers(cast, bells):
    say_away(
        cast.priya.worker, reason=AbsenceReason.SICKNESS, starts_on=TODAY, ends_on=date(2025, 4, 30), by=cast.priya,
        at=NOW,
    )  # fmt: skip
    until = {"mia": date(2025, 3, 5), "noah": date(2025, 3, 7), "baby": None}
    for name, ends_on in until.items():
        arrange_cover(
            [bells.involvements[name]], worker=cast.tom.worker, begins_on=TODAY, ends_on=ends_on, by=cast.sofia, at=NOW
        )  # fmt: skip

    (line,) = team(viewer=cast.marcus, on=TODAY)

    assert (line.uncovered, line.uncovered_later, line.uncovered_from) == (0, 2, date(2025, 3, 5))
    assert "From 5 March nobody covers for 2 children, still away then" in line.why_see


def test_one_cover_after_another_without_a_day_between_is_cover():
    def days(starts_on, ends_on):
        return Away(starts_on=date(2025, 3, starts_on), ends_on=ends_on and date(2025, 3, ends_on))

    away = days(3, 20)
    assert first_day_uncovered(away, [days(10, None), days(1, 10)], today=TODAY) is None
    assert first_day_uncovered(away, [days(3, 10), days(11, 20)], today=TODAY) == date(2025, 3, 10)
    assert first_day_uncovered(away, [days(3, 10)], today=date(2025, 3, 12)) == date(2025, 3, 12)
    assert first_day_uncovered(away, [days(3, 20)], today=TODAY) is None
    assert first_day_uncovered(away, [], today=date(2025, 3, 1)) == date(2025, 3, 3)


@finding("L1", "S36", screen="/team/")
def test_a_child_about_whom_nothing_was_written_for_twenty_working_days_is_said(cast, bells):
    later = date(2025, 3, 31)

    said = why_see(cast.marcus, later)["Priya Nair"]

    # Mia and Noah: a contact on 17 February, their referral on the 18th; the baby's referral on the 18th.
    assert "Nothing written about 3 children for 20 working days" in said
    assert not any("Nothing written" in words for words in why_see(cast.marcus, date(2025, 3, 18))["Priya Nair"])


def test_not_reached_in_time_is_a_reason(cast, bells):
    accepted(cast)

    assert "Has not reached 1 child in time" in why_see(cast.marcus, date(2025, 3, 6))["Priya Nair"]


def test_it_takes_as_many_questions_for_many_workers_and_children_as_for_few(cast, bells):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            team(viewer=cast.sofia, on=TODAY)
        return len(queries)

    accepted(cast, "One")
    before = asked()
    for number in range(3):
        accepted(cast, f"Kid{number}", "Two", at=NOW + timedelta(minutes=number))

    assert asked() == before


def test_reasons_are_sentences_and_nothing_asks_where_nothing_stands():
    assert reasons_to_see(Seen(), unmoved_for=20) == []
    assert reasons_to_see(Seen(over=(19, 18.0), late=2), unmoved_for=20) == [
        "Holds 19 children, agreed: 18", "2 things past the day",
    ]  # fmt: skip
    assert reasons_to_see(Seen(is_away=True, away_until=date(2025, 3, 10), uncovered=2), unmoved_for=20) == [
        "Away until 10 March, and nobody covers for 2 children"
    ]


def test_twenty_working_days_are_counted_over_easter():
    latest = so_many_working_days_before(date(2025, 4, 30), 20, england())

    assert latest == date(2025, 3, 31)
    assert is_unmoved(date(2025, 3, 30), date(2025, 1, 2), latest=latest)
    assert not is_unmoved(date(2025, 3, 31), date(2025, 1, 2), latest=latest)
    assert not is_unmoved(None, date(2025, 4, 1), latest=latest)


def test_the_latest_of_all_entries_is_what_counts():
    assert last_days([{1: date(2025, 3, 3)}, {1: date(2025, 2, 1), 2: date(2025, 1, 1)}]) == {
        1: date(2025, 3, 3), 2: date(2025, 1, 1),
    }  # fmt: skip
