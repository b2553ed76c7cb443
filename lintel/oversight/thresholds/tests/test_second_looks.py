"""After a version took effect: everyone in early help is looked at again, and the numbers are compared."""

from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.foundation.people.queries import child_lines
from lintel.oversight.performance.tests.builders import Service, many_weeks
from lintel.oversight.thresholds import actions, queries
from lintel.oversight.thresholds.codes import Found
from lintel.oversight.thresholds.models import SecondLook
from lintel.oversight.thresholds.tests.builders import a_draft, put_into_effect
from lintel.steps.early_help.actions import load_early_help_episodes
from lintel.steps.early_help.models import EarlyHelpEpisode
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
APRIL = date(2025, 4, 7)
AFTERWARDS = date(2025, 6, 2)
AT = NOW + timedelta(days=90)


@pytest.fixture
def version(cast):
    return put_into_effect(a_draft(by=cast.helen, at=NOW), on=APRIL, by=cast.helen, at=NOW)


def help_for(cast, child, *, started_on, ended_on=None):
    held = EarlyHelpEpisode(
        **TYPED, key=f"help/{child.pk}/{started_on}", child=child, organisation="Start Well", started_on=started_on,
        ended_on=ended_on,
    )  # fmt: skip
    load_early_help_episodes([held], by=cast.command_line, at=NOW)
    return EarlyHelpEpisode.objects.get(key=held.key)


def to_look_at(version, viewer, today=AFTERWARDS):
    return queries.to_look_at_again(version, viewer=viewer, today=today)


@pytest.mark.finding("S23")
def test_everyone_open_in_early_help_on_the_day_is_on_the_list_and_nobody_else(cast, bells, version):
    mia = help_for(cast, bells.mia, started_on=date(2025, 2, 1))
    help_for(cast, bells.noah, started_on=date(2025, 1, 1), ended_on=APRIL - timedelta(days=1))
    help_for(cast, bells.kit, started_on=APRIL + timedelta(days=1))
    ivy = help_for(cast, bells.ivy, started_on=date(2025, 1, 6), ended_on=APRIL)

    found = to_look_at(version, cast.helen)

    assert [(each.episode_id, each.days_open) for each in found] == [(ivy.pk, 91), (mia.pk, 65)]


def test_a_child_helped_twice_at_once_stands_there_once(cast, bells, version):
    older = help_for(cast, bells.mia, started_on=date(2025, 1, 1))
    help_for(cast, bells.mia, started_on=date(2025, 2, 1))

    assert [each.episode_id for each in to_look_at(version, cast.helen)] == [older.pk]


def test_before_its_first_day_it_is_everyone_open_today(cast, bells, version):
    help_for(cast, bells.mia, started_on=date(2025, 2, 1), ended_on=date(2025, 3, 31))

    assert len(to_look_at(version, cast.helen, today=NOW.date())) == 1
    assert to_look_at(version, cast.helen) == []


def test_tom_sees_only_the_child_of_his_team(cast, bells, version):
    for child in (bells.mia, bells.ivy):
        help_for(cast, child, started_on=date(2025, 2, 1))

    assert [each.child_id for each in to_look_at(version, cast.tom)] == [bells.ivy.pk]
    exclude(bells.ivy, user=cast.helen, reason="Her niece", by=cast.sofia, at=NOW)
    assert [each.child_id for each in to_look_at(version, cast.helen)] == [bells.mia.pk]


def test_who_may_see_no_child_sees_no_list(cast, version):
    with pytest.raises(NotAllowed):
        to_look_at(version, cast.ola)


@pytest.mark.finding("S23")
def test_it_is_ticked_off_by_whom_and_when_and_goes_to_the_end(cast, bells, version):
    mia, ivy = (help_for(cast, child, started_on=date(2025, 2, 1)) for child in (bells.mia, bells.ivy))

    actions.look_again(version, episode=mia, found=Found.STEPPED_UP, by=cast.marcus, at=AT)

    first, last = to_look_at(version, cast.helen)
    assert (first.episode_id, first.look) == (ivy.pk, None)
    assert (last.look.found, last.look.looked_by, last.look.looked_at) == (Found.STEPPED_UP, cast.marcus, AT)
    assert Entry.objects.get(act="child in early help looked at again").child_id == bells.mia.pk


