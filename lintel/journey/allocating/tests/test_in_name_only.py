"""Which children have a worker on paper only, and why (S6)."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.foundation.access.models import Exclusion
from lintel.foundation.local_limits.models import LocalLimit
from lintel.foundation.workforce.codes import AbsenceReason
from lintel.journey.allocating.actions import reach_family
from lintel.journey.allocating.covering.actions import arrange_cover, say_away
from lintel.journey.allocating.in_name_only.queries import children_in_name_only
from lintel.journey.allocating.tests.given import accepted, offered
from lintel.steps.allocation.codes import InNameOnly
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit
from tests.cast import LONDON, NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
THURSDAY = date(2025, 3, 6)


def found(viewer, on=THURSDAY):
    return {each.held.child_id: each.reasons for each in children_in_name_only(viewer=viewer, on=on)}


@finding("S6", screen="/allocation/in-name-only/")
def test_a_child_whose_family_was_not_reached_in_time_has_a_worker_in_name_only(cast, bells):
    (held,) = accepted(cast)

    assert found(cast.marcus, date(2025, 3, 5)) == {}
    assert found(cast.marcus) == {held.child_id: (InNameOnly.NO_CONTACT,)}

    reach_family([held], reached_on=date(2025, 3, 5), by=cast.priya, at=datetime(2025, 3, 6, 9, 0, tzinfo=LONDON))
    assert found(cast.marcus) == {}


@finding("S6", screen="/allocation/in-name-only/")
def test_a_worker_away_for_more_than_five_working_days_is_one_in_name_only_until_somebody_covers(cast, bells):
    monday, back = NOW.date(), date(2025, 3, 11)  # six working days away
    say_away(cast.priya.worker, reason=AbsenceReason.SICKNESS, starts_on=monday, ends_on=back, by=cast.marcus, at=NOW)
    mine = {child.pk for child in bells.children}

    assert set(found(cast.marcus)) == mine
    assert found(cast.marcus)[bells.mia.pk] == (InNameOnly.ABSENT,)

    held = [bells.involvements[name] for name in ("mia", "noah", "baby")]
    arrange_cover(held[:2], worker=cast.tom.worker, begins_on=monday, ends_on=back, by=cast.sofia, at=NOW)
    assert set(found(cast.marcus)) == {bells.baby.pk}
    assert found(cast.marcus, back) == {}


def test_five_working_days_away_are_not_too_long(cast, bells):
    say_away(
        cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=NOW.date(), ends_on=date(2025, 3, 10), by=cast.priya,
        at=NOW,
    )  # fmt: skip

    assert found(cast.marcus) == {}


@finding("S6", "S34", screen="/allocation/in-name-only/")
def test_the_children_of_a_worker_above_the_ceiling_are_all_in_name_only_and_what_is_only_offered_does_not_count(
    cast, bells, helen
):
    offered(cast)
    lower(3, helen)
    assert found(cast.marcus) == {}

    lower(2, helen)
    assert found(cast.marcus) == {child.pk: (InNameOnly.OVER_CEILING,) for child in bells.children}


def test_where_the_files_carry_no_visit_nobody_is_called_unreached(cast, bells):
    assert found(cast.marcus) == {}

    load_visits(
        [Visit(**TYPED, key="ivy/visit", child=bells.ivy, visited_on=date(2025, 3, 3))], by=cast.command_line, at=NOW
    )
    assert set(found(cast.marcus)) == {child.pk for child in bells.children}


def test_everybody_sees_only_their_own_line(cast, bells):
    (held,) = accepted(cast)

    assert set(found(cast.priya)) == set(found(cast.sofia)) == set(found(cast.helen)) == {held.child_id}
    for stranger in (cast.tom, cast.sam, cast.ola, cast.grace, cast.femi):
        assert found(stranger) == {}


def test_a_child_kept_from_somebody_is_not_in_their_list(cast, bells, sofia):
    (held,) = accepted(cast)
    Exclusion.objects.create(child_id=held.child_id, user=sofia, reason="a neighbour", made_by=cast.grace, made_at=NOW)

    assert found(sofia) == {}


def test_it_takes_as_many_questions_for_many_as_for_one(cast, bells):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            children_in_name_only(viewer=cast.marcus, on=THURSDAY)
        return len(queries)

    accepted(cast, "One")
    before = asked()
    for number in range(3):
        accepted(cast, f"Kid{number}")

    assert asked() == before


def lower(ceiling, by):
    said = {"amount": ceiling, "source": "agreed", "reason": "agreed", "decided_by": by, "decided_at": NOW}
    LocalLimit.objects.update_or_create(
        code="caseload_ceiling", effective_from=date(2025, 1, 1), defaults=said
    )  # fmt: skip
