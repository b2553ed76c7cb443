"""K80 to K82: flags of drift, each number as long as the list behind it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache

from lintel.oversight.drift.actions import answer, check_by_hand
from lintel.oversight.drift.codes import Rule
from lintel.oversight.drift.tests.builders import MORNING, NIGHT, TODAY, late_action, looked
from lintel.oversight.drift.tests.test_actions import ACT, WRONG
from lintel.oversight.drift.weighing import rules as weighing
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.tests.test_catalogue import OF_DRIFT
from lintel.steps.chronology_entries.actions import Happened, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.chronology_entries.models import WrittenEvent
from tests.cast import LONDON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_empty_cache")]
DAY = timedelta(days=1)


@pytest.fixture
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def flag(cast, bells):
    late_action(cast, bells)
    note = Happened(on=date(2025, 6, 2), kind=ItemKind.OTHER, words="Nobody has asked.", told_by="Priya")
    write_event(note, children=[bells.noah], by=cast.marcus, at=MORNING - 9 * DAY)
    return looked()[Rule.ACTION_OVERDUE]


def found(code, cast, *, as_at, viewer=None):
    told = {"viewer": viewer or cast.helen, "as_at": as_at, "period": Period(date(2025, 6, 1), as_at)}
    reading = queries.reading(code, **told, now=datetime(as_at.year, as_at.month, as_at.day, 20, tzinfo=LONDON))
    cases = queries.cases(code, **told)
    assert (reading.numerator or 0) == sum(case.counts for case in cases)
    return [(case.counts, case.label) for case in cases], reading


@pytest.mark.parametrize("code", sorted(OF_DRIFT))
def test_before_the_first_flag_no_nought_is_invented(cast, bells, code):
    assert queries.reading(code, viewer=cast.helen, as_at=TODAY).state is State.NOT_IN_DATA


@pytest.mark.finding("S16", screen="/indicators/K80/")
def test_a_flag_is_open_from_the_night_it_was_raised_to_the_day_of_its_answer(cast, flag):
    answer(flag, ACT, by=cast.marcus, at=MORNING + 2 * DAY)

    cases, reading = found("K80", cast, as_at=TODAY)
    assert cases == [(True, "Plan action overdue, since 27 May 2025")]
    assert dict(reading.also)["Oldest, in days"] == "15"
    assert found("K80", cast, as_at=TODAY + 2 * DAY)[0] == []


@pytest.mark.finding("S16", screen="/indicators/K81/")
def test_a_delay_named_before_the_flag_is_the_managers_until_a_check_says_otherwise(cast, bells, flag, monkeypatch):
    monkeypatch.setattr(weighing, "ONE_IN", 1)
    entry = f"chronology_entries.writtenevent/{WrittenEvent.objects.get().pk}"
    held = answer(flag, replace(ACT, named_first=entry), by=cast.marcus, at=MORNING)
    assert found("K81", cast, as_at=TODAY)[0] == [(True, "Plan action overdue: named before the flag")]

    check_by_hand(held, agrees=False, words="It is about another school.", by=cast.helen, at=MORNING)

    cases, reading = found("K81", cast, as_at=TODAY)
    assert cases == [(False, "Plan action overdue: not named before the flag")]
    assert reading.also == (("Checked by hand", "1 of 1"),)
    assert queries.cases("K81", viewer=cast.tom, as_at=TODAY, period=Period(TODAY, TODAY)) == []


def test_what_was_wrong_is_no_delay(cast, flag):
    answer(flag, WRONG, by=cast.marcus, at=MORNING)

    assert found("K81", cast, as_at=TODAY)[0] == []


@pytest.mark.finding("S16", screen="/indicators/K82/")
def test_a_flag_is_answered_in_time_within_five_working_days(cast, flag):
    late = NIGHT.date() + 8 * DAY
    assert found("K82", cast, as_at=late - DAY)[0] == []
    assert found("K82", cast, as_at=late)[0] == [(False, "Plan action overdue: not answered, and late")]

    answer(flag, WRONG, by=cast.marcus, at=MORNING + 2 * DAY)

    assert found("K82", cast, as_at=late)[0] == [(True, "Plan action overdue: answered after 2 working days")]
