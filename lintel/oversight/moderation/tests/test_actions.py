"""From handing an audit in to two grades side by side, and what the database refuses on the way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from lintel.foundation.access.actions import close_account, grant_role
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.notices.models import Notice
from lintel.oversight.audits.acting.actions import agree_action
from lintel.oversight.audits.actions import open_grading, plan_audit
from lintel.oversight.audits.codes import Core, Grade
from lintel.oversight.audits.escalating.actions import stop_and_escalate
from lintel.oversight.audits.escalating.queries import escalations
from lintel.oversight.audits.models import Audit, Grading
from lintel.oversight.audits.queries import audits as known
from lintel.oversight.audits.queries import grading_for
from lintel.oversight.audits.tests.builders import TOOL, an_auditor, well_answered
from lintel.oversight.moderation import actions, queries, reading, rules
from lintel.oversight.moderation.codes import Lack
from lintel.oversight.moderation.models import FiguresTold, JudgedAnswer, Moderation
from lintel.oversight.moderation.optimism import Pair
from lintel.oversight.moderation.tests.builders import (
    LATER,
    QUOTE,
    a_moderator,
    audited,
    drawn,
    everything_is_drawn,
    judged,
    locked,
    many_pairs,
    read,
    share_is,
)
from tests.at_once import at_once
from tests.cast import NOW

pytestmark = pytest.mark.django_db
TODAY = LATER.date()


class TestHandIn:
    @pytest.mark.finding("S64")
    def test_an_audit_that_is_not_drawn_is_open_at_once(self, cast, bells):
        share_is(0, cast)
        given = Grading.objects.get(audit=audited(cast, bells.mia, grade=Grade.GOOD))
        assert not given.sealed
        assert not Moderation.objects.exists()

    @pytest.mark.finding("S64")
    @pytest.mark.parametrize("grade", [Grade.OUTSTANDING, Grade.INADEQUATE])
    def test_an_outstanding_or_inadequate_one_is_always_drawn_and_stays_sealed(self, cast, bells, grade):
        share_is(0, cast)
        audit = audited(cast, bells.mia, grade=grade)
        assert Grading.objects.get(audit=audit).sealed
        assert Moderation.objects.filter(audit=audit).count() >= 1

    def test_a_cycle_may_ask_for_more_than_policy_and_never_for_less(self, cast, bells):
        class Asks:
            moderated_percent = 60

        audit = Audit(cycle_id=1)
        audit._state.fields_cache["cycle"] = Asks()
        assert actions._asked_by_the_cycle(audit) == 0.60
        assert actions._asked_by_the_cycle(Audit()) == 0


class TestWhoModerates:
    def test_an_auditor_who_did_not_do_it_is_offered_it_without_child_or_grade(self, cast, bells):
        moderation = drawn(cast, bells.mia)
        [offered] = queries.waiting(viewer=a_moderator(cast), on=TODAY)
        assert (offered.pk, set(vars(offered))) == (moderation.pk, {"pk", "tool", "handed_in_on", "is_for_outside"})

    def test_not_whoever_audited_it_nor_the_childs_team_nor_somebody_who_does_not_audit(self, cast, bells):
        moderation = drawn(cast, bells.mia)
        for who in (an_auditor(cast), cast.marcus):
            assert queries.waiting(viewer=who, on=TODAY) == []
            with pytest.raises(actions.NotTheirs):
                actions.take(moderation.pk, by=who, at=LATER)
        for who in (cast.priya, cast.helen, cast.dawn):
            with pytest.raises(NotAllowed):
                actions.take(moderation.pk, by=who, at=LATER)

    def test_nor_who_agreed_or_has_to_do_what_it_asked_for(self, cast, bells):
        drawn_one, bea, cal = drawn(cast, bells.ivy), a_moderator(cast), an_auditor(cast, "Cal Wick")
        agree_action(
            drawn_one.audit, what="Meet her school.", for_what_change="She has somebody.", owner=bea,
            due_on=TODAY, by=drawn_one.audit.auditor, at=NOW,
        )  # fmt: skip
        assert queries.waiting(viewer=bea, on=TODAY) == []
        assert len(queries.waiting(viewer=cal, on=TODAY)) == 1
        with pytest.raises(actions.NotTheirs, match="You know what this audit asked for"):
            actions.take(drawn_one.pk, by=bea, at=LATER)

    def test_nor_who_was_told_that_the_child_was_found_unsafe(self, cast, bells):
        moderation, marcus = drawn(cast, bells.ivy), cast.marcus
        raised = stop_and_escalate(moderation.audit, what="He is back.", by=moderation.audit.auditor, at=NOW)
        assert len(raised.everybody_told) == 2
        for manager in raised.everybody_told:
            assert queries.why_not(moderation, viewer=manager, on=TODAY) == "You know what this audit asked for."

        read(moderation, by=marcus)
        assert visible_children(marcus).filter(pk=bells.ivy.pk).exists()
        assert not escalations(viewer=marcus).exists()
        actions.lock(moderation.pk, grade=Grade.GOOD, why="So.", by=marcus, at=LATER)
        assert list(escalations(viewer=marcus)) == [raised]

    def test_the_database_refuses_the_auditor_too(self, cast, bells):
        moderation = drawn(cast, bells.mia)
        with pytest.raises(IntegrityError), transaction.atomic():
            Moderation.objects.filter(pk=moderation.pk).update(moderator=an_auditor(cast), taken_at=NOW)

    def test_taking_it_opens_the_record_until_it_is_judged_and_nobody_else_takes_it(self, cast, bells):
        moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
        assert not visible_children(bea).filter(pk=bells.mia.pk).exists()
        actions.take(moderation.pk, by=bea, at=LATER)
        assert visible_children(bea).filter(pk=bells.mia.pk).exists()
        with pytest.raises(actions.NotTheirs, match="first"):
            actions.take(moderation.pk, by=an_auditor(cast, "Cal Wick"), at=LATER)
        actions.read_record(moderation.pk, by=bea, at=LATER)
        actions.cite(moderation.pk, source="a/1", source_words="A visit", quote=QUOTE, by=bea, at=LATER)
        actions.lock(moderation.pk, grade=Grade.GOOD, why="So.", by=bea, at=LATER)
        actions.judge(moderation.pk, evidence_supports=True, core={}, by=bea, at=LATER)
        assert not visible_children(bea, on=TODAY + timedelta(days=1)).filter(pk=bells.mia.pk).exists()

    def test_given_back_it_waits_for_somebody_else(self, cast, bells):
        moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
        read(moderation, by=bea)
        actions.give_back(moderation.pk, by=bea, at=LATER)
        assert not visible_children(bea).filter(pk=bells.mia.pk).exists()
        assert [each.pk for each in queries.waiting(viewer=an_auditor(cast, "Cal Wick"), on=TODAY)] == [moderation.pk]

    def test_what_somebody_took_who_has_left_is_taken_from_them_for_somebody_else(self, cast, bells):
        moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
        read(moderation, by=bea)
        with pytest.raises(actions.NotTheirs):
            actions.take_from(moderation.pk, by=cast.helen, at=LATER)
        assert queries.left_behind(viewer=cast.helen, on=TODAY) == []
        close_account(bea, by=cast.sam, at=LATER)
        assert [each.pk for each in queries.left_behind(viewer=cast.helen, on=TODAY)] == [moderation.pk]
        with pytest.raises(NotAllowed):
            actions.take_from(moderation.pk, by=cast.marcus, at=LATER)
        actions.take_from(moderation.pk, by=cast.helen, at=LATER)
        assert [each.pk for each in queries.waiting(viewer=an_auditor(cast, "Cal Wick"), on=TODAY)] == [moderation.pk]

    def test_one_for_somebody_from_outside_waits_for_them_once_there_is_somebody(self, cast, bells):
        share_is(1, cast, code=rules.OUTSIDE)
        share_is(1, cast)
        share_is(0, cast, code=rules.TWICE)
        audited(cast, bells.mia)
        bea, cal = a_moderator(cast), an_auditor(cast, "Cal Wick")
        assert len(queries.waiting(viewer=bea, on=TODAY)) == 1
        actions.name_outsider(cal, from_where="Fernshire", by=cast.helen, at=LATER)
        assert queries.waiting(viewer=bea, on=TODAY) == []
        assert len(queries.waiting(viewer=cal, on=TODAY)) == 1
        close_account(cal, by=cast.sam, at=LATER)
        assert len(queries.waiting(viewer=bea, on=TODAY)) == 1


class TestLocking:
    def test_comes_after_reading_the_record_and_with_evidence(self, cast, bells):
        moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
        actions.take(moderation.pk, by=bea, at=LATER)
        with pytest.raises(actions.CannotLock) as refused:
            actions.lock(moderation.pk, grade=Grade.GOOD, why="So.", by=bea, at=LATER)
        assert [field for field, _ in refused.value.missing] == ["record", "quote"]

    def test_opens_the_first_grade_and_neither_can_be_changed(self, cast, bells):
        moderation, bea = drawn(cast, bells.mia, grade=Grade.GOOD), a_moderator(cast)
        assert grading_for(moderation.audit, viewer=cast.sofia) is None
        locked(moderation, by=bea, grade=Grade.INADEQUATE)
        assert grading_for(moderation.audit, viewer=cast.sofia).grade == Grade.GOOD
        with pytest.raises(actions.LockedAlready):
            actions.lock(moderation.pk, grade=Grade.GOOD, why="On reflection.", by=bea, at=LATER)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Moderation.objects.filter(pk=moderation.pk).update(grade=Grade.GOOD)
        with pytest.raises(IntegrityError), transaction.atomic():
            moderation.citations.all().update(quote="Something else.")

    def test_the_database_opens_no_grade_before_it(self, cast, bells):
        moderation = drawn(cast, bells.mia)
        with pytest.raises(IntegrityError, match="stays sealed"), transaction.atomic():
            open_grading(moderation.audit, by=cast.sofia, at=LATER)

    def test_of_two_moderators_the_grade_opens_with_the_second_and_the_first_sees_it_after_their_own(self, cast, bells):
        share_is(1, cast)
        share_is(1, cast, code=rules.TWICE)
        share_is(0, cast, code=rules.OUTSIDE)
        first, second = Moderation.objects.filter(audit=audited(cast, bells.mia)).order_by("place")
        bea, cal = a_moderator(cast), an_auditor(cast, "Cal Wick")
        locked(first, by=bea)
        assert Grading.objects.get(audit=first.audit).sealed
        assert queries.side_by_side(first.pk, viewer=bea).audited == Grade.GOOD
        with pytest.raises(Moderation.DoesNotExist):
            queries.side_by_side(first.pk, viewer=cast.sofia)
        with pytest.raises(actions.NotTheirs):
            actions.take(second.pk, by=bea, at=LATER)
        locked(second, by=cal, grade=Grade.GOOD)
        assert not Grading.objects.get(audit=first.audit).sealed
        assert reading.moderators_alike(viewer=cast.sofia, since=NOW.date(), until=TODAY).pairs == ((2, 3),)


class TestJudging:
    @pytest.mark.finding("S54", "S55")
    def test_says_whether_evidence_supports_the_grade_and_what_answers_lack(self, cast, bells):
        moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
        with pytest.raises(actions.NotLockedYet):
            actions.judge(read(moderation, by=bea).pk, evidence_supports=True, core={}, by=bea, at=LATER)
        actions.lock(moderation.pk, grade=Grade.REQUIRES_IMPROVEMENT, why="So.", by=bea, at=LATER)
        with pytest.raises(actions.NothingSaid):
            actions.judge(moderation.pk, evidence_supports=False, core={}, by=bea, at=LATER)
        actions.judge(
            moderation.pk, evidence_supports=False, why="It quotes visits, not change.",
            core={Core.IN_TIME: [Lack.SPECIFIC]}, by=bea, at=LATER,
        )  # fmt: skip
        lacks = dict(JudgedAnswer.objects.values_list("question", "lacks"))
        assert (lacks["in_time"], lacks["right_plan"]) == (["specific"], [])
        found = queries.poorly_answered(viewer=cast.sofia, since=NOW.date(), until=TODAY)
        assert [(poor, judged) for _, poor, judged in found[:2]] == [(1, 1), (0, 1)]
        for words, poor, _ in found[:2]:
            behind = queries.behind_quality(viewer=cast.sofia, since=NOW.date(), until=TODAY, wanting=words)
            assert [each.pk for each in behind] == [moderation.pk] * poor
        assert reading.optimism(viewer=cast.sofia, since=NOW.date(), until=TODAY).share.supports == 0

    def test_the_auditor_is_told_and_sees_both_and_a_gap_is_talked_over(self, cast, bells):
        moderation, bea, wyn = drawn(cast, bells.mia, grade=Grade.GOOD), a_moderator(cast), an_auditor(cast)
        judged(moderation, by=bea, grade=Grade.INADEQUATE)
        assert Notice.objects.filter(user=wyn, key=f"moderated/{moderation.pk}").exists()
        both = queries.side_by_side(moderation.pk, viewer=wyn)
        assert (both.apart, both.should_talk) == (2, True)
        with pytest.raises(actions.NothingSaid):
            actions.talk_over(moderation.pk, words=" ", by=bea, at=LATER)
        actions.talk_over(moderation.pk, words="Wyn had read the visits as change.", by=bea, at=LATER)
        with pytest.raises(actions.LockedAlready):
            actions.talk_over(moderation.pk, words="And again.", by=bea, at=LATER)


def twins(cast, bells):
    """Two audits of Mia by two people who do not know of each other's."""
    wyn, cal = an_auditor(cast), an_auditor(cast, "Cal Wick")
    first = plan_audit(bells.mia, auditor=wyn, tool=TOOL, due_on=TODAY, by=cast.sofia, at=NOW)
    second = plan_audit(bells.mia, auditor=cal, tool=TOOL, due_on=TODAY, twin_of=first, by=cast.sofia, at=NOW)
    return first, second


