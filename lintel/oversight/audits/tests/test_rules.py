"""Hard stop 10, sentence by sentence; what was typed; and who may not audit whom."""

from dataclasses import replace
from datetime import date

import pytest

from lintel.oversight.audits import facts
from lintel.oversight.audits.codes import Core, Grade, Verdict
from lintel.oversight.audits.facts import Assessed, PlanKnown, Visited
from lintel.oversight.audits.rules import (
    Auditing,
    Graded,
    Said,
    Typed,
    WorkedWith,
    conflict,
    empty,
    missing_to_submit,
    typed,
)
from lintel.oversight.audits.shelf import newest_called
from tests.trace import finding

TOOL = newest_called("whole_journey")
WHOLE = {core: Said(verdict="partly", words="It should have been a plan.", cited=1) for core in Core}
GRADED = Graded(grade=Grade.GOOD, why="She was heard.", cited=1)
MARCH = date(2025, 3, 3)


def fields(answers, graded=GRADED):
    return [each.field for each in missing_to_submit(TOOL, answers, graded)]


def test_with_both_answers_and_evidence_nothing_is_missing():
    assert fields(WHOLE) == []


@finding("S56")
@finding("S57")
@pytest.mark.parametrize("core", list(Core))
@pytest.mark.parametrize(
    ("said", "where"),
    [
        (Said(words="It should be another.", cited=1), "verdict"),
        (Said(verdict="no", words="  \n ", cited=1), "words"),
        (Said(verdict="no", words="It should be another."), "evidence"),
    ],
)
def test_neither_core_question_can_be_left_out(core, said, where):
    assert fields(WHOLE | {core: said}) == [f"{where}-{core}"]


@finding("S54")
@pytest.mark.parametrize(
    ("graded", "where"),
    [
        (Graded(why="x", cited=1), "grade"),
        (Graded(grade=Grade.GOOD, cited=1), "why"),
        (Graded(grade=Grade.GOOD, why="x"), "evidence-grade"),
        (Graded(grade=Grade.INADEQUATE, why="x"), "evidence-grade"),
    ],
)
def test_a_grade_needs_a_reason_and_evidence(graded, where):
    assert fields(WHOLE, graded) == [where]


@finding("S57")
def test_saying_yes_where_four_actions_are_overdue_must_be_explained():
    rosy = Said(verdict="yes", words="It moves.", cited=1, fact="4 of 5 open actions are overdue.", fact_verdict="no")

    said = missing_to_submit(TOOL, WHOLE | {Core.IN_TIME: rosy}, GRADED)

    assert [each.field for each in said] == ["contradiction-in_time"]
    assert "4 of 5 open actions are overdue" in said[0].words
    explained = replace(rosy, contradiction="They were done; the days were not ticked off.")
    assert fields(WHOLE | {Core.IN_TIME: explained}) == []


@pytest.mark.parametrize("verdict", ["no", "partly"])
def test_a_darker_view_than_the_records_explains_itself(verdict):
    assert fields(WHOLE | {Core.IN_TIME: Said(verdict=verdict, words="x", cited=1, fact_verdict="yes")}) == []


def test_other_questions_stop_nobody_and_are_shown():
    assert fields(WHOLE) == []
    assert "better" in [question.slug for question in empty(TOOL, WHOLE)]
    assert "seen_alone" not in [question.slug for question in empty(TOOL, WHOLE)]


@finding("S63")
def test_what_fills_itself_in_was_not_typed_unless_somebody_says_it_is_not_so():
    filled = {"seen_alone": Said(verdict="yes", fact="Seen alone once.", fact_verdict="yes")}

    assert typed(TOOL, WHOLE | filled) == Typed(quality=2, every=2)
    disputed = {"seen_alone": Said(verdict="yes", fact_verdict="yes", contradiction="The mother was in the room.")}
    assert typed(TOOL, WHOLE | disputed) == Typed(quality=2, every=3)
    assert typed(TOOL, {"gone_from_the_tool": Said(words="x")}) == Typed(quality=0, every=0)


