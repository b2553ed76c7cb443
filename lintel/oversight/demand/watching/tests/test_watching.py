"""Every Monday a signed what-if is held against what happened; what is outside its band is kept and said."""

from datetime import date, datetime, timedelta

import pytest
from django.db import Error, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.demand.watching import actions, queries, tasks
from lintel.oversight.demand.watching.models import Comparison
from lintel.oversight.demand.what_if import actions as what_ifs
from lintel.oversight.demand.what_if import queries as what_if_queries
from lintel.oversight.demand.what_if.queries import in_effect
from lintel.oversight.demand.what_if.tests.builders import small_scenario
from tests.cast import LONDON, NOW

pytestmark = pytest.mark.django_db
APRIL = date(2025, 4, 16)  # a Wednesday in the seventh week after the change
LATER = NOW + timedelta(days=44)


@pytest.fixture
def asked(cast, bells):
    drawn = what_ifs.draw_up("Accept more", as_things_are=small_scenario(weeks=12), by=cast.ola, at=NOW)
    return what_ifs.sign(what_ifs.run(drawn, runs=4_000, by=cast.ola, at=NOW), by=cast.helen, at=NOW)


def hold(asked, cast, on=APRIL):
    return actions.hold_against_what_happened(asked, on=on, by=cast.command_line, at=LATER)


@pytest.mark.finding("S2")
def test_what_is_outside_its_band_is_kept_and_in_the_audit_log(cast, asked):
    held = hold(asked, cast)

    assert (held.until, held.weeks) == (date(2025, 4, 14), 6)
    assert held.is_outside
    assert any("referrals than foretold" in sentence for sentence in held.said)
    entry = Entry.objects.get(act="what-if held against what happened")
    assert (entry.subject_id, entry.details["outside"]) == (asked.pk, held.said)
    assert queries.speaking_up(viewer=cast.helen, on=APRIL) == [held]
    assert queries.last_comparison(asked, viewer=cast.ola, on=APRIL) == held


def test_held_again_for_the_same_monday_the_later_stands(cast, asked):
    hold(asked, cast)
    hold(asked, cast, on=APRIL + timedelta(days=1))

    assert Comparison.objects.count() == 1


def test_only_the_last_comparison_speaks(cast, asked):
    hold(asked, cast)
    Comparison.objects.create(what_if=asked, until=date(2025, 4, 21), weeks=7, said=[], compared_at=LATER)

    assert queries.speaking_up(viewer=cast.helen, on=date(2025, 4, 22)) == []
    assert len(queries.speaking_up(viewer=cast.helen, on=APRIL)) == 1


def test_its_last_week_is_held_too_and_a_week_later_nothing_is_said(cast, asked):
    hold(asked, cast)
    over = asked.starts_on + timedelta(weeks=asked.weeks)

    assert in_effect(viewer=cast.helen, on=over) == [asked]
    assert queries.speaking_up(viewer=cast.helen, on=over + timedelta(weeks=1)) == []


def test_before_its_first_week_is_over_there_is_nothing_to_hold(cast, asked):
    assert hold(asked, cast, on=asked.starts_on + timedelta(days=6)) is None
    assert not Comparison.objects.exists()


def test_what_is_not_signed_is_not_held(cast, bells):
    drawn = what_ifs.draw_up("Not signed", as_things_are=small_scenario(), by=cast.ola, at=NOW)

    assert hold(drawn, cast) is None


def test_weeks_nobody_has_loaded_yet_are_not_weeks_without_children(cast, asked, monkeypatch):
    a_wednesday = date(2025, 3, 19)  # two whole weeks are in the record
    monkeypatch.setattr(what_if_queries, "last_day_known", lambda *, viewer: a_wednesday)

    assert what_if_queries.afterwards_of(asked, viewer=cast.helen, on=APRIL).weeks == 2


def test_the_job_of_monday_holds_every_one_that_is_running(cast, asked):
    tasks.hold_against_the_week(int(datetime(2025, 4, 14, 6, 0, tzinfo=LONDON).timestamp()))

    held = Comparison.objects.get()
    assert (held.what_if, held.until) == (asked, date(2025, 4, 14))


def test_who_may_not_is_refused(cast, asked):
    for act in (
        lambda: hold(asked, type("Nobody", (), {"command_line": cast.tom})),
        lambda: actions.hold_all_against_what_happened(on=APRIL, by=cast.tom, at=LATER),
        lambda: queries.speaking_up(viewer=cast.tom, on=APRIL),
        lambda: queries.last_comparison(asked, viewer=cast.tom, on=APRIL),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_database_keeps_one_comparison_of_a_monday_and_none_of_nothing(cast, asked):
    held = hold(asked, cast)

    with pytest.raises(Error, match="a_what_if_is_held_once_against"), transaction.atomic():
        Comparison.objects.create(what_if=asked, until=held.until, weeks=1, compared_at=LATER)
    with pytest.raises(Error, match="a_comparison_has_at_least_one_week"), transaction.atomic():
        Comparison.objects.create(what_if=asked, until=APRIL, weeks=0, compared_at=LATER)
