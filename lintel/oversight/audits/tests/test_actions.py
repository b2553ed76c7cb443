"""An audit from the plan to the grade; the hard stop, in the action and in the database; who is told, who may look."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.actions import close_account
from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.notices.queries import notices
from lintel.foundation.workforce.models import Absence, Worker
from lintel.oversight.audits import queries
from lintel.oversight.audits.acting import actions as acting
from lintel.oversight.audits.acting.queries import actions_of, possible_next_owners, possible_owners, to_do, to_verify
from lintel.oversight.audits.actions import (
    CannotHandIn,
    Conflicted,
    HandedIn,
    NotAnAuditor,
    NotAsked,
    NothingSaid,
    NotInRecord,
    Stopped,
    answer,
    cite,
    grade,
    open_audit,
    open_grading,
    plan_audit,
    submit,
    uncite,
    withdraw,
)
from lintel.oversight.audits.codes import Core, Grade, Verdict
from lintel.oversight.audits.escalating import actions as escalating
from lintel.oversight.audits.escalating.queries import escalations_to_answer, who_is_told
from lintel.oversight.audits.models import Answer, Audit, AuditAction, Citation, GradeInHand, Grading
from lintel.oversight.audits.shelf import NoSuchTool
from lintel.oversight.audits.tests.builders import an_auditor, handed_in, opened, planned, well_answered
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
DUE = date(2025, 3, 17)
REFUSED = (DatabaseError,)


@pytest.fixture
def wyn(cast):
    return an_auditor(cast)


@pytest.fixture
def in_hand(cast, bells, wyn):
    return opened(cast, bells.mia, auditor=wyn)


def told(user):
    return [each.words for each in notices(viewer=user)]


# --- planned and opened -----------------------------------------------------------------------------------------------


def test_an_auditor_sees_the_child_for_as_long_as_the_audit_is_theirs(cast, bells, wyn):
    assert not visible_children(wyn).exists()

    audit = planned(cast, bells.mia, auditor=wyn)

    assert list(visible_children(wyn)) == [bells.mia]
    assert any("an audit to do by 17 March" in words for words in told(wyn))
    well_answered(open_audit(audit, by=wyn, at=NOW), by=wyn)
    assert not any("an audit to do" in words for words in told(wyn))
    submit(audit, by=wyn, at=LATER)
    assert not visible_children(wyn).exists()
    assert ReasonToSee.objects.get(key=f"audit:{audit.pk}").basis == "audit"


def test_a_withdrawn_audit_says_why_and_shows_the_child_no_longer(cast, bells, wyn):
    audit = planned(cast, bells.mia, auditor=wyn)
    with pytest.raises(NothingSaid):
        withdraw(audit, because=" ", by=cast.sofia, at=NOW)

    withdraw(audit, because="Drawn twice.", by=cast.sofia, at=NOW)

    assert told(wyn) == ["An audit you had to do was withdrawn. You need do nothing."]
    assert not visible_children(wyn).exists()
    with pytest.raises(HandedIn):
        open_audit(audit, by=wyn, at=LATER)


def test_nobody_is_given_their_own_child_or_their_own_teams(cast, bells, wyn):
    with pytest.raises(Conflicted, match="Their own team works"):
        planned(cast, bells.mia, auditor=cast.marcus)
    assert planned(cast, bells.ivy, auditor=cast.marcus).auditor == cast.marcus
    with pytest.raises(Conflicted, match="themselves"):
        planned(cast, bells.ivy, auditor=cast.tom)
    found = queries.conflicts_among([cast.marcus, wyn], [bells.mia.pk, bells.ivy.pk], viewer=cast.sofia, on=DUE)
    assert set(found) == {(cast.marcus.pk, bells.mia.pk)}


def test_who_does_not_audit_is_given_none_and_gives_none(cast, bells, wyn):
    with pytest.raises(NotAnAuditor):
        planned(cast, bells.mia, auditor=cast.priya)
    with pytest.raises(NotAllowed):
        plan_audit(bells.mia, auditor=wyn, tool="oversight", due_on=DUE, by=cast.priya, at=NOW)
    with pytest.raises(NoSuchTool):
        planned(cast, bells.mia, auditor=wyn, tool="tarot")


@finding("S63")
def test_what_was_done_in_time_fills_itself_in_when_the_audit_is_opened(cast, bells, wyn):
    audit = opened(cast, bells.mia, auditor=wyn)

    said = queries.desk_of(audit, viewer=wyn).answers
    assert (said["seen_alone"].verdict, said["seen_alone"].fact) == ("no", "No visit is written down in this time.")
    assert said["assessed_in_time"].verdict == "not_applicable"
    assert Answer.objects.get(audit=audit, question="seen_alone").is_filled_in
    # Beside a core question stands what the record says; the answer is the auditor's own.
    assert (said["right_plan"].verdict, said["right_plan"].fact) == ("", "No plan is written down.")


# --- hard stop 10 -----------------------------------------------------------------------------------------------------


@finding("S54")
@finding("S56")
@finding("S57")
def test_without_core_answers_and_evidence_nothing_is_handed_in(cast, bells, wyn, in_hand):
    with pytest.raises(CannotHandIn) as refused:
        submit(in_hand, by=wyn, at=LATER)

    assert [each.field for each in refused.value.missing] == [
        "verdict-right_plan", "words-right_plan", "evidence-right_plan",
        "verdict-in_time", "words-in_time", "evidence-in_time", "grade", "why", "evidence-grade",
    ]  # fmt: skip
    well_answered(in_hand, by=wyn)
    submit(in_hand, by=wyn, at=LATER)
    assert Grading.objects.get().sealed


@finding("S54")
@pytest.mark.parametrize("given", list(Grade))
def test_no_grade_at_all_is_handed_in_without_evidence_for_it(cast, bells, wyn, in_hand, given):
    well_answered(in_hand, by=wyn, grade_given=given)
    uncite(Citation.objects.get(question=""), by=wyn, at=NOW)

    with pytest.raises(CannotHandIn, match="The grade has no evidence"):
        submit(in_hand, by=wyn, at=LATER)


@finding("S54")
@finding("S56")
@pytest.mark.parametrize("gone", ["right_plan", "in_time", ""])
def test_the_database_refuses_a_grade_past_every_screen(cast, bells, wyn, in_hand, gone):
    well_answered(in_hand, by=wyn)
    Citation.objects.filter(question=gone).delete()

    with pytest.raises(REFUSED), transaction.atomic():
        Grading.objects.create(audit=in_hand, grade=3, why="x", given_at=NOW)
    assert not Grading.objects.exists()


@finding("S57")
def test_the_database_refuses_a_grade_whose_core_answer_has_no_words(cast, bells, wyn, in_hand):
    well_answered(in_hand, by=wyn)
    Answer.objects.filter(question=Core.IN_TIME).update(words="")

    with pytest.raises(REFUSED), transaction.atomic():
        Grading.objects.create(audit=in_hand, grade=3, why="x", given_at=NOW)


@finding("S57")
def test_saying_yes_against_the_record_is_explained_before_it_is_handed_in(cast, bells, wyn, in_hand):
    well_answered(in_hand, by=wyn, verdicts=(Verdict.YES, Verdict.PARTLY))

    with pytest.raises(CannotHandIn, match="the record says: No plan is written down"):
        submit(in_hand, by=wyn, at=LATER)
    said = {"verdict": Verdict.YES, "words": "It is on paper.", "contradiction": "I hold the paper in my hand."}
    answer(in_hand, Core.RIGHT_PLAN, **said, by=wyn, at=NOW)
    assert submit(in_hand, by=wyn, at=LATER).grade == Grade.REQUIRES_IMPROVEMENT


# --- what stays, and who may look -------------------------------------------------------------------------------------


def test_what_was_handed_in_is_never_rewritten(cast, bells, wyn):
    audit = handed_in(cast, bells.mia, auditor=wyn)

    for late in (
        lambda: answer(audit, Core.IN_TIME, verdict="yes", by=wyn, at=LATER),
        lambda: cite(audit, "", source="x/1", source_words="", quote="x", by=wyn, at=LATER),
        lambda: grade(audit, grade=Grade.GOOD, why="x", by=wyn, at=LATER),
        lambda: submit(audit, by=wyn, at=LATER),
    ):
        with pytest.raises(HandedIn):
            late()
    for past in (
        lambda: Answer.objects.filter(audit=audit).update(words="better"),
        lambda: Citation.objects.filter(audit=audit).delete(),
        lambda: Grading.objects.filter(audit=audit).update(grade=4),
        lambda: Grading.objects.filter(audit=audit).delete(),
    ):
        with pytest.raises(REFUSED), transaction.atomic():
            past()
    assert not GradeInHand.objects.exists()


@finding("S53")
def test_a_sealed_grade_is_shown_to_its_auditor_alone(cast, bells, wyn):
    audit = handed_in(cast, bells.mia, auditor=wyn)

    assert queries.read_audit(audit, viewer=wyn).is_sealed
    for other in (cast.sofia, cast.helen, cast.marcus, cast.priya, cast.tom, an_auditor(cast, "Ottilie Marr")):
        assert queries.grading_for(audit, viewer=other) is None
        assert queries.said_in(audit, viewer=other) == {}
        assert not any(queries.cited_in(audit, viewer=other).values())
    assert queries.audits(viewer=cast.helen).get() == audit

    open_grading(audit, by=None, at=LATER)

    for other in (cast.sofia, cast.helen, cast.marcus, cast.priya):
        assert queries.read_audit(audit, viewer=other).grade is Grade.REQUIRES_IMPROVEMENT
    for stranger in (cast.tom, cast.grace, cast.sam, an_auditor(cast, "Ottilie Marr")):
        assert queries.read_audit(audit, viewer=stranger) is None
        assert not queries.to_read(viewer=stranger).exists()


def test_an_audit_in_hand_is_nobody_elses(cast, bells, wyn, in_hand):
    for act in (
        lambda: answer(in_hand, Core.IN_TIME, verdict="yes", by=cast.sofia, at=NOW),
        lambda: open_audit(in_hand, by=cast.sofia, at=NOW),
        lambda: queries.desk_of(in_hand, viewer=cast.sofia),
        lambda: escalating.stop_and_escalate(in_hand, what="x", by=cast.sofia, at=NOW),
    ):
        with pytest.raises(Audit.DoesNotExist):
            act()
    with pytest.raises(NotAllowed):
        submit(in_hand, by=cast.priya, at=NOW)


@pytest.mark.parametrize(
    ("question", "verdict"), [("shoe_size", "yes"), (Core.IN_TIME, "wonderful"), ("learning", "yes")]
)
def test_only_what_the_tool_asks_is_answered(cast, bells, wyn, in_hand, question, verdict):
    with pytest.raises(NotAsked):
        answer(in_hand, question, verdict=verdict, by=wyn, at=NOW)


def test_evidence_is_quoted_and_the_same_passage_is_cited_once(cast, bells, wyn, in_hand):
    for quote, source in (("  ", "x/1"), ("She hid.", " ")):
        with pytest.raises(NotInRecord):
            cite(in_hand, "", source=source, source_words="", quote=quote, by=wyn, at=NOW)
    for _ in range(2):
        cite(in_hand, "", source="visits.visit/1", source_words="Visit", quote="She hid.", by=wyn, at=NOW)

    assert Citation.objects.count() == 1


# --- a child found unsafe ---------------------------------------------------------------------------------------------


@finding("S57", screen="/audits/")
def test_a_child_found_unsafe_stops_the_audit_and_a_manager_knows_at_once(cast, bells, wyn, in_hand):
    raised = escalating.stop_and_escalate(in_hand, what="He is back in the house.", by=wyn, at=NOW)

    assert raised.told == cast.marcus
    assert any("child who is not safe" in words for words in told(cast.marcus))
    assert list(escalations_to_answer(viewer=cast.marcus)) == [raised]
    for act in (
        lambda: answer(in_hand, Core.IN_TIME, verdict="no", words="x", by=wyn, at=LATER),
        lambda: submit(in_hand, by=wyn, at=LATER),
        lambda: escalating.stop_and_escalate(in_hand, what="Again.", by=wyn, at=LATER),
    ):
        with pytest.raises(Stopped):
            act()

    escalating.answer_escalation(raised, what_was_done="Priya is there; he has left.", by=cast.marcus, at=LATER)

    assert any("A manager has answered" in words for words in told(wyn))
    assert not any("child who is not safe" in words for words in told(cast.marcus))
    assert not escalations_to_answer(viewer=cast.marcus).exists()
    well_answered(in_hand, by=wyn)
    submit(in_hand, by=wyn, at=LATER)


def test_a_manager_who_finds_a_child_unsafe_does_not_tell_themselves(cast, in_hand):
    assert who_is_told(in_hand, viewer=cast.marcus, at=NOW)
    assert cast.marcus not in who_is_told(in_hand, viewer=cast.marcus, at=NOW)
    assert who_is_told(in_hand, viewer=cast.helen, at=NOW)[0] == cast.marcus


def away(user):
    if user.worker is None:
        user.worker = Worker.objects.create(**TYPED, key=f"manager/{user.pk}", name=user.name)
        user.save(update_fields=["worker"])
    Absence.objects.create(**TYPED, key=f"away/{user.pk}", worker=user.worker, starts_on=NOW.date() - timedelta(days=3))


@finding("S57", screen="/audits/")
def test_a_manager_who_is_away_is_not_the_one_who_is_asked_and_the_next_level_knows_at_once(cast, bells, wyn, in_hand):
    away(cast.marcus)

    raised = escalating.stop_and_escalate(in_hand, what="He is back.", by=wyn, at=NOW)

    above = who_is_told(in_hand, viewer=wyn, at=NOW)
    assert cast.marcus not in above
    assert [raised.told, *(each.user for each in raised.also_told.all())] == above[:2]
    assert not told(cast.marcus)
    for manager in above[:2]:
        assert any("child who is not safe" in words for words in told(manager))
        assert list(escalations_to_answer(viewer=manager)) == [raised]


def test_where_every_manager_is_away_they_are_asked_as_if_they_were_not(cast, wyn, in_hand):
    here = who_is_told(in_hand, viewer=wyn, at=NOW)
    for manager in here:
        away(manager)

    assert who_is_told(in_hand, viewer=wyn, at=NOW) == here
    Absence.objects.filter(key=f"away/{cast.helen.pk}").update(ends_on=NOW.date())
    assert who_is_told(in_hand, viewer=wyn, at=NOW) == [cast.helen]


@finding("S57", screen="/audits/")
def test_the_next_manager_is_told_every_two_hours_until_somebody_answers(cast, bells, wyn, in_hand):
    raised = escalating.stop_and_escalate(in_hand, what="He is back.", by=wyn, at=NOW)
    above = who_is_told(in_hand, viewer=wyn, at=NOW)
    assert len(above) > 2

    assert escalating.tell_the_next(by=None, at=NOW + timedelta(minutes=119)) == 0
    assert escalating.tell_the_next(by=None, at=NOW + timedelta(hours=2)) == 1
    assert escalating.tell_the_next(by=None, at=NOW + timedelta(hours=3)) == 0

    assert raised.everybody_told == above[:3]
    assert any("nobody has answered for 2 hours" in words for words in told(above[2]))
    escalating.answer_escalation(raised, what_was_done="He has left.", by=above[2], at=NOW + timedelta(hours=3))
    assert not any("not safe" in words for each in above for words in told(each))
    assert escalating.tell_the_next(by=None, at=NOW + timedelta(days=1)) == 0


def test_an_unsafe_child_is_answered_in_words_by_somebody_who_answers_for_them(cast, bells, wyn, in_hand):
    raised = escalating.stop_and_escalate(in_hand, what="He is back.", by=wyn, at=NOW)

    with pytest.raises(NothingSaid):
        escalating.answer_escalation(raised, what_was_done=" ", by=cast.marcus, at=LATER)
    with pytest.raises(escalating.NotTheirsToAnswer):
        escalating.answer_escalation(raised, what_was_done="All well.", by=cast.tom, at=LATER)
    for nobody in (wyn, cast.priya):
        with pytest.raises(NotAllowed):
            escalating.answer_escalation(raised, what_was_done="All well.", by=nobody, at=LATER)
    escalating.answer_escalation(raised, what_was_done="Gone there.", by=cast.sofia, at=LATER)
    with pytest.raises(escalating.AnsweredAlready):
        escalating.answer_escalation(raised, what_was_done="Me too.", by=cast.marcus, at=LATER)


# --- what is done afterwards ------------------------------------------------------------------------------------------


@pytest.fixture
def agreed(cast, bells, wyn):
    audit = handed_in(cast, bells.mia, auditor=wyn)
    return acting.agree_action(
        audit, what="Meet Mia’s school.", for_what_change="Mia has somebody to go to.", owner=cast.priya, due_on=DUE,
        by=wyn, at=LATER,
    )  # fmt: skip


def test_while_the_grade_is_sealed_an_action_is_its_owners_and_who_agreed_it_alone(cast, wyn, agreed):
    for who in (cast.priya, wyn):
        assert list(actions_of(viewer=who)) == [agreed]
    for who in (cast.marcus, cast.sofia, cast.helen):
        assert not actions_of(viewer=who).exists()

    open_grading(agreed.audit, by=None, at=LATER)

    assert list(actions_of(viewer=cast.marcus)) == [agreed]


@finding("L10", screen="/audits/")
def test_an_action_is_verified_by_somebody_else_than_who_did_it(cast, bells, wyn, agreed):
    assert list(to_do(viewer=cast.priya)) == [agreed]
    assert any("something is yours to do by 17 March" in words for words in told(cast.priya))

    open_grading(agreed.audit, by=None, at=LATER)
    acting.do_action(agreed, evidence="Minutes of 5 March.", by=cast.priya, at=LATER)

    with pytest.raises(acting.OwnAction):
        acting.verify_action(agreed, by=cast.priya, at=LATER)
    with pytest.raises(acting.NotTheirs):
        acting.verify_action(agreed, by=cast.tom, at=LATER)
    assert agreed in to_verify(viewer=cast.marcus)
    assert acting.verify_action(agreed, by=cast.marcus, at=LATER).verified_by == cast.marcus
    with pytest.raises(acting.NotNow):
        acting.verify_action(agreed, by=cast.sofia, at=LATER)
    with pytest.raises(REFUSED), transaction.atomic():
        AuditAction.objects.update(verified_by=cast.priya)


@finding("L10", screen="/audits/")
def test_nobody_verifies_what_their_own_manager_did(cast, bells, wyn, agreed):
    open_grading(agreed.audit, by=None, at=LATER)
    acting.pass_on(agreed, owner=cast.marcus, by=wyn, at=LATER)
    acting.do_action(agreed, evidence="Minutes of 5 March.", by=cast.marcus, at=LATER)

    assert not to_verify(viewer=cast.priya).exists()
    with pytest.raises(acting.DoneByTheirManager):
        acting.verify_action(agreed, by=cast.priya, at=LATER)
    with pytest.raises(acting.DoneByTheirManager):
        acting.send_back(agreed, because="No.", by=cast.priya, at=LATER)
    assert list(to_verify(viewer=wyn)) == [agreed]
    assert acting.verify_action(agreed, by=cast.sofia, at=LATER).verified_by == cast.sofia


def test_nobody_verifies_what_the_manager_of_their_managers_did(cast, bells, wyn, agreed):
    open_grading(agreed.audit, by=None, at=LATER)
    acting.pass_on(agreed, owner=cast.sofia, by=wyn, at=LATER)
    acting.do_action(agreed, evidence="Minutes of 5 March.", by=cast.sofia, at=LATER)

    assert not to_verify(viewer=cast.marcus).exists()
    assert list(to_verify(viewer=cast.helen)) == [agreed]


@finding("L10", screen="/audits/")
def test_what_an_owner_who_left_was_to_do_is_given_to_somebody_else(cast, bells, wyn, agreed):
    close_account(cast.priya, by=cast.sam, at=LATER)
    with pytest.raises(acting.NotTheirs):
        acting.pass_on(agreed, owner=cast.marcus, by=cast.marcus, at=LATER)
    with pytest.raises(acting.NotTheirs):
        acting.pass_on(agreed, owner=cast.grace, by=wyn, at=LATER)
    assert cast.marcus in possible_next_owners(agreed, viewer=wyn, on=DUE)
    assert possible_next_owners(agreed, viewer=cast.marcus, on=DUE) == []

    acting.pass_on(agreed, owner=cast.marcus, by=wyn, at=LATER)

    assert list(to_do(viewer=cast.marcus)) == [agreed]
    assert any("something is yours to do by 17 March" in words for words in told(cast.marcus))
    assert not any("something is yours to do" in words for words in told(cast.priya))
    acting.do_action(agreed, evidence="Minutes of 5 March.", by=cast.marcus, at=LATER)
    with pytest.raises(acting.NotNow):
        acting.pass_on(agreed, owner=cast.sofia, by=wyn, at=LATER)


def test_what_is_not_done_yet_goes_back_with_why(cast, bells, wyn, agreed):
    open_grading(agreed.audit, by=None, at=LATER)
    with pytest.raises(acting.NotNow):
        acting.verify_action(agreed, by=cast.marcus, at=LATER)
    acting.do_action(agreed, evidence="Rang them.", by=cast.priya, at=LATER)
    with pytest.raises(NothingSaid):
        acting.send_back(agreed, because="", by=cast.marcus, at=LATER)

    acting.send_back(agreed, because="They were rung, not met.", by=cast.marcus, at=LATER)

    assert to_do(viewer=cast.priya).get().sent_back_because == "They were rung, not met."
    assert any("sent back" in words for words in told(cast.priya))


def test_an_action_says_what_will_change_who_does_it_and_by_when(cast, bells, wyn, in_hand):
    said = {"what": "Meet school.", "for_what_change": "She has somebody.", "owner": cast.priya, "due_on": DUE}
    with pytest.raises(acting.NotHandedIn):
        acting.agree_action(in_hand, **said, by=wyn, at=NOW)
    well_answered(in_hand, by=wyn)
    submit(in_hand, by=wyn, at=NOW)
    for change, refusal in (
        ({"what": " "}, NothingSaid), ({"for_what_change": ""}, NothingSaid),
        ({"due_on": date(2025, 3, 2)}, acting.InThePast), ({"owner": cast.grace}, acting.NotTheirs),
    ):  # fmt: skip
        with pytest.raises(refusal):
            acting.agree_action(in_hand, **said | change, by=wyn, at=NOW)
    with pytest.raises(acting.NotTheirs):
        acting.agree_action(in_hand, **said, by=cast.tom, at=NOW)
    assert [each.name for each in possible_owners(in_hand, viewer=wyn, on=DUE)] == [
        "Priya Nair", "Marcus Reed", "Sofia Lindqvist",
    ]  # fmt: skip
    assert possible_owners(in_hand, viewer=cast.tom, on=DUE) == []
