"""A goal is asked of a what-if, sought beside the pages, answered once and said in words."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import Error, connection, transaction

from demand_engine.scenario_file import read, to_plain
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.demand.manageable import actions, queries, tasks
from lintel.oversight.demand.manageable.models import PlanSought
from lintel.oversight.demand.what_if import actions as what_ifs
from lintel.oversight.demand.what_if.tests.builders import BUSIER, small_scenario
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
WIGAN = settings.ROOT / "docs" / "examples" / "wigan.toml"


@pytest.fixture
def asked(cast):
    drawn = what_ifs.draw_up("Accept most", as_things_are=small_scenario(weeks=16), by=cast.ola, at=NOW)
    return what_ifs.move_levers(drawn, levers=BUSIER, by=cast.ola, at=NOW)


def seek(cast, asked, **changes):
    goal = {"ceiling": 12, "chance_accepted": 0.2, "may_move": ["posts"], "on": TODAY, "by": cast.ola, "at": NOW}
    return actions.seek(asked, **goal | changes)


def sought(cast, asked, **changes):
    return actions.work_out(seek(cast, asked, **changes), by=cast.ola, at=NOW, runs=200)


@finding("S60", screen="/what-ifs/")
def test_holding_everybody_at_eighteen_with_seventy_per_cent_accepted_takes_eighty_one_workers(cast):
    scenario, _ = read(WIGAN)
    asked = what_ifs.draw_up("Wigan", as_things_are=to_plain(scenario), by=cast.ola, at=NOW)

    words, beside = queries.at_once_of(asked, viewer=cast.ola, ceiling=18)

    assert words.startswith("On average, in the long run: with 70% accepted, 81 full-time workers hold everybody at 18")
    assert dict(beside)[18].workers == 81


@finding("S60", screen="/what-ifs/")
def test_the_answer_says_how_many_until_when_and_how_surely(cast, asked):
    found = queries.found_of(sought(cast, asked), viewer=cast.ola, today=TODAY)

    words = " ".join(found.sentences)
    assert "To keep everybody at 12 or fewer" in words
    assert "must be signed for by" in words
    assert "runs that took no part in the search; surely in no more than" in words
    assert "The fewest that might do are" in words or "plainly too few" in words
    assert sum(row.number for row in found.tables.posts) == found.tables.ways[0].new_posts > 0
    assert found.promise.startswith("Manageable means: nobody is given more than 12")


def test_a_pace_and_a_shortening_are_answered_too_or_say_why_not(cast, asked):
    found = queries.found_of(sought(cast, asked, may_move=["pace", "shorter"]), viewer=cast.ola, today=TODAY)

    words = " ".join(found.sentences)
    assert "pace" in words
    assert "assessment" in words


def test_where_nothing_needs_to_be_done_it_says_so(cast, asked):
    found = queries.found_of(sought(cast, asked, ceiling=1_000), viewer=cast.ola, today=TODAY)

    assert found.sentences[0].startswith("Nothing needs to be done.")


def test_levers_moved_afterwards_are_noticed(cast, asked):
    answered = sought(cast, asked)
    what_ifs.move_levers(asked, levers={}, by=cast.ola, at=NOW)

    last = queries.last_sought(asked, viewer=cast.ola)
    last.what_if.refresh_from_db()

    assert last.pk == answered.pk
    assert queries.found_of(last, viewer=cast.ola, today=TODAY).is_of_other_levers


def test_one_search_at_a_time_until_it_counts_as_broken_off(cast, asked):
    first = seek(cast, asked)

    with pytest.raises(actions.StillSeeking):
        seek(cast, asked, at=NOW + timedelta(minutes=10))
    assert queries.is_under_way(first, viewer=cast.ola, at=NOW + timedelta(minutes=10))
    assert not queries.is_under_way(first, viewer=cast.ola, at=NOW + timedelta(minutes=20))
    assert seek(cast, asked, at=NOW + timedelta(minutes=20))


def test_the_job_answers_once(cast, asked):
    answered = sought(cast, asked)

    tasks.work_out(answered.pk)

    assert PlanSought.objects.get().answer == PlanSought.objects.get(pk=answered.pk).answer
    assert Entry.objects.filter(act="plan worked out").count() == 1


def test_an_answered_plan_never_changes_whoever_tries(cast, asked):
    answered = sought(cast, asked)

    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE manageable_plansought SET failed = 'no' WHERE id = %s", [answered.pk])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ceiling": 0}, "A ceiling is between"),
        ({"chance_accepted": 0.9}, "Accept a chance between"),
        ({"may_move": []}, "Choose at least one thing"),
        ({"may_move": ["children"]}, "children cannot be moved"),
        ({"costs": {"pounds_per_child_later": -1}}, "A cost cannot be negative"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(cast, asked, changes, words):
    with pytest.raises(actions.MakesNoSense, match=words):
        seek(cast, asked, **changes)


def test_only_who_may_ask_what_if_has_a_plan_sought(cast, asked):
    with pytest.raises(NotAllowed):
        seek(cast, asked, by=cast.tom)
    with pytest.raises(NotAllowed):
        actions.work_out(seek(cast, asked), by=cast.tom, at=NOW)
    with pytest.raises(NotAllowed):
        queries.last_sought(asked, viewer=cast.tom)


def test_asking_and_answering_leave_their_entries(cast, asked):
    sought(cast, asked)

    acts = Entry.objects.filter(act__startswith="plan").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["plan sought", "plan worked out"]
