"""K58 and K110: the family soon has what was found out, in plain words, and could say it back."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from lintel.journey.family_versions.tests.families import finished, papers_of_mia
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.steps.assessments.actions import load_assessments
from lintel.steps.assessments.models import Assessment
from lintel.steps.family_versions.actions import hear_back, share
from lintel.steps.family_versions.codes import Way
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
FEBRUARY_AND_MARCH = Period(date(2025, 2, 1), date(2025, 3, 31))
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def version(cast, bells, priya):
    """Of Mia's assessment, authorised on Friday 28 February, finished for Ruth on Monday."""
    papers_of_mia(cast, bells)
    return finished(bells.mia, bells.ruth, by=priya)


def read(code, viewer, *, days=14):
    at = NOW + days * DAY
    return queries.reading(code, viewer=viewer, as_at=at.date(), period=FEBRUARY_AND_MARCH, now=at)


def counted(code, viewer, **more):
    found = read(code, viewer, **more)
    return found.numerator, found.denominator


def shared_after(version, days, priya):
    at = NOW + days * DAY
    share(version, shared_on=at.date(), way=Way.READ_TOGETHER, by=priya, at=at)


def said_back(version, priya, *, days=0, could=True):
    at = NOW + days * DAY
    hear_back(
        version, said_on=at.date(), worry="She is late.", worry_said=True, ask="I wake her.", ask_said=True,
        next_steps="You come.", next_said=could, by=priya, at=at,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "in_time"), [(4, 1), (7, 0)])
def test_shared_on_the_fifth_working_day_is_in_time_and_on_the_sixth_it_is_late(version, helen, priya, days, in_time):
    shared_after(version, days, priya)

    assert counted("K58", helen) == (in_time, 1)


def test_one_that_is_not_shared_when_its_days_are_over_counts_as_not_met(version, cast, bells, helen, priya):
    shared_after(version, 0, priya)
    noahs = Assessment(
        **TYPED, key="noah/assessment", child=bells.noah, referral=bells.referrals["noah"],
        started_on=date(2025, 2, 18), authorised_on=date(2025, 3, 3),
    )  # fmt: skip
    load_assessments([noahs], by=cast.command_line, at=NOW)

    assert counted("K58", helen, days=7) == (1, 1)
    assert counted("K58", helen, days=8) == (1, 2)
    assert read("K58", helen, days=8).also == (("Not shared yet", "1"),)


def test_where_nothing_was_ever_shared_k58_is_not_nought(version, helen):
    assert read("K58", helen).state is State.NOT_IN_DATA


@pytest.mark.finding("S62", screen="/indicators/K110/")
def test_a_parent_counts_who_could_say_all_three_the_first_time(version, helen, priya):
    shared_after(version, 0, priya)
    said_back(version, priya, could=False)
    said_back(version, priya, days=1)

    assert counted("K110", helen) == (0, 1)
    assert read("K110", helen).also == (("Asked at all, of all who were ever given something", "1 of 1"),)


def test_the_childs_own_version_is_no_parents(cast, bells, helen, priya, version):
    said_back(version, priya)
    own = finished(bells.mia, bells.mia, by=priya)
    said_back(own, priya, could=False)

    assert counted("K110", helen) == (1, 1)


def test_tom_counts_nothing_of_it(version, tom, priya):
    said_back(version, priya)

    assert read("K110", tom).state is State.NOT_IN_DATA