def two_handed_in(cast, bells):
    audits = twins(cast, bells)
    for audit in audits:
        actions.hand_in(well_answered(audit, by=audit.auditor), by=audit.auditor, at=NOW)
    return audits


@pytest.mark.finding("S55")
class TestTwins:
    def test_neither_sees_the_others_grade_until_both_have_handed_in(self, cast, bells):
        share_is(0, cast)
        wyn, cal = an_auditor(cast), an_auditor(cast, "Cal Wick")
        first = plan_audit(bells.mia, auditor=wyn, tool=TOOL, due_on=TODAY, by=cast.sofia, at=NOW)
        second = plan_audit(bells.mia, auditor=cal, tool=TOOL, due_on=TODAY, twin_of=first, by=cast.sofia, at=NOW)
        actions.hand_in(well_answered(first, by=wyn, grade_given=Grade.GOOD), by=wyn, at=NOW)
        assert grading_for(first, viewer=cal) is None
        assert grading_for(first, viewer=cast.sofia) is None
        with pytest.raises(IntegrityError, match="the other auditor"), transaction.atomic():
            open_grading(first, by=cast.sofia, at=NOW)
        actions.hand_in(well_answered(second, by=cal, grade_given=Grade.REQUIRES_IMPROVEMENT), by=cal, at=NOW)
        assert {grading_for(each, viewer=cast.sofia).grade for each in (first, second)} == {2, 3}
        found = reading.auditors_alike(viewer=cast.sofia, since=NOW.date(), until=TODAY)
        assert (found.pairs, found.agreement.pairs, found.agreement.low) == (((3, 2),), 1, None)

    def test_the_other_auditor_of_a_record_does_not_moderate_it(self, cast, bells):
        everything_is_drawn(cast)
        wyn, cal = an_auditor(cast), an_auditor(cast, "Cal Wick")
        first = plan_audit(bells.mia, auditor=wyn, tool=TOOL, due_on=TODAY, by=cast.sofia, at=NOW)
        plan_audit(bells.mia, auditor=cal, tool=TOOL, due_on=TODAY, twin_of=first, by=cast.sofia, at=NOW)
        actions.hand_in(well_answered(first, by=wyn), by=wyn, at=NOW)
        assert queries.waiting(viewer=cal, on=TODAY) == []

    def test_neither_grade_opens_before_the_moderators_of_both_have_locked_and_nobody_moderates_both(self, cast, bells):
        everything_is_drawn(cast)
        audits, bea, dot = two_handed_in(cast, bells), a_moderator(cast), an_auditor(cast, "Dot Ames")
        first, second = (Moderation.objects.get(audit=audit) for audit in audits)
        judged(first, by=bea)
        assert Grading.objects.filter(audit__in=audits, sealed=True).count() == 2
        assert queries.waiting(viewer=bea, on=TODAY) == []
        with pytest.raises(actions.NotTheirs, match="the other audit"):
            actions.take(second.pk, by=bea, at=LATER)
        locked(second, by=dot)
        assert not Grading.objects.filter(audit__in=audits, sealed=True).exists()
        assert Notice.objects.filter(user=audits[0].auditor, key=f"moderated/{first.pk}").exists()

    def test_a_leader_who_audits_one_of_them_knows_nothing_of_the_other_until_it_is_open(self, cast, bells):
        share_is(0, cast)
        first, second = twins(cast, bells)
        grant_role(first.auditor, role=Role.PRINCIPAL_SOCIAL_WORKER, by=cast.sam, at=NOW)
        first.auditor.forget_roles()
        for viewer, other in ((first.auditor, second), (second.auditor, first)):
            assert not known(viewer=viewer).filter(pk=other.pk).exists()
        assert known(viewer=first.auditor).filter(pk=first.pk).exists()
        assert set(known(viewer=cast.sofia)) == {first, second}
        for audit in (first, second):
            actions.hand_in(well_answered(audit, by=audit.auditor), by=audit.auditor, at=NOW)
        assert known(viewer=first.auditor).filter(pk=second.pk).exists()

    def test_withdrawing_the_one_opens_the_other(self, cast, bells):
        share_is(0, cast)
        first, second = twins(cast, bells)
        actions.hand_in(well_answered(first, by=first.auditor, grade_given=Grade.GOOD), by=first.auditor, at=NOW)
        assert Grading.objects.get(audit=first).sealed
        actions.withdraw(second, because="Cal is ill.", by=cast.sofia, at=LATER)
        assert not Grading.objects.get(audit=first).sealed


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_twins_handed_in_are_both_open(self, cast, bells):
        share_is(0, cast)
        audits = twins(cast, bells)
        for audit in audits:
            well_answered(audit, by=audit.auditor, grade_given=Grade.GOOD)
        at_once(*[lambda it=it: actions.hand_in(it, by=it.auditor, at=NOW) for it in audits])
        assert Grading.objects.filter(audit__in=audits, sealed=False).count() == 2

    def test_one_person_who_takes_both_places_is_refused_the_second_in_words(self, cast, bells):
        share_is(1, cast)
        share_is(1, cast, code=rules.TWICE)
        share_is(0, cast, code=rules.OUTSIDE)
        both, bea = Moderation.objects.filter(audit=audited(cast, bells.mia)), a_moderator(cast)
        answers = at_once(*[lambda pk=it.pk: actions.take(pk, by=bea, at=LATER) for it in both])
        assert sorted(type(each).__name__ for each in answers) == ["Moderation", "NotTheirs"]


