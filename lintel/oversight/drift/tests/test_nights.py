"""Every night once, whatever ran at five; what was answered is measured on; and a draw nobody can foresee."""

from __future__ import annotations

from datetime import datetime

import pytest

from lintel.oversight.drift import queries
from lintel.oversight.drift.actions import answer, look_for_drift
from lintel.oversight.drift.codes import Rule
from lintel.oversight.drift.models import CheckSeed, Flag, Look
from lintel.oversight.drift.tasks import look_for_drift_every_night
from lintel.oversight.drift.tests.builders import DAY, MORNING, NIGHT, TODAY, late_action, looked
from lintel.oversight.drift.tests.test_actions import ACCEPT, WRONG
from lintel.oversight.drift.weighing import rules as weighing
from lintel.steps.plans.actions import finish
from lintel.steps.plans.models import PlanAction
from tests.cast import LONDON
from tests.trace import finding

pytestmark = pytest.mark.django_db
SENTENCE = "“Ask the school for a place” was due by 27 May 2025 and is not done."


@pytest.fixture
def flag(cast, bells):
    """Noah's action of the plan is eleven working days late, and was seen last night."""
    late_action(cast, bells)
    return looked()[Rule.ACTION_OVERDUE]


@finding("S16")
def test_if_nothing_ran_at_five_it_is_looked_for_in_the_next_hour_that_does_and_once(cast, bells):
    late_action(cast, bells)

    def at(hour):
        look_for_drift_every_night(int(datetime(2025, 6, 11, hour, 21, tzinfo=LONDON).timestamp()))
        return [local.hour for local in (each.looked_at.astimezone(LONDON) for each in Look.objects.all())]

    assert at(4) == []
    assert at(9) == at(10) == [9]
    assert Flag.objects.open().get().owner == cast.marcus
    assert queries.last_looked_at(viewer=cast.marcus) == datetime(2025, 6, 11, 9, 21, tzinfo=LONDON)
    assert queries.last_looked_at(viewer=cast.ola) is None


@finding("S16")
def test_what_was_wrong_is_measured_on_while_the_record_says_so_and_what_was_a_delay_is_not(cast, bells, flag):
    answer(flag, WRONG, by=cast.marcus, at=MORNING)
    look_for_drift(by=None, at=NIGHT + 5 * DAY)
    flag.refresh_from_db()
    assert (flag.measure, flag.sentence) == (14, SENTENCE)

    finish(PlanAction.objects.get(pk=flag.about), done_on=TODAY, answer="Done.", by=cast.priya, at=NIGHT + 6 * DAY)
    look_for_drift(by=None, at=NIGHT + 7 * DAY)
    flag.refresh_from_db()
    assert (flag.measure, flag.no_longer_since) == (14, TODAY + 7 * DAY)


def test_a_delay_is_measured_up_to_its_answer(cast, flag):
    answer(flag, ACCEPT, by=cast.marcus, at=MORNING)
    look_for_drift(by=None, at=NIGHT + 5 * DAY)

    flag.refresh_from_db()
    assert flag.measure == 11


def test_chance_draws_with_a_seed_that_is_kept_and_tells_only_whoever_checks(cast, flag, monkeypatch):
    monkeypatch.setattr(weighing, "ONE_IN", 1)
    assert len(CheckSeed.objects.get().seed) == 64
    assert queries.is_to_be_checked(flag, viewer=cast.helen)
    assert not queries.is_to_be_checked(flag, viewer=cast.marcus)
    look_for_drift(by=None, at=NIGHT + DAY)
    assert CheckSeed.objects.count() == 1