@pytest.mark.parametrize(
    ("worked", "why"),
    [
        (WorkedWith(child=1, worker=7, team=3, until=date(2019, 1, 1)), "They worked with this child themselves."),
        (WorkedWith(child=1, worker=8, team=4), "Their own team works, or worked, with this child."),
        (WorkedWith(child=1, worker=8, team=4, until=date(2024, 9, 1)), "Their own team works, or worked"),
        (WorkedWith(child=1, worker=8, team=4, until=date(2023, 9, 1)), ""),
        (WorkedWith(child=1, worker=None, team=None), ""),
        (WorkedWith(child=2, worker=7, team=4), ""),
    ],
)
def test_nobody_audits_their_own_child_or_their_own_teams(worked, why):
    found = conflict(Auditing(worker=7, teams={4}), 1, [worked], since=date(2024, 3, 3))

    assert found.startswith(why)
    assert bool(found) == bool(why)


def test_a_record_that_is_closed_to_somebody_is_not_theirs_to_audit():
    assert conflict(Auditing(worker=None, kept_from={1}), 1, [], since=MARCH) == "This record is closed to them."


# --- what the record says ---------------------------------------------------------------------------------------------

SEEN = Visited(on=date(2025, 2, 20), seen=True, alone=True)
NOT_SEEN = Visited(on=date(2025, 2, 27), seen=False, alone=None)
NEVER_SIGNED = Assessed(started_on=date(2024, 11, 1), authorised_on=None, due_on=date(2025, 1, 8))
PLAN = PlanKnown(kind="Child in need plan", started_on=date(2025, 1, 6), is_in_force=True, live=5)


@finding("S63")
@pytest.mark.parametrize(
    ("found", "verdict", "words"),
    [
        (facts.seen([]), Verdict.NO, "No visit is written down"),
        (facts.seen([NOT_SEEN]), Verdict.NO, "none says that the child was seen"),
        (facts.seen_alone([SEEN, NOT_SEEN]), Verdict.YES, "Seen in 1 of 2 visits. Alone in 1"),
        (facts.seen_alone([Visited(on=MARCH, seen=True, alone=False)]), Verdict.NO, "Never alone"),
        (facts.seen_alone([Visited(on=MARCH, seen=True, alone=None)]), Verdict.NOT_KNOWN, "No visit says"),
        (facts.assessed_in_time([], on=MARCH), Verdict.NOT_APPLICABLE, "No assessment"),
        (
            facts.assessed_in_time([NEVER_SIGNED], on=MARCH),
            Verdict.NO, "not authorised yet",
        ),
        (facts.plan_in_force(None), Verdict.NO, "No plan is written down."),
        (facts.actions_in_time(PLAN), Verdict.YES, "None of 5 open actions is overdue."),
        (
            facts.actions_in_time(replace(PLAN, overdue=[("Parenting work", date(2025, 2, 1))], slips=3)),
            Verdict.NO, "1 of 5 open actions is overdue, the oldest since 1 February 2025: “Parenting work”.",
        ),
        (
            facts.actions_in_time(replace(PLAN, drift=["Nothing has moved since January."])),
            Verdict.NO, "Nothing has moved since January.",
        ),
        (facts.dates_held(PLAN), Verdict.YES, "No day"),
        (facts.decisions_reasoned([True, False]), Verdict.NO, "1 of 2 decisions says no reason."),
        (facts.notices_decided_in_time([3.0, None], limit_hours=24), Verdict.NO, "1 of 2 notices not decided"),
        (facts.supervised(None, on=MARCH), Verdict.NOT_KNOWN, "not written down here"),
        (facts.supervised([date(2025, 2, 3)], on=MARCH), Verdict.YES, "last on 3 February 2025, 28 days ago"),
    ],
)  # fmt: skip
def test_the_record_says_in_words_what_is_written_down(found, verdict, words):
    assert found.verdict is verdict
    assert words in found.words
