"""What a file does not tell of is not late, and what is written down here counts from then."""

from datetime import date, datetime

import pytest

from lintel.journey.conferring.actions import as_plan
from lintel.journey.overseeing.queries import plan_overseen
from lintel.steps.conferences.carrying_out.actions import write_core_group
from lintel.steps.plans.models import CpPlan
from tests.cast import LONDON, TYPED

pytestmark = pytest.mark.django_db
LATER = datetime(2025, 3, 20, 9, 0, tzinfo=LONDON)


def test_of_a_plan_from_a_file_core_groups_count_from_the_first_that_is_written_down(cast, bells):
    plan = CpPlan.objects.create(**TYPED, key="plan/2024", child=bells.mia, started_on=date(2024, 9, 2))
    before = plan_overseen(bells.mia, viewer=cast.marcus, at=LATER)
    assert (before.is_from_file, before.core_groups.due, before.core_groups.is_over) == (True, None, False)

    write_core_group(
        [as_plan(plan)], held_on=date(2025, 3, 10), present="Ruth", words="It goes.", by=cast.priya, at=LATER
    )

    after = plan_overseen(bells.mia, viewer=cast.marcus, at=LATER).core_groups
    assert (after.last_on, after.missed, after.is_over) == (date(2025, 3, 10), 0, False)
    assert after.due.counted_from == date(2025, 3, 10)
