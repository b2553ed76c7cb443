"""The authority's own numbers: what is in force on a day, and who may set it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.local_limits.actions import (
    LimitAlreadySet,
    LooserThanGuidance,
    NoSuchLimit,
    NotWholeTime,
    ReasonMissing,
    set_local_limit,
)
from lintel.foundation.local_limits.queries import limit_in_force, time_limit_in_force
from lintel.statute.clocks import Kind, NoLimitInForce

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
FIRST = date(2026, 10, 1)


def somebody(role: Role) -> User:
    user = User.objects.create(email=f"{role}@ravenshire.example", name=role.title, joined_at=NOW)
    RoleGrant.objects.create(user=user, role=role, granted_at=NOW)
    return user


@pytest.fixture
def head() -> User:
    return somebody(Role.HEAD_OF_SERVICE)


def set_limit(code: str, amount: str, by: User, *, effective_from: date = FIRST, reason: str = "Agreed in cabinet"):
    return set_local_limit(
        code, amount=Decimal(amount), effective_from=effective_from, source="Cabinet, 1 September 2026", reason=reason,
        by=by, at=NOW,
    )  # fmt: skip


def test_without_a_local_number_the_default_holds():
    assert limit_in_force("caseload_ceiling", on=FIRST).value == 18
    assert time_limit_in_force("assessment", on=FIRST).amount == 45


def test_a_local_number_holds_from_its_day_on_and_not_before(head):
    set_limit("caseload_ceiling", "16.5", head)

    assert limit_in_force("caseload_ceiling", on=date(2026, 9, 30)).value == 18
    assert limit_in_force("caseload_ceiling", on=FIRST).value == 16.5
    assert limit_in_force("caseload_ceiling", on=FIRST).source == "Cabinet, 1 September 2026"


def test_the_latest_of_several_local_numbers_holds(head):
    set_limit("caseload_ceiling", "16", head)
    set_limit("caseload_ceiling", "14", head, effective_from=date(2027, 1, 1))

    assert limit_in_force("caseload_ceiling", on=date(2026, 12, 31)).value == 16
    assert limit_in_force("caseload_ceiling", on=date(2027, 1, 1)).value == 14


def test_a_stricter_time_limit_is_local_from_then_on(head):
    set_limit("assessment", "35", head)

    found = time_limit_in_force("assessment", on=FIRST)

    assert (found.amount, found.kind) == (35, Kind.LOCAL)


def test_a_time_longer_than_statutory_guidance_is_refused(head):
    with pytest.raises(LooserThanGuidance):
        set_limit("assessment", "60", head)


def test_a_local_procedure_may_be_made_longer(head):
    set_limit("child_seen", "5", head)

    assert time_limit_in_force("child_seen", on=FIRST).amount == 5


@pytest.mark.parametrize(
    ("code", "amount", "refusal"), [("no_such_thing", "1", NoSuchLimit), ("child_seen", "2.5", NotWholeTime)]
)
def test_what_makes_no_sense_is_refused(head, code, amount, refusal):
    with pytest.raises(refusal):
        set_limit(code, amount, head)


def test_a_limit_is_set_once_a_day_with_a_reason(head):
    with pytest.raises(ReasonMissing):
        set_limit("caseload_ceiling", "16", head, reason=" ")
    set_limit("caseload_ceiling", "16", head)
    with pytest.raises(LimitAlreadySet):
        set_limit("caseload_ceiling", "15", head)


def test_a_team_manager_may_not_set_limits():
    with pytest.raises(NotAllowed):
        set_limit("caseload_ceiling", "30", somebody(Role.TEAM_MANAGER))


def test_setting_a_limit_leaves_an_entry(head):
    set_limit("caseload_ceiling", "16", head)

    assert Entry.objects.get(act="local limit set").details["code"] == "caseload_ceiling"


def test_an_unknown_limit_is_said_to_be_unknown():
    with pytest.raises(NoLimitInForce):
        limit_in_force("no_such_thing", on=FIRST)
