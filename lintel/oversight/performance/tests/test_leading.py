"""K98, K99 and K120: what leaders read and estimated, and the finding ledger; each the length of its list."""

from datetime import date, datetime, timedelta

import pytest

from lintel.oversight.audits.codes import Grade
from lintel.oversight.fanlight.actions import compare, guess, lock_estimate, open_record, reflect
from lintel.oversight.fanlight.queries import record_of_week
from lintel.oversight.ledger.actions import close_finding, say_again
from lintel.oversight.ledger.tests.builders import a_finding, moderated, pulse
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.oversight.voice.tests.builders import principal
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=30)
AFTER = datetime(2025, 4, 1, 9, 0, tzinfo=LONDON)  # the first day after the quarter
SPRING = date(2025, 4, 6)
WEEK = Period(date(2025, 3, 3), date(2025, 3, 9))
SUNDAY = WEEK.end


def read(code, cast, **more):
    return queries.reading(code, viewer=cast.helen, **{"as_at": SUNDAY} | more)


def listed(code, cast, **more):
    return queries.cases(code, viewer=cast.helen, **{"as_at": SUNDAY} | more)


@pytest.mark.parametrize("code", ["K98", "K99", "K120"])
def test_nothing_is_said_before_there_is_anything_to_say(cast, code):
    assert read(code, cast).state is State.NOT_IN_DATA


@finding("S17", screen="/indicators/K98/")
def test_a_record_counts_once_its_leader_said_what_they_saw(cast, bells):
    other = principal(cast)
    for leader in (cast.helen, other):
        open_record(guess(Grade.GOOD, by=leader, at=NOW), by=leader, at=NOW)
    reflect(read_by(other), words="Nobody asked Noah.", by=other, at=LATER)

    found, cases = read("K98", cast), listed("K98", cast)

    assert (found.numerator, found.shown) == (1, "1")
    assert sorted(case.label for case in cases) == [
        "Opened; nothing is said of it yet", "Read, with what was seen",
    ]  # fmt: skip
    assert {case.child_id for case in cases} <= {child.pk for child in (*bells.children, bells.ivy)}
    assert queries.series("K98", viewer=cast.helen, as_at=SUNDAY).points[-1].value == 1


def read_by(leader):
    return record_of_week(viewer=leader, on=NOW.date()).record


@finding("S17", "S65", screen="/indicators/K99/")
def test_the_error_is_the_estimate_minus_what_moderated_audits_say(cast, bells):
    moderated(cast, bells)
    waits = lock_estimate(0.1, by=principal(cast, "Wren Calloway"), at=NOW)
    said = {0.95: cast.helen, 0.8: principal(cast, "Ash Penry"), 0.65: principal(cast, "Jo Tarn")}
    mine = [compare(lock_estimate(share, by=leader, at=NOW), by=leader, at=AFTER) for share, leader in said.items()]

    found = read("K99", cast, as_at=SPRING)
    [case] = listed("K99", cast, as_at=SPRING)

    assert found.value == pytest.approx(100 * (0.8 - mine[0].middle))
    assert case.value == pytest.approx(found.value)
    assert found.also == (
        ("Locked, and not compared yet", "1"), ("Compared, and waiting for three of a quarter", "0"),
    )  # fmt: skip
    # A fourth adds no line: what it changed would be that leader's own error.
    compare(waits, by=waits.leader, at=AFTER + timedelta(minutes=1))
    assert (read("K99", cast, as_at=SPRING).value, len(listed("K99", cast, as_at=SPRING))) == (found.value, 1)


def test_how_far_off_others_were_is_told_once_their_quarter_is_over_to_whoever_made_no_estimate_too(cast, bells):
    moderated(cast, bells)
    late = principal(cast, "Wren Calloway")
    for share, name in ((0.95, "Ash Penry"), (0.8, "Jo Tarn"), (0.65, "Ro Vane")):
        leader = principal(cast, name)
        compare(lock_estimate(share, by=leader, at=NOW), by=leader, at=AFTER)

    assert queries.reading("K99", viewer=late, as_at=SUNDAY).state is State.NOT_IN_DATA
    assert queries.reading("K99", viewer=late, as_at=SPRING).state is State.KNOWN


def test_two_leaders_are_not_told_each_others_error(cast, bells):
    moderated(cast, bells)
    for share, leader in ((0.95, cast.helen), (0.5, principal(cast))):
        compare(lock_estimate(share, by=leader, at=NOW), by=leader, at=AFTER)

    assert read("K99", cast, as_at=SPRING).state is State.NOT_IN_DATA
    assert listed("K99", cast, as_at=SPRING) == []


@finding("S50", screen="/indicators/K120/")
def test_open_repeated_and_closed_findings_are_counted_as_they_stood_on_each_day(cast, bells):
    supervision = a_finding(cast)
    a_finding(cast, words="Plans are not measurable", area="Plans", said_on=date(2020, 1, 22))
    say_again(supervision, said_on=date(2020, 1, 22), source="Focused visit, January 2020", by=cast.helen, at=NOW)
    pulse(cast, 5, 5, 5, 4)
    moderated(cast, bells)
    lock_estimate(0.5, by=cast.helen, at=NOW)
    close_finding(supervision, words="Each worker has it every month.", by=cast.helen, at=NOW)

    found = read("K120", cast)

    assert (found.numerator, len(listed("K120", cast))) == (1, 2)
    assert found.also == (("Said more than once", "1"), ("Closed with the indicator and moderated evidence", "1"))
    before = read("K120", cast, as_at=date(2019, 12, 31))
    assert (before.numerator, before.also[0]) == (1, ("Said more than once", "0"))
    assert read("K120", cast, as_at=date(2025, 3, 2)).numerator == 2  # the day before it was closed
