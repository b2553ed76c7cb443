"""
The gaming fixture: some contacts are closed "awaiting information" in time and opened again days later (S27, K04).

As recorded, every form is quick. On the child's clock, those who were sent round again are not; what was planted comes
back to the last child.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from lintel.foundation.access.roles import Role
from lintel.oversight.performance import queries
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.tests.builders import Service, user
from lintel.steps.front_door.models import ChildContact, Contact

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 9, 25)
SEPTEMBER = Period(date(2026, 9, 1), FRIDAY)
FIRST_MONDAY = datetime(2026, 9, 7, 9, tzinfo=UTC)
CONTACTS, GAMED = 40, 6


@pytest.fixture
def service() -> Service:
    return Service(data_until=FRIDAY)


def read(code, *, period=SEPTEMBER):
    return queries.reading(code, viewer=user(Role.HEAD_OF_SERVICE), as_at=FRIDAY, period=period)


def counted(code) -> tuple[float | None, float | None]:
    found = read(code)
    return found.numerator, found.denominator


def told(service, child, received_at, *, hours=None, outcome="advice", concerns=(), **row) -> ChildContact:
    """One contact about one child, decided after so many hours or not at all."""
    decided_at = received_at + timedelta(hours=hours) if hours is not None else None
    event = service.one(
        Contact, received_on=received_at.date(), received_at=received_at, source="2A", concerns=list(concerns)
    )
    decision = {
        "outcome": outcome, "outcome_basis": "decided", "decided_on": decided_at.date(), "decided_at": decided_at
    } if decided_at else {}  # fmt: skip
    return service.one(ChildContact, contact=event, child=child, **decision, **row)


@pytest.fixture
def gamed(service) -> Service:
    """Forty contacts decided in five hours, of which six only closed, to come back two to ten days later."""
    for number in range(CONTACTS):
        child, received_at = service.child(), FIRST_MONDAY + timedelta(hours=number % 5)
        is_gamed = number < GAMED
        told(service, child, received_at, hours=5, outcome="awaiting_information" if is_gamed else "advice")
        if is_gamed:
            told(service, child, received_at + timedelta(days=2 + number % 9), hours=5)
    return service


@pytest.mark.finding("S27", screen="/indicators/K04/")
def test_closing_and_opening_again_looks_quick_on_the_form_and_not_on_the_childs_clock(gamed):
    recorded, childs = read("K02"), read("K04")

    assert (recorded.numerator, recorded.denominator) == (CONTACTS + GAMED, CONTACTS + GAMED)
    assert (childs.numerator, childs.denominator) == (CONTACTS - GAMED, CONTACTS)


@pytest.mark.finding("S27", screen="/indicators/K02/")
def test_the_two_rates_and_their_gap_stand_side_by_side(gamed):
    beside_recorded, beside_childs = dict(read("K02").also), dict(read("K04").also)

    assert beside_recorded["Concerns decided within 24 hours of the first receipt (K04)"] == "85.0% (34 of 40)"
    assert beside_childs["Contacts decided within 24 hours (K02)"] == "100.0% (46 of 46)"
    assert beside_recorded["Gap between K02 and K04"] == "15.0 percentage points"
    assert beside_childs["Gap between K02 and K04"] == "15.0 percentage points"
    assert beside_childs["Closed to wait for information and opened again"] == str(GAMED)


def test_without_gaming_the_two_rates_are_the_same(service):
    for number in range(20):
        told(service, service.child(), FIRST_MONDAY, hours=5 if number < 18 else 30)

    assert counted("K02") == counted("K04") == (18, 20)
    assert dict(read("K02").also)["Gap between K02 and K04"] == "0.0 percentage points"


@pytest.mark.parametrize(
    ("days", "settled"),
    [(11, (0, 1)), (14, (0, 1)), (15, (1, 2))],
    ids=["a Friday within", "the tenth working day", "the eleventh"],
)
def test_ten_working_days_later_it_is_a_concern_of_its_own(service, days, settled):
    child = service.child()
    told(service, child, FIRST_MONDAY, hours=5, outcome="awaiting_information")
    told(service, child, FIRST_MONDAY + timedelta(days=days), hours=5)

    assert counted("K04") == settled


def test_closing_to_wait_for_information_settles_nothing_even_if_nobody_comes_back(service):
    told(service, service.child(), FIRST_MONDAY, hours=5, outcome="awaiting_information")

    assert counted("K02") == (1, 1)
    assert counted("K04") == (0, 1)


def test_another_concern_about_the_same_child_has_a_clock_of_its_own(service):
    child = service.child()
    told(service, child, FIRST_MONDAY, hours=5, outcome="awaiting_information", concerns=["neglect"])
    told(service, child, FIRST_MONDAY + timedelta(days=2), hours=5, concerns=["online"])

    assert counted("K04") == (1, 2)


def test_a_contact_that_does_not_say_its_concern_is_the_same_concern(service):
    child = service.child()
    told(service, child, FIRST_MONDAY, hours=5, outcome="awaiting_information", concerns=["neglect"])
    told(service, child, FIRST_MONDAY + timedelta(days=2), hours=5)

    assert counted("K04") == (0, 1)


def test_a_link_the_desk_made_holds_whatever_the_rule_would_say(service):
    child = service.child()
    first = told(service, child, FIRST_MONDAY, hours=5, outcome="awaiting_information", concerns=["neglect"])
    told(service, child, FIRST_MONDAY + timedelta(days=2), hours=5, concerns=["online"], continues=first)

    assert counted("K04") == (0, 1)


def test_closed_and_opened_twice_it_is_still_the_first_receipt_that_counts(service):
    child = service.child()
    for day in (0, 3):
        told(service, child, FIRST_MONDAY + timedelta(days=day), hours=5, outcome="awaiting_information")
    told(service, child, FIRST_MONDAY + timedelta(days=8), hours=5)

    [case] = queries.cases("K04", viewer=user(Role.HEAD_OF_SERVICE), as_at=FRIDAY, period=SEPTEMBER)
    assert case.label == "Decided after 197 hours, in 3 contacts"
    assert case.on == FIRST_MONDAY.date()


def test_a_concern_that_came_back_and_is_undecided_is_not_settled(service):
    child = service.child()
    told(service, child, FIRST_MONDAY, hours=5, outcome="awaiting_information")
    told(service, child, FIRST_MONDAY + timedelta(days=2))

    assert counted("K04") == (0, 1)


def test_a_decision_of_which_only_the_day_is_known_is_never_made_to_look_quicker(service):
    for decided_on in (FIRST_MONDAY.date(), FIRST_MONDAY.date() + timedelta(days=1)):
        line = service.contact(
            FIRST_MONDAY.date(), outcome="advice", decided_on=decided_on, received_at=FIRST_MONDAY
        )[0]  # fmt: skip
        assert line.decided_at is None
    told(service, service.child(), FIRST_MONDAY, hours=5)

    assert counted("K02") == (2, 3)
