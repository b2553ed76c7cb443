"""Writing down changes and drawing limits anew: the effect, the refusal, the entry in the audit log."""

from datetime import date

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.performance import queries
from lintel.oversight.performance.actions import (
    AlreadyRebaselined,
    AlreadyWithdrawn,
    ChangeNotSaid,
    ReasonMissing,
    rebaseline,
    record_change,
    withdraw_change,
)
from lintel.oversight.performance.registry import NoSuchIndicator
from lintel.oversight.performance.tests.builders import NOW, Service, days, user

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def a_change(by=None):
    return record_change(
        "New threshold document", changed_on=DAY, decided_by="Ada Mole, head of service",
        by=by or user(Role.HEAD_OF_SERVICE), at=NOW,
    )  # fmt: skip


@pytest.mark.finding("S1")
def test_a_recorded_change_says_what_when_and_whose_decision_and_is_on_every_series():
    head = user(Role.HEAD_OF_SERVICE)
    a_change(head)
    service = Service(data_until=date(2026, 9, 27))
    for day, _ in zip(days(date(2026, 8, 3)), range(56), strict=False):
        service.contact(day)

    drawn = queries.series("K01", viewer=head, as_at=date(2026, 9, 27))

    assert [(c.what, c.changed_on, c.decided_by) for c in drawn.changes] == [
        ("New threshold document", DAY, "Ada Mole, head of service")
    ]
    assert Entry.objects.filter(act="change recorded", by=head).count() == 1


def test_a_social_worker_may_not_record_a_change():
    with pytest.raises(NotAllowed):
        a_change(user(Role.SOCIAL_WORKER))


@pytest.mark.parametrize("left_out", ["what", "decided_by"])
def test_a_change_that_does_not_say_what_or_whose_decision_is_refused(left_out):
    said = {"what": "New form", "decided_by": "Ada Mole"} | {left_out: "  "}

    with pytest.raises(ChangeNotSaid):
        record_change(
            said["what"], changed_on=DAY, decided_by=said["decided_by"], by=user(Role.HEAD_OF_SERVICE), at=NOW
        )


def test_a_withdrawn_change_leaves_the_charts_and_keeps_its_reason():
    head = user(Role.HEAD_OF_SERVICE)
    change = a_change(head)

    withdraw_change(change, because="It was put off", by=head, at=NOW)

    assert queries.change_records(viewer=head) == []
    change.refresh_from_db()
    assert change.withdrawn_because == "It was put off"
    assert Entry.objects.filter(act="change withdrawn").count() == 1


def test_a_change_is_withdrawn_once_and_with_a_reason():
    head = user(Role.HEAD_OF_SERVICE)
    change = a_change(head)

    with pytest.raises(ReasonMissing):
        withdraw_change(change, because=" ", by=head, at=NOW)
    withdraw_change(change, because="It was put off", by=head, at=NOW)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_change(change, because="Again", by=head, at=NOW)


def test_limits_start_anew_on_the_day_that_was_signed_for():
    head = user(Role.HEAD_OF_SERVICE)
    service = Service(data_until=date(2026, 9, 27))
    for place, day in zip(range(40 * 7), days(date(2025, 12, 22)), strict=False):
        for _ in range(1 if place < 20 * 7 else 3):
            service.contact(day)
    before = queries.series("K01", viewer=head, as_at=date(2026, 9, 27))

    rebaseline("k01", starts_on=date(2026, 5, 11), reason="The police feed began", by=head, at=NOW)

    after = queries.series("K01", viewer=head, as_at=date(2026, 9, 27))
    assert before.points[-1].centre != after.points[-1].centre == 21
    assert after.points[0].centre == 7
    assert after.rebaselines[0].reason == "The police feed began"
    assert not after.signals
    assert before.signals
    assert Entry.objects.filter(act="limits drawn anew").count() == 1


def test_limits_are_drawn_anew_only_with_a_reason_a_permission_and_once_a_day():
    head = user(Role.HEAD_OF_SERVICE)
    with pytest.raises(ReasonMissing):
        rebaseline("K01", starts_on=DAY, reason="", by=head, at=NOW)
    with pytest.raises(NotAllowed):
        rebaseline("K01", starts_on=DAY, reason="Because", by=user(Role.TEAM_MANAGER), at=NOW)
    with pytest.raises(NoSuchIndicator):
        rebaseline("K999", starts_on=DAY, reason="Because", by=head, at=NOW)
    rebaseline("K01", starts_on=DAY, reason="Because", by=head, at=NOW)
    with pytest.raises(AlreadyRebaselined):
        rebaseline("K01", starts_on=DAY, reason="Because", by=head, at=NOW)
