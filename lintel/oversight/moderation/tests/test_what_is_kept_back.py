"""
What is kept back, so that one grade does not become the other: from whoever moderates an audit, from whoever audits the
same record, and from everybody to whom a record is closed.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.foundation.access.actions import close_account, grant_role, open_restriction
from lintel.foundation.access.roles import Role
from lintel.foundation.notices.models import Notice
from lintel.foundation.notices.queries import notices
from lintel.oversight.audits.acting.actions import agree_action
from lintel.oversight.audits.acting.queries import actions_of, possible_owners, to_do
from lintel.oversight.audits.actions import plan_audit
from lintel.oversight.audits.codes import Grade
from lintel.oversight.audits.escalating.actions import stop_and_escalate
from lintel.oversight.audits.escalating.queries import escalations
from lintel.oversight.audits.models import Escalation
from lintel.oversight.audits.tests.builders import TOOL, an_auditor, opened, well_answered
from lintel.oversight.moderation import actions, queries
from lintel.oversight.moderation.escalating.actions import escalate
from lintel.oversight.moderation.models import FiguresTold, Moderation
from lintel.oversight.moderation.optimism import Pair
from lintel.oversight.moderation.tests.builders import (
    LATER,
    WHY,
    a_moderator,
    audited,
    drawn,
    everything_is_drawn,
    judged,
    many_pairs,
    read,
    share_is,
)
from lintel.steps.chronology_entries.actions import Happened, write_event
from tests.at_once import at_once
from tests.cast import NOW, OPENED
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = LATER.date()
# Taken on Tuesday 4 March 2025: ten working days later it is Tuesday the 18th.
IN_TIME, TOO_LATE = LATER + timedelta(days=14), LATER + timedelta(days=15)


def asked_of(owner, audit, *, by=None):
    """Something agreed after an audit, for this person to do."""
    return agree_action(
        audit, what="Open the enquiry again.", for_what_change="She is safe at home.", owner=owner, due_on=TODAY,
        by=by or audit.auditor, at=LATER,
    )  # fmt: skip


def told_to_act(user):
    return [each.words for each in notices(viewer=user) if each.key.startswith("audit action/")]


def told_that_some_wait():
    """Whom, and what exactly, without whose list it is on."""
    found = Notice.objects.filter(key__startswith="to moderate/").order_by("user__name")
    return [(each.user.name, each.words, each.path, each.child_id, each.sent_at) for each in found]


def twins(cast, child, *, other):
    """The same record given to two people who do not know of each other."""
    first = opened(cast, child, auditor=an_auditor(cast))
    return first, plan_audit(child, auditor=other, tool=TOOL, due_on=TODAY, twin_of=first, by=cast.sofia, at=NOW)


@finding("S53", "S64")
class TestWhatTheAuditAskedFor:
    def test_its_moderator_who_is_to_do_it_reads_it_once_their_own_grade_is_locked(self, cast, bells):
        moderation, marcus = read(drawn(cast, bells.ivy), by=cast.marcus), cast.marcus
        agreed = asked_of(marcus, moderation.audit)
        assert agreed.owner == marcus  # accepted like anybody: to refuse them would say who moderates
        assert not actions_of(viewer=marcus).exists()
        assert told_to_act(marcus) == []

        actions.lock(moderation.pk, grade=Grade.GOOD, why=WHY, by=marcus, at=LATER)
        assert list(to_do(viewer=marcus)) == [agreed]
        assert told_to_act(marcus) == ["After an audit something is yours to do by 4 March."]

    def test_who_moderates_is_offered_as_an_owner_like_anybody_else(self, cast, bells):
        moderation = drawn(cast, bells.mia)
        before = possible_owners(moderation.audit, viewer=moderation.audit.auditor, on=TODAY)
        assert cast.sofia in before
        read(moderation, by=cast.sofia)
        assert possible_owners(moderation.audit, viewer=moderation.audit.auditor, on=TODAY) == before

    def test_given_back_it_is_told_them_and_they_do_not_moderate_it_again(self, cast, bells):
        moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
        read(moderation, by=bea)
        asked_of(bea, moderation.audit)
        actions.give_back(moderation.pk, by=bea, at=LATER)
        assert len(told_to_act(bea)) == 1
        assert queries.why_not(moderation, viewer=bea, on=TODAY) == "You know what this audit asked for."

    def test_nor_do_they_read_what_the_other_audit_of_the_record_asked_for(self, cast, bells):
        everything_is_drawn(cast)
        bea, pair = a_moderator(cast), twins(cast, bells.mia, other=an_auditor(cast, "Cal Wick"))
        for each in pair:
            actions.hand_in(well_answered(each, by=each.auditor), by=each.auditor, at=NOW)
        moderated = read(Moderation.objects.get(audit=pair[0]), by=bea)
        asked_of(bea, pair[1])
        assert not actions_of(viewer=bea).exists()
        actions.lock(moderated.pk, grade=Grade.GOOD, why=WHY, by=bea, at=LATER)
        assert actions_of(viewer=bea).count() == 1

    def test_nor_does_the_other_auditor_of_the_record_before_they_have_handed_in(self, cast, bells):
        share_is(0, cast)
        cal = an_auditor(cast, "Cal Wick")
        first, second = twins(cast, bells.mia, other=cal)
        actions.hand_in(well_answered(first, by=first.auditor), by=first.auditor, at=NOW)
        asked_of(cal, first)
        assert (actions_of(viewer=cal).count(), told_to_act(cal)) == (0, [])
        actions.hand_in(well_answered(second, by=cal), by=cal, at=NOW)
        assert (actions_of(viewer=cal).count(), len(told_to_act(cal))) == (1, 1)


@finding("S55")
class TestAChildFoundUnsafe:
    def test_the_other_auditor_of_the_record_reads_it_once_they_have_handed_in(self, cast, bells):
        share_is(0, cast)
        cal = an_auditor(cast, "Cal Wick")
        grant_role(cal, role=Role.PRINCIPAL_SOCIAL_WORKER, team=None, by=cast.sam, at=OPENED)
        cal.forget_roles()
        first, second = twins(cast, bells.ivy, other=cal)
        raised = stop_and_escalate(first, what="He is back.", by=first.auditor, at=NOW)
        assert cal not in (raised.told, *(each.user for each in raised.also_told.all()))
        assert not escalations(viewer=cal).exists()
        actions.hand_in(well_answered(second, by=cal), by=cal, at=NOW)
        assert list(escalations(viewer=cal)) == [raised]

    def test_unless_they_were_told_for_the_child_comes_first(self, cast, bells):
        first, _ = twins(cast, bells.ivy, other=cast.marcus)
        raised = stop_and_escalate(first, what="He is back.", by=first.auditor, at=NOW)
        Escalation.objects.filter(pk=raised.pk).update(told=cast.marcus)
        assert list(escalations(viewer=cast.marcus)) == [raised]


def closed_to_all_but_priya(cast, child):
    open_restriction(
        child, named=[cast.priya, cast.helen], reason="Threats", together_with=cast.grace, by=cast.helen, at=LATER
    )


class TestARecordClosed:
    def test_is_closed_to_whoever_moderates_it_and_is_let_go_for_somebody_named(self, cast, bells):
        moderation, bea = read(drawn(cast, bells.mia), by=a_moderator(cast)), a_moderator(cast)
        assert queries.entry_in_hand(moderation.pk, f"people.person/{bells.mia.pk}", viewer=bea) is None
        closed_to_all_but_priya(cast, bells.mia)
        with pytest.raises(Moderation.DoesNotExist):
            queries.in_hand(moderation.pk, viewer=bea)
        assert not queries.mine(viewer=bea).exists()
        for act in (
            lambda: actions.lock(moderation.pk, grade=Grade.GOOD, why=WHY, by=bea, at=LATER),
            lambda: escalate(moderation.pk, what="He is back.", by=bea, at=LATER),
        ):
            with pytest.raises(actions.NotTheirs):
                act()
        [left] = queries.left_behind(viewer=cast.helen, on=TODAY)
        assert (left.moderator, left.why) == ("Bea Holm", "may no longer read the record")
        actions.take_from(moderation.pk, by=cast.helen, at=LATER)
        assert Moderation.objects.get(pk=moderation.pk).moderator is None

    def test_shows_both_grades_to_neither_moderator_nor_auditor(self, cast, bells):
        moderation, bea = judged(drawn(cast, bells.mia), by=a_moderator(cast)), a_moderator(cast)
        closed_to_all_but_priya(cast, bells.mia)
        for viewer in (bea, moderation.audit.auditor):
            with pytest.raises(Moderation.DoesNotExist):
                queries.side_by_side(moderation.pk, viewer=viewer)
        assert queries.side_by_side(moderation.pk, viewer=cast.helen).moderation == moderation
        with pytest.raises(actions.NotTheirs):
            actions.talk_over(moderation.pk, words="We met.", by=bea, at=LATER)


@finding("S64")
def test_the_record_is_read_as_it_was_when_the_audit_was_handed_in(cast, bells):
    moderation, bea = drawn(cast, bells.mia), a_moderator(cast)
    actions.take(moderation.pk, by=bea, at=LATER)
    before = queries.in_hand(moderation.pk, viewer=bea)
    happened = Happened(on=TODAY, kind="move", words="Mia moved to her aunt.", told_by="Ruth Bell")
    event = write_event(happened, children=[bells.mia], by=cast.priya, at=LATER + timedelta(hours=1))
    after = queries.in_hand(moderation.pk, viewer=bea)
    assert before.lines
    assert after.as_at == NOW.date()
    assert after.lines == before.lines
    source = f"chronology_entries.writtenevent/{event.pk}"
    assert queries.entry_in_hand(moderation.pk, source, viewer=bea) is None


class TestNothingLiesUnmoderated:
    @finding("S64")
    def test_those_who_audit_are_told_once_a_day_that_some_wait_and_nobody_who_audited_it(self, cast, bells):
        cal = an_auditor(cast, "Cal Wick")
        drawn(cast, bells.mia)
        assert [who for who, *_ in told_that_some_wait()] == ["Cal Wick"]
        audited(cast, bells.ivy)
        assert len(told_that_some_wait()) == 1
        [held, _] = queries.waiting(viewer=cal, on=TODAY)
        actions.take(held.pk, by=cal, at=LATER)
        assert not [each for each in notices(viewer=cal) if each.key.startswith("to moderate/")]

    def test_one_drawn_for_its_grade_is_told_like_one_drawn_at_random(self, cast, bells):
        an_auditor(cast, "Cal Wick")
        share_is(0, cast)
        audited(cast, bells.mia, grade=Grade.INADEQUATE)
        because_of_its_grade = told_that_some_wait()
        Notice.objects.filter(key__startswith="to moderate/").delete()
        everything_is_drawn(cast)
        share_is(1, cast, code="moderated_share_raised")
        Moderation.objects.update(drawn_because="random")
        actions.tell_that_it_waits(Moderation.objects.get(), by=an_auditor(cast), at=NOW + timedelta(minutes=1))
        assert told_that_some_wait() == because_of_its_grade != []

    def test_where_nobody_audits_for_a_living_everybody_is_told_who_moderates(self, cast, bells):
        drawn(cast, bells.mia)
        assert {cast.sofia.name, cast.marcus.name} <= {who for who, *_ in told_that_some_wait()}
        assert an_auditor(cast).name not in {who for who, *_ in told_that_some_wait()}

    def test_what_somebody_does_not_come_to_within_ten_working_days_may_be_let_go(self, cast, bells):
        moderation, bea = read(drawn(cast, bells.mia), by=a_moderator(cast)), a_moderator(cast)
        assert queries.left_behind(viewer=cast.helen, on=IN_TIME.date()) == []
        with pytest.raises(actions.NotTheirs):
            actions.take_from(moderation.pk, by=cast.helen, at=IN_TIME)
        [left] = queries.left_behind(viewer=cast.helen, on=TOO_LATE.date())
        assert (left.moderator, left.why) == ("Bea Holm", "has had it for more than 10 working days")
        assert queries.left_behind(viewer=cast.marcus, on=TOO_LATE.date()) == []

        actions.take_from(moderation.pk, by=cast.helen, at=TOO_LATE)
        assert Moderation.objects.get(pk=moderation.pk).moderator is None
        assert any("waits for somebody else now" in each.words for each in notices(viewer=bea))
        assert Notice.objects.filter(user=bea, key=f"to moderate/{bea.pk}/2025-03-19").exists()

    def test_nobody_whose_account_is_closed_is_told(self, cast, bells):
        cal = an_auditor(cast, "Cal Wick")
        an_auditor(cast, "Dot Ames")
        close_account(cal, by=cast.sam, at=NOW)
        drawn(cast, bells.mia)
        assert [who for who, *_ in told_that_some_wait()] == ["Dot Ames"]


def test_the_list_of_what_waits_asks_no_more_for_three_than_for_one(cast, bells):
    everything_is_drawn(cast)
    bea, asked = a_moderator(cast), []
    assert queries.waiting(viewer=bea, on=TODAY) == []
    for _ in range(3):
        audited(cast, bells.ivy)
        with CaptureQueriesContext(connection) as questions:
            found = queries.waiting(viewer=bea, on=TODAY)
        asked.append(len(questions))
    assert len(found) == 3
    assert asked[0] == asked[1] == asked[2]


@pytest.mark.django_db(transaction=True)
def test_two_who_lock_at_once_tell_the_auditor_their_figures_once(cast, bells):
    everything_is_drawn(cast)
    cal, bea, dot = (an_auditor(cast, name) for name in ("Cal Wick", "Bea Holm", "Dot Ames"))
    many_pairs(cast, bells.ivy, [Pair(auditor=0, audited=3, moderated=3)] * 20, auditors=[cal], moderator=bea)
    for_each = [(read(Moderation.objects.get(audit=audited(cast, bells.ivy, auditor=cal)), by=who), who)
                for who in (bea, dot)]  # fmt: skip
    answers = at_once(*[
        lambda it=it, who=who: actions.lock(it.pk, grade=Grade.GOOD, why=WHY, by=who, at=LATER)
        for it, who in for_each
    ])  # fmt: skip
    assert answers == [it for it, _ in for_each]
    assert FiguresTold.objects.filter(auditor=cal).count() == 1
    assert Notice.objects.filter(user=cal, path="/quality/optimism/").count() == 1