def test_a_second_word_stands_and_the_first_is_kept(cast, bells, version):
    mia = help_for(cast, bells.mia, started_on=date(2025, 2, 1))

    for found in (Found.STEPPED_UP, Found.STAYS):
        actions.look_again(version, episode=mia, found=found, by=cast.marcus, at=AT)

    look = SecondLook.objects.get()
    assert look.found == Found.STAYS
    assert [each.found for each in look.events.all()] == [Found.STEPPED_UP]


def test_nobody_is_looked_at_again_before_the_wording_is_in_force(cast, bells, version):
    mia = help_for(cast, bells.mia, started_on=date(2025, 2, 1))

    for each in (version, a_draft(by=cast.helen, at=NOW, title="Next")):
        with pytest.raises(actions.NotYetInForce):
            actions.look_again(each, episode=mia, found=Found.STAYS, by=cast.marcus, at=NOW)


def test_an_analyst_does_not_tick_off(cast, bells, version):
    mia = help_for(cast, bells.mia, started_on=date(2025, 2, 1))

    with pytest.raises(NotAllowed):
        actions.look_again(version, episode=mia, found=Found.STAYS, by=cast.anil, at=AT)


def test_the_database_keeps_one_look_for_a_child_and_a_version(cast, bells, version):
    mia = help_for(cast, bells.mia, started_on=date(2025, 2, 1))
    actions.look_again(version, episode=mia, found=Found.STAYS, by=cast.marcus, at=AT)

    with pytest.raises(Error, match="a_child_is_looked_at_again_once_for_a_version"), transaction.atomic():
        SecondLook.objects.create(version=version, episode=mia, found="stays", looked_by=cast.tom, looked_at=AT)
    with pytest.raises(Error, match="a_second_look_says_what_it_found"), transaction.atomic():
        SecondLook.objects.update(found="")


def test_only_who_is_on_the_list_can_be_ticked_off(cast, bells, version):
    mia = help_for(cast, bells.mia, started_on=date(2025, 2, 1))

    found = queries.episode_to_look_at(version, mia.pk, viewer=cast.marcus, today=AFTERWARDS)
    assert found == mia
    with pytest.raises(EarlyHelpEpisode.DoesNotExist):
        queries.episode_to_look_at(version, mia.pk, viewer=cast.tom, today=AFTERWARDS)


@pytest.mark.slow
@pytest.mark.finding("S23")
def test_two_thousand_children_need_no_more_questions_to_the_database_than_two(cast, version):
    service = Service()

    def ask():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = to_look_at(version, cast.helen)
            child_lines([each.child_id for each in found], viewer=cast.helen)
        return len(found), len(asked)

    with_help(service, 2)
    few, questions = ask()
    with_help(service, 1_998)

    assert (few, ask()) == (2, (2_000, questions))


def with_help(service, number):
    born = {"date_of_birth": date(2018, 5, 1), "birth_date_certainty": BirthDateCertainty.KNOWN}
    children = service.lay_down(Person, [born] * number)
    service.lay_down(EarlyHelpEpisode, [{"child": child, "started_on": date(2025, 2, 1)} for child in children])


@pytest.mark.finding("S24")
@pytest.mark.long
def test_before_and_after_compare_as_long_a_time_and_those_who_came_back_ninety_days_later(cast, version):
    many_weeks(until=date(2025, 11, 30))

    found = queries.before_and_after(version, viewer=cast.helen, today=date(2025, 9, 1))

    days = timedelta(days=(date(2025, 9, 1) - APRIL).days)
    assert [each.after.code for each in found] == ["K06", "K09", "K10", "K11"]
    for each in found:
        later = timedelta(days=90 if each.after.code == "K10" else 0)
        assert each.before.period.start == APRIL + later - days
        assert each.before.period.end == APRIL + later - timedelta(days=1)
        assert each.after.period.start == APRIL + later
    conversion = found[0]
    assert conversion.before.is_known
    assert conversion.before.interval.low < conversion.before.value < conversion.before.interval.high


def test_nothing_is_compared_before_a_week_has_gone_by(cast, version):
    assert queries.before_and_after(version, viewer=cast.helen, today=APRIL + timedelta(days=6)) == []
    draft = a_draft(by=cast.helen, at=NOW, title="Next")
    assert queries.before_and_after(draft, viewer=cast.helen, today=AFTERWARDS) == []