@pytest.mark.finding("S53", "S65")
class TestFigures:
    def test_an_auditor_is_told_before_anybody_else_is_shown(self, cast, bells):
        bea, wyn = a_moderator(cast), an_auditor(cast)
        others = [an_auditor(cast, name) for name in ("Cal Wick", "Dot Ames", "Eli Frane")]
        pairs = [Pair(auditor=0, audited=3, moderated=2 + (n % 2)) for n in range(19)]
        pairs += [Pair(auditor=who, audited=2 + n % 2, moderated=2 + n % 2) for who in (1, 2, 3) for n in range(20)]
        many_pairs(cast, bells.ivy, pairs, auditors=[wyn, *others], moderator=bea)
        assert not reading.own_figures(viewer=wyn, until=TODAY).enough
        judged(drawn(cast, bells.mia, grade=Grade.GOOD), by=bea)

        own = reading.own_figures(viewer=wyn, until=TODAY)
        assert (own.pairs, own.enough, own.told_at) == (20, True, LATER)
        assert Notice.objects.filter(user=wyn, path="/quality/optimism/").exists()
        assert [each.auditor for each in queries.figures_told(viewer=cast.helen)] == [wyn]
        assert reading.figures_of(wyn.pk, viewer=cast.helen, until=TODAY) == own
        with pytest.raises(FiguresTold.DoesNotExist):
            reading.figures_of(others[0].pk, viewer=cast.helen, until=TODAY)
        for who in (bea, cast.sofia, cast.marcus):
            with pytest.raises(NotAllowed):
                reading.figures_of(wyn.pk, viewer=who, until=TODAY)

    def test_the_moderated_share_rises_while_auditors_grade_too_high(self, cast, bells):
        many_pairs(
            cast, bells.ivy, [Pair(auditor=0, audited=3, moderated=2)] * 12, auditors=[an_auditor(cast)],
            moderator=a_moderator(cast),
        )  # fmt: skip
        found = reading.optimism(viewer=cast.sofia, since=NOW.date(), until=TODAY)
        assert (found.is_raised, found.asks_for) == (True, 0.50)

    def test_quality_uses_no_sealed_grade_and_counts_them_as_waiting(self, cast, bells):
        share_is(0, cast)
        pairs = [Pair(auditor=0, audited=3, moderated=3 - n % 2) for n in range(12)]
        many_pairs(cast, bells.ivy, pairs, auditors=[an_auditor(cast)], moderator=a_moderator(cast))
        before = queries.quality(viewer=cast.sofia, since=NOW.date(), until=TODAY)
        audited(cast, bells.mia, grade=Grade.OUTSTANDING)
        after = queries.quality(viewer=cast.sofia, since=NOW.date(), until=TODAY)
        assert (before.audits, after.audits, after.waiting) == (12, 13, 1)
        assert after.good_or_better.mid == before.good_or_better.mid == pytest.approx(0.5, abs=0.05)
        assert after.raw == before.raw

    def test_too_few_pairs_are_not_enough_for_any_number(self, cast, bells):
        judged(drawn(cast, bells.mia), by=a_moderator(cast))
        found = queries.quality(viewer=cast.sofia, since=NOW.date(), until=TODAY)
        assert (found.enough, found.raw, found.pairs) == (False, None, 1)


def test_whoever_has_nothing_to_do_with_audits_reads_none_of_it(cast, bells):
    for who in (cast.priya, cast.dawn, cast.sam, cast.ola):
        with pytest.raises(NotAllowed):
            queries.quality(viewer=who, since=NOW.date(), until=TODAY)
    assert Role.SYSTEM_ADMINISTRATOR in cast.sam.roles
