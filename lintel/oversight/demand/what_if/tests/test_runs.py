"""Runs made beside the pages: asked for, told how far they have come, kept once, and compared on the same children."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.db import Error, connection, transaction

from demand_engine.levers import ConversionLever, Levers, PostsLever, pull
from demand_engine.result import Measure
from demand_engine.scenario_file import from_plain
from demand_engine.simulate import simulate
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.demand.what_if import actions, queries
from lintel.oversight.demand.what_if.models import Run, WhatIf
from lintel.oversight.demand.what_if.side_by_side import compared
from lintel.oversight.demand.what_if.side_by_side import from_plain as side_by_side_from
from lintel.oversight.demand.what_if.side_by_side import to_plain as side_by_side_to_plain
from lintel.oversight.demand.what_if.tests.builders import BUSIER, small_scenario
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast):
    return actions.draw_up("Accept more", as_things_are=small_scenario(weeks=8), by=cast.ola, at=NOW)


def busier(cast, name="Accept most"):
    drawn = actions.draw_up(name, as_things_are=small_scenario(weeks=8), by=cast.ola, at=NOW)
    return actions.move_levers(drawn, levers=BUSIER, by=cast.ola, at=NOW)


def test_a_run_that_was_asked_for_gives_the_answer_it_would_have_given_at_once(cast, asked):
    run = actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW)
    done = actions.work_out(run, by=cast.ola, at=NOW)

    kept = WhatIf.objects.get(pk=asked.pk)
    at_once = actions.run(asked, runs=50, by=cast.ola, at=NOW)
    assert (done.progress, done.failed, kept.runs) == (100, "", 50)
    assert queries.answer_of(kept, viewer=cast.ola) == queries.answer_of(at_once, viewer=cast.ola)


def test_it_says_how_far_it_has_come(cast, asked, monkeypatch):
    seen = []
    run = actions.ask_to_run(asked, runs=400, by=cast.ola, at=NOW)
    real = actions._telling

    def telling(asked_for, **more):
        told = real(asked_for, **more)

        def told_and_seen(share):
            told(share)
            seen.append(Run.objects.get(pk=run.pk).progress)

        return told_and_seen

    monkeypatch.setattr(actions, "_telling", telling)
    actions.work_out(run, by=cast.ola, at=NOW)

    assert len(seen) == 8
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] == 99


def test_a_run_is_made_once(cast, asked):
    run = actions.work_out(actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW), by=cast.ola, at=NOW)
    actions.move_levers(asked, levers=BUSIER, by=cast.ola, at=NOW)

    actions.work_out(run, by=cast.ola, at=NOW)

    assert WhatIf.objects.get(pk=asked.pk).answer is None


def test_one_at_a_time_until_it_counts_as_broken_off(cast, asked):
    actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW)

    with pytest.raises(actions.StillRunning):
        actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW + timedelta(minutes=10))
    assert actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW + timedelta(minutes=20))


def test_what_was_moved_meanwhile_keeps_no_answer_and_says_so(cast, asked):
    run = actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW)
    actions.move_levers(asked, levers=BUSIER, by=cast.ola, at=NOW)

    done = actions.work_out(run, by=cast.ola, at=NOW)

    assert "moved the levers while it ran" in done.failed
    assert WhatIf.objects.get(pk=asked.pk).answer is None


def test_a_signed_what_if_is_not_run_again(cast, asked):
    run = actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW)
    actions.sign(actions.run(asked, runs=4_000, by=cast.ola, at=NOW), by=cast.helen, at=NOW)

    assert "was signed while it ran" in actions.work_out(run, by=cast.ola, at=NOW).failed
    with pytest.raises(actions.AlreadySigned):
        actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW)


def test_a_finished_run_never_changes_whoever_tries(cast, asked):
    run = actions.work_out(actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW), by=cast.ola, at=NOW)

    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE what_if_run SET failed = 'no' WHERE id = %s", [run.pk])


def test_a_copy_meets_the_same_children_with_the_same_levers(cast):
    first = busier(cast)

    copied = actions.copy(first, "Another way", by=cast.ola, at=NOW)

    assert (copied.levers, copied.as_things_are) == (first.levers, first.as_things_are)
    assert list(queries.on_the_same_children(first, viewer=cast.ola)) == [copied]


def test_a_copy_of_one_drawn_up_by_an_older_lintel_meets_the_same_children(cast, asked):
    del asked.as_things_are["allocation"]["leaves_the_line_after"]  # not known when it was written down
    asked.save()

    copied = actions.copy(asked, "Another way", by=cast.ola, at=NOW)

    assert list(queries.on_the_same_children(asked, viewer=cast.ola)) == [copied]
    assert actions.ask_to_compare(asked, others=[copied], by=cast.ola, at=NOW)


def test_a_quick_look_that_finishes_late_leaves_the_answer_to_be_signed(cast, asked):
    stale = WhatIf.objects.get(pk=asked.pk)
    actions.run(asked, runs=4_000, by=cast.ola, at=NOW)

    actions.run(stale, runs=50, by=cast.ola, at=NOW)

    assert WhatIf.objects.get(pk=asked.pk).runs == 4_000


def test_only_the_answer_that_was_read_is_signed(cast, asked):
    read = actions.run(asked, runs=4_000, by=cast.ola, at=NOW)
    mark = actions.mark_of(WhatIf.objects.get(pk=read.pk))
    moved = actions.move_levers(read, levers=BUSIER, by=cast.ola, at=NOW)
    again = actions.run(moved, runs=4_000, by=cast.ola, at=NOW)

    with pytest.raises(actions.AnotherAnswer):
        actions.sign(again, read=mark, by=cast.helen, at=NOW)
    with pytest.raises(actions.AnotherAnswer):
        actions.sign(read, by=cast.helen, at=NOW)


@finding("S2", screen="/what-ifs/")
def test_beside_each_other_they_are_compared_child_by_child(cast, asked):
    more = busier(cast)
    run = actions.ask_to_compare(asked, others=[more], by=cast.ola, at=NOW)

    found = queries.side_by_side_of(actions.work_out(run, by=cast.ola, at=NOW), viewer=cast.ola)

    names = [summary.name for summary in found.summaries]
    assert names == ["As things are", "Accept more", "Accept most"]
    waiting = found.figures[0]
    assert waiting.more[0].low == waiting.more[0].high == 0  # nothing was moved in it
    assert waiting.more[1].low > 0


def test_what_starts_from_other_records_is_not_compared(cast, asked):
    other = actions.draw_up("Elsewhere", as_things_are=small_scenario(weeks=9), by=cast.ola, at=NOW)

    with pytest.raises(actions.NotTheSameChildren):
        actions.ask_to_compare(asked, others=[other], by=cast.ola, at=NOW)


def test_four_side_by_side_and_no_more(cast, asked):
    others = [actions.copy(asked, name, by=cast.ola, at=NOW) for name in ("a", "b", "c")]

    assert len(actions.ask_to_compare(asked, others=others[:2], by=cast.ola, at=NOW).choices) == 4
    with pytest.raises(actions.TooManySideBySide):
        actions.ask_to_compare(asked, others=others, by=cast.ola, at=NOW)


def test_only_who_may_ask_what_if_has_anything_run(cast, asked):
    run = actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW)

    for refused in (
        lambda: actions.ask_to_run(asked, runs=50, by=cast.tom, at=NOW),
        lambda: actions.ask_to_compare(asked, others=[], by=cast.tom, at=NOW),
        lambda: actions.copy(asked, "Mine", by=cast.tom, at=NOW),
        lambda: actions.work_out(run, by=cast.tom, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_asking_and_finishing_leave_their_entries(cast, asked):
    actions.work_out(actions.ask_to_run(asked, runs=50, by=cast.ola, at=NOW), by=cast.ola, at=NOW)

    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert acts[-3:] == ["what-if run asked for", "what-if run", "what-if run finished"]


@pytest.fixture
def results():
    start = from_plain(small_scenario(weeks=8))
    moved = (
        Levers(),
        Levers(conversion=(ConversionLever(to=0.9),)),
        Levers(posts=(PostsLever(number=2, from_week=2),)),
    )
    return [simulate(pull(start, levers, name=str(number)), runs=80) for number, levers in enumerate(moved)]


def test_the_difference_is_taken_run_by_run(results):
    peaks = [result.rows[:, 0, :, Measure.WAITING].max(axis=1) for result in results]
    difference = np.sort(peaks[1] - peaks[0])

    figure = compared(results).figures[0]

    assert (figure.more[0].low, figure.more[0].high) == (difference[7], difference[71])


def test_what_met_other_luck_cannot_be_compared(results):
    with pytest.raises(ValueError, match="same seed"):
        compared([results[0], replace(results[1], seed=2)])


def test_it_can_be_written_down_and_read_again(results):
    found = compared(results)

    assert side_by_side_from(side_by_side_to_plain(found)) == found
