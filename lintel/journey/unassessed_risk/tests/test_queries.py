"""Who is on the clock, for whom, and who holds the next step."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.agencies.models import Agency
from lintel.foundation.audit_log.models import Entry
from lintel.journey.unassessed_risk.queries import children_at_unassessed_risk, over_the_limit_by_holder, spells_of
from lintel.journey.unassessed_risk.rules import Holder
from lintel.steps.agency_checks.models import AgencyCheck
from lintel.steps.enquiries.actions import stamp_reasonable_cause
from lintel.steps.safety_plans.actions import (
    NothingSaid,
    NotTheirChild,
    NotYetMade,
    WithdrawnAlready,
    make_safety_plan,
    withdraw_safety_plan,
)
from lintel.steps.safety_plans.models import SafetyPlan
from lintel.steps.safety_plans.queries import safety_plans_of
from lintel.steps.visits.models import Visit
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.finding("S14")]
INCIDENT = NOW - timedelta(hours=60)


def harmed(child, *, by, since: datetime = INCIDENT, at: datetime = NOW, **more):
    return stamp_reasonable_cause(child=child, reason="He hit her.", known_since=since, by=by, at=at, **more)


def seen(child, when: datetime, *, child_seen: bool | None = True):
    return Visit.objects.create(
        key=f"visit/{child.pk}/{when}", screen="visit", child=child, visited_on=when.date(), visited_at=when,
        child_seen=child_seen,
    )  # fmt: skip


def safe(child, *, by, at: datetime = NOW):
    return make_safety_plan(child, words="Owen stays at his mother’s.", made_with="Ruth and Owen", by=by, at=at)


def on_the_clock(viewer, at=NOW):
    return {each.name for each in children_at_unassessed_risk(viewer=viewer, at=at)}


def test_a_child_is_on_the_clock_from_the_incident_until_seen_and_made_safe(cast, bells):
    harmed(bells.mia, by=cast.priya)
    (mia,) = children_at_unassessed_risk(viewer=cast.helen, at=NOW)
    assert (mia.since, mia.hours, mia.is_over, mia.is_seen, mia.is_made_safe) == (INCIDENT, 60, True, False, False)

    seen(bells.mia, NOW)
    (mia,) = children_at_unassessed_risk(viewer=cast.helen, at=NOW)
    assert (mia.since, mia.is_seen) == (INCIDENT, True)

    safe(bells.mia, by=cast.priya)
    assert on_the_clock(cast.helen) == set()
    (spell,) = spells_of(bells.mia.pk, viewer=cast.helen, at=NOW)
    assert (spell.began_at, spell.ended_at) == (INCIDENT, NOW)


def test_a_second_notification_does_not_begin_it_anew(cast, bells):
    harmed(bells.mia, by=cast.priya)
    later = NOW + timedelta(hours=5)
    harmed(bells.mia, by=cast.femi, since=later, at=later)

    (mia,) = children_at_unassessed_risk(viewer=cast.helen, at=later)
    assert mia.since == INCIDENT


def test_an_unborn_child_is_seen_by_a_visit_about_them(cast, bells):
    harmed(bells.baby, by=cast.priya)
    safe(bells.baby, by=cast.priya)
    assert on_the_clock(cast.helen) == {"Bell"}

    seen(bells.baby, NOW, child_seen=None)

    assert on_the_clock(cast.helen) == set()


def test_over_the_limit_each_child_stands_with_exactly_one_who_holds_the_next_step(cast, bells):
    harmed(bells.mia, by=cast.priya, child_contact_id=bells.child_contacts["mia"].pk)
    harmed(bells.noah, by=cast.priya, since=NOW - timedelta(hours=23))
    harmed(bells.kit, by=cast.femi)
    check = AgencyCheck.objects.create(
        contact=bells.contact, agency=Agency.objects.create(key="police", name="Ravenshire Police", kind="police"),
        question="What do you know?", lawful_basis="public_task", basis_words="Harm is likely.", shared_for="Safety",
        asked_at=NOW, asked_by=cast.femi, due_at=NOW,
    )  # fmt: skip
    check.asked_about.create(child_contact=bells.child_contacts["mia"], name="Mia Bell")

    found = over_the_limit_by_holder(viewer=cast.helen, at=NOW)

    assert {holder: [(each.name, each.holds) for each in rows] for holder, rows in found.items()} == {
        Holder.POLICE: [("Mia Bell", "Police")], Holder.HEALTH: [], Holder.TEAM: [],
        Holder.NOBODY: [("Kit Hartley", "Nobody")],
    }  # fmt: skip
    within = {each.name: each.holds for each in children_at_unassessed_risk(viewer=cast.helen, at=NOW)}
    assert within["Noah Bell"] == "North assessment"


def test_only_those_see_it_who_may_see_the_child(cast, bells):
    harmed(bells.mia, by=cast.priya)

    assert on_the_clock(cast.marcus) == {"Mia Bell"}
    for stranger in (cast.tom, cast.hart, cast.priya, cast.ola):
        assert on_the_clock(stranger) == set()
        assert spells_of(bells.mia.pk, viewer=stranger, at=NOW) == []


def test_a_safety_plan_is_written_by_somebody_who_may_and_sees_the_child(cast, bells):
    for who, refusal in ((cast.tom, NotTheirChild), (cast.anil, NotAllowed)):
        with pytest.raises(refusal):
            safe(bells.mia, by=who)
    with pytest.raises(NothingSaid):
        make_safety_plan(bells.mia, words=" ", made_with="Ruth", by=cast.priya, at=NOW)
    with pytest.raises(NotYetMade):
        make_safety_plan(
            bells.mia, words="She stays.", made_with="Ruth", made_at=NOW + timedelta(hours=1), by=cast.priya, at=NOW
        )

    plan = safe(bells.mia, by=cast.priya)

    assert list(safety_plans_of(bells.mia.pk, viewer=cast.priya)) == [plan]
    assert not safety_plans_of(bells.mia.pk, viewer=cast.tom).exists()
    assert Entry.objects.filter(act="safety plan made", by=cast.priya, child_id=bells.mia.pk).count() == 1


def test_a_safety_plan_of_the_wrong_child_answers_nothing(cast, bells):
    harmed(bells.mia, by=cast.priya)
    seen(bells.mia, NOW)
    plan = safe(bells.mia, by=cast.priya)
    assert on_the_clock(cast.helen) == set()

    withdraw_safety_plan(plan, because="It was Ivy’s.", by=cast.priya, at=NOW)

    assert on_the_clock(cast.helen) == {"Mia Bell"}
    with pytest.raises(WithdrawnAlready):
        withdraw_safety_plan(plan, because="Again.", by=cast.priya, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyPlan.objects.filter(pk=plan.pk).update(withdrawn_because="")
