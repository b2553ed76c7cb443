"""A cycle is drawn, frozen and given out in one act; whoever draws again from the seed gets the same (S52)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.actions import close_account
from lintel.foundation.access.models import Restriction
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.oversight.audit_cycles import actions, queries
from lintel.oversight.audit_cycles.codes import Strata, Theme
from lintel.oversight.audit_cycles.feedback import actions as feedback
from lintel.oversight.audit_cycles.feedback.queries import feedback_beside, may_speak_for
from lintel.oversight.audit_cycles.models import Cycle, PopulationChild
from lintel.oversight.audit_cycles.outlook import outlook
from lintel.oversight.audit_cycles.tasks import remind_every_morning
from lintel.oversight.audit_cycles.tests.builders import DUE, a_cycle, a_cycle_under_way, a_draw, two_auditors
from lintel.oversight.audits.acting.actions import agree_action, do_action, verify_action
from lintel.oversight.audits.actions import Conflicted, open_audit, withdraw
from lintel.oversight.audits.again import actions as again
from lintel.oversight.audits.codes import Grade, Voice
from lintel.oversight.audits.models import Audit, Feedback
from lintel.oversight.audits.tests.builders import an_auditor
from lintel.oversight.moderation.tests.builders import a_moderator, drawn, judged
from lintel.oversight.performance import queries as performance
from lintel.oversight.performance.answers import State
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def names(cycle, viewer):
    return [each.child.name for each in queries.drawn(cycle, viewer=viewer) if not each.is_second]


# --- before anything is drawn -----------------------------------------------------------------------------------------


def test_what_a_sample_can_say_is_known_before_it_is_drawn(cast, bells):
    seen = outlook(a_draw(size=2), auditors=two_auditors(cast), viewer=cast.helen, on=TODAY)

    assert (seen.population, len(seen.drawn), seen.twice) == (4, 2, 1)
    assert seen.says == "2 of 4: too few to say how good the work is. That takes 10 moderated audits."
    assert not Cycle.objects.exists()


def test_whose_team_a_child_is_in_is_said_and_nobody_audits_there(cast, bells):
    cycle = a_cycle(cast, auditors=[cast.marcus, *two_auditors(cast)])

    kept = {each.user.name: each.conflicts for each in queries.conflicts(cycle, viewer=cast.helen)}
    assert kept == {"Marcus Reed": 3, "Wyn Arless": 0, "Bryn Ostler": 0}
    of_marcus = Audit.objects.filter(auditor=cast.marcus)
    assert set(of_marcus.values_list("child", flat=True)) <= {bells.ivy.pk}


def test_a_child_nobody_named_may_audit_is_told_and_nothing_is_drawn(cast, bells):
    with pytest.raises(actions.NoAuditorWithoutConflict) as nobody:
        a_cycle(cast, auditors=[cast.marcus])

    assert nobody.value.how_many == 3
    assert not Cycle.objects.exists()


def test_a_record_kept_from_every_auditor_is_left_out_and_counted(cast, bells):
    restricted = Restriction.objects.create(
        child=bells.noah,
        reason="A member of staff’s family.",
        opened_at=NOW,
        opened_by=cast.helen,
        opened_with=cast.grace,
    )
    restricted.named.add(cast.helen)

    cycle = a_cycle(cast)

    assert (cycle.population, cycle.left_out) == (3, 1)
    assert not PopulationChild.objects.filter(child=bells.noah).exists()


def test_a_record_kept_from_whoever_plans_is_in_no_population_of_theirs(cast, bells):
    Restriction.objects.create(
        child=bells.noah, reason="Staff.", opened_at=NOW, opened_by=cast.helen, opened_with=cast.grace
    )

    assert (a_cycle(cast).population, Cycle.objects.get().left_out) == (3, 0)


# --- drawn and frozen -------------------------------------------------------------------------------------------------


@finding("S52", screen="/audit-cycles/")
def test_whoever_draws_again_from_the_seed_gets_the_same_children(cast, bells):
    cycle = a_cycle(cast, draw=a_draw(size=3, strata=Strata.TEAM))

    for who in (cast.helen, cast.ines):
        again = queries.drawn_again(cycle, viewer=who)
        assert [each.is_same for each in again] == [True] * 3
    assert {each.stratum for each in again} == {"North assessment", "South assessment"}


def test_a_draw_is_frozen(cast, bells):
    cycle = a_cycle(cast)

    for change in (
        lambda: cycle.children.update(place=None), lambda: cycle.children.all().delete(),
        lambda: Cycle.objects.update(seed="another"), lambda: Cycle.objects.all().delete(),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()


def test_each_record_is_given_to_one_auditor_and_one_in_twenty_at_least_to_two(cast, bells):
    cycle = a_cycle(cast)

    audits = Audit.objects.filter(cycle=cycle)
    twice = audits.get(twin_of__isnull=False)
    assert audits.filter(twin_of__isnull=True).count() == 4
    assert twice.auditor != twice.twin_of.auditor
    assert twice.child == twice.twin_of.child
    assert {each.due_on for each in audits} == {DUE}
    assert Entry.objects.filter(act="cycle of audits drawn", subject_id=cycle.pk).exists()


def test_whoever_audits_one_of_two_does_not_learn_from_the_cycle_that_there_is_another(cast, bells):
    cycle = a_cycle(cast)
    second = Audit.objects.get(cycle=cycle, twin_of__isnull=False)
    both = (second, second.twin_of)
    assert [each.audit for each in queries.drawn(cycle, viewer=cast.helen) if each.is_second] == [second]
    for own, other in (both, both[::-1]):
        own.auditor.forget_roles()
        shown = queries.drawn(cycle, viewer=own.auditor)
        assert own in [each.audit for each in shown]
        assert other not in [each.audit for each in shown]
        assert not any(each.is_second for each in shown)


def test_a_withdrawn_audit_is_given_to_another_auditor_and_no_child_is_lost_from_the_sample(cast, bells):
    cycle, ottilie = a_cycle(cast), an_auditor(cast, "Ottilie Marr")
    second = Audit.objects.get(cycle=cycle, twin_of__isnull=False)
    first, before = second.twin_of, queries.progress(cycle, viewer=cast.helen, on=TODAY)
    with pytest.raises(again.NotToGive):
        actions.give_to_another(second, auditor=ottilie, due_on=DUE, by=cast.helen, at=NOW)
    withdraw(second, because="They have left.", by=cast.helen, at=NOW)
    with pytest.raises(Conflicted, match="another audit of this record"):
        actions.give_to_another(second, auditor=first.auditor, due_on=DUE, by=cast.helen, at=NOW)

    new = actions.give_to_another(second, auditor=ottilie, due_on=DUE, by=cast.helen, at=NOW)

    assert (new.cycle, new.child, new.stratum, new.tool) == (cycle, second.child, second.stratum, second.tool)
    assert (new.twin_of, new.instead_of) == (first, second)
    assert queries.progress(cycle, viewer=cast.helen, on=TODAY) == before
    assert ottilie in [each.user for each in queries.conflicts(cycle, viewer=cast.helen)]
    assert first not in [each.audit for each in queries.drawn(cycle, viewer=ottilie)]
    with pytest.raises(again.NotToGive):
        actions.give_to_another(second, auditor=second.auditor, due_on=DUE, by=cast.helen, at=NOW)


def test_who_has_the_first_of_two_instead_has_the_same_second_beside_them_and_hears_what_was_said(cast, bells):
    cycle, ottilie = a_cycle(cast), an_auditor(cast, "Ottilie Marr")
    second = Audit.objects.get(cycle=cycle, twin_of__isnull=False)
    first = second.twin_of
    asked = feedback_beside(first, viewer=cast.helen)
    Feedback.objects.filter(audit=first, voice=Voice.WORKER).update(agreed=True, words="We waited.", heard_at=NOW)
    withdraw(first, because="They have left.", by=cast.helen, at=NOW)

    new = actions.give_to_another(first, auditor=ottilie, due_on=DUE, by=cast.helen, at=NOW)

    second.refresh_from_db()
    assert second.twin_of == new
    for audit in (new, second):
        heard = feedback_beside(audit, viewer=audit.auditor)
        assert heard.keys() == asked.keys()
        assert heard[Voice.WORKER].words == "We waited."


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"name": " "}, actions.NothingSaid), ({"due_on": date(2025, 3, 2)}, actions.NotThoseDays),
        ({"draw": a_draw(until=date(2025, 3, 4))}, actions.NotThoseDays),
        ({"draw": a_draw(theme=Theme.STEP_DOWNS)}, actions.NobodyToDraw), ({"again_on": DUE}, actions.NotAfterwards),
    ],
)  # fmt: skip
def test_a_cycle_that_is_not_in_order_is_refused(cast, bells, said, refused):
    with pytest.raises(refused):
        a_cycle(cast, **said)


def test_a_cycle_sent_twice_gives_nobody_their_audits_twice(cast, bells):
    a_cycle(cast)
    given_out = Audit.objects.count()

    with pytest.raises(actions.PlannedAlready):
        a_cycle(cast)

    assert (Cycle.objects.count(), Audit.objects.count()) == (1, given_out)


def test_only_leaders_plan_and_only_auditors_audit(cast, bells):
    with pytest.raises(NotAllowed):
        a_cycle(cast, by=cast.marcus)
    with pytest.raises(actions.NotAnAuditor):
        a_cycle(cast, auditors=[cast.priya])


def test_somebody_from_another_team_sees_how_far_a_cycle_is_and_none_of_the_bells(cast, bells):
    cycle = a_cycle(cast)

    assert names(cycle, cast.tom) == ["Ivy Marsh"]
    assert queries.progress(cycle, viewer=cast.tom, on=TODAY).audits == 5
    assert queries.cycles(viewer=cast.priya).count() == 0
    assert len(names(cycle, cast.helen)) == 4


def test_how_far_a_cycle_is(cast, bells):
    cycle = a_cycle(cast)
    first, second, *_ = Audit.objects.filter(cycle=cycle, twin_of__isnull=True).order_by("pk")
    open_audit(first, by=first.auditor, at=NOW)
    withdraw(second, because="The family moved away.", by=cast.helen, at=NOW)

    far = queries.progress(cycle, viewer=cast.helen, on=DUE + timedelta(days=1))

    assert (far.audits, far.in_hand, far.not_begun, far.withdrawn, far.late) == (5, 1, 3, 1, 4)


# --- audited again ----------------------------------------------------------------------------------------------------


def test_when_it_is_audited_again_is_after_this_time(cast, bells):
    cycle = a_cycle(cast)
    with pytest.raises(actions.NotAfterwards):
        actions.set_again(cycle, again_on=DUE, by=cast.helen, at=NOW)

    assert actions.set_again(cycle, again_on=date(2025, 9, 1), by=cast.helen, at=NOW).again_on == date(2025, 9, 1)


# --- feedback ---------------------------------------------------------------------------------------------------------


def of_mia(cycle, bells):
    return Audit.objects.get(cycle=cycle, child=bells.mia, twin_of__isnull=True)


def test_worker_and_family_are_asked_and_what_they_say_stands_beside_the_tool(cast, bells):
    audit = of_mia(a_cycle(cast), bells)
    asked = feedback_beside(audit, viewer=audit.auditor)
    assert {voice: each.agreed for voice, each in asked.items()} == {Voice.WORKER: None, Voice.FAMILY: None}
    assert [each.path for each in notices(viewer=cast.priya)].count(f"/audits/{audit.pk}/feedback/") == 1

    feedback.hear(audit, voice=Voice.WORKER, agreed=True, words="We were too slow in May.", by=cast.priya, at=NOW)

    assert feedback_beside(audit, viewer=audit.auditor)[Voice.WORKER].words == "We were too slow in May."
    assert f"/audits/{audit.pk}/feedback/" not in [each.path for each in notices(viewer=cast.priya)]
    with pytest.raises(feedback.SaidAlready):
        feedback.hear(audit, voice=Voice.WORKER, agreed=False, words="", by=cast.priya, at=NOW)


def test_nobody_else_speaks_for_the_worker_and_strangers_for_nobody(cast, bells):
    audit = of_mia(a_cycle(cast), bells)

    for by in (cast.tom, audit.auditor, cast.helen):
        with pytest.raises(feedback.NotTheirs):
            feedback.hear(audit, voice=Voice.WORKER, agreed=True, words="Fine.", by=by, at=NOW)
    assert feedback_beside(audit, viewer=cast.tom) == {}
    assert not may_speak_for(Voice.FAMILY, audit, viewer=cast.tom, on=TODAY)


def test_what_a_family_says_is_kept_only_where_they_agreed(cast, bells):
    audit = of_mia(a_cycle(cast), bells)

    heard = feedback.hear(audit, voice=Voice.FAMILY, agreed=False, words="typed", by=audit.auditor, at=NOW)

    assert (heard.agreed, heard.words) == (False, "")
    with pytest.raises(feedback.NothingSaid):
        feedback.hear(audit, voice=Voice.CHILD, agreed=True, words=" ", by=cast.priya, at=NOW)


# --- K90 --------------------------------------------------------------------------------------------------------------


def test_audits_are_counted_on_the_day_they_were_due_withdrawn_ones_among_them(cast, bells):
    later = DUE + timedelta(days=1)
    period = performance.Period(date(2025, 3, 10), later)
    assert performance.reading("K90", viewer=cast.helen, as_at=TODAY).state is State.NOT_IN_DATA
    cycle = a_cycle(cast)
    withdraw(of_mia(cycle, bells), because="She moved away.", by=cast.helen, at=NOW)

    counted = performance.cases("K90", viewer=cast.helen, as_at=later, period=period)

    assert [case.counts for case in counted] == [False] * 5
    assert sorted(case.label for case in counted) == ["Not handed in"] * 4 + ["Withdrawn"]
    assert {case.child_id for case in performance.cases("K90", viewer=cast.tom, as_at=later, period=period)} == {
        bells.ivy.pk
    }


# --- K95 --------------------------------------------------------------------------------------------------------------


def test_an_action_counts_as_verified_only_where_somebody_else_looked_by_the_day_it_was_due(cast, bells):
    audit = Audit.objects.filter(submitted_at__isnull=False).get(cycle=a_cycle_under_way(cast))
    agreed = {"for_what_change": "The child is heard.", "owner": cast.sofia, "by": audit.auditor, "at": NOW}
    in_time, not_verified, late = (
        agree_action(audit, what=what, due_on=TODAY + timedelta(days=days), **agreed)
        for what, days in (("See the child.", 7), ("Ring the school.", 7), ("Write the plan.", 1))
    )
    for each in (in_time, not_verified, late):
        do_action(each, evidence="It stands in the record.", by=cast.sofia, at=NOW)
    for each in (in_time, late):
        verify_action(each, by=audit.auditor, at=NOW + timedelta(days=3))

    period, until = performance.Period(TODAY, TODAY + timedelta(days=10)), TODAY + timedelta(days=10)
    counted = performance.cases("K95", viewer=cast.helen, as_at=until, period=period)

    assert {case.pk: case.counts for case in counted} == {in_time.pk: True, not_verified.pk: False, late.pk: False}


def test_what_was_agreed_after_an_audit_is_not_counted_while_its_grade_is_sealed(cast, bells):
    """It would tell the moderator what the auditor made of it."""
    waits = drawn(cast, bells.noah, grade=Grade.INADEQUATE)
    agree_action(
        waits.audit, what="See the child.", for_what_change="The child is heard.", owner=cast.sofia, due_on=TODAY,
        by=waits.audit.auditor, at=NOW,
    )  # fmt: skip
    cycle = a_cycle(cast)
    Audit.objects.filter(pk=waits.audit_id).update(cycle=cycle)

    def counted():
        until = TODAY + timedelta(days=8)
        listed = performance.cases("K95", viewer=cast.helen, as_at=until, period=performance.Period(TODAY, until))
        return len(listed), queries.actions_so_far(cycle, viewer=cast.helen, on=until).all

    assert counted() == (0, 0)
    judged(waits, by=a_moderator(cast))
    assert counted() == (1, 1)


# --- auditing it again ------------------------------------------------------------------------------------------------


def reminders(who):
    return [each.words for each in notices(viewer=who) if "audited again" in each.words]


def test_whoever_planned_a_cycle_is_reminded_from_its_day_on_and_once(cast, bells):
    actions.set_again(a_cycle(cast), again_on=DUE + timedelta(days=90), by=cast.helen, at=NOW)
    the_day = NOW + timedelta(days=90 + (DUE - TODAY).days)

    assert actions.remind_of_re_audits(by=None, at=the_day - timedelta(days=1)) == 0
    remind_every_morning(int(the_day.timestamp()))
    assert actions.remind_of_re_audits(by=None, at=the_day + timedelta(days=1)) == 0

    (words,) = reminders(cast.helen)
    assert "Open work, spring" in words
    assert reminders(cast.sofia) == []


def test_nobody_is_reminded_of_what_is_planned_again(cast, bells):
    first = actions.set_again(a_cycle(cast), again_on=DUE + timedelta(days=1), by=cast.helen, at=NOW)
    a_cycle(cast, again_of=first)

    assert actions.remind_of_re_audits(by=None, at=NOW + timedelta(days=200)) == 0


def test_where_the_planner_has_left_a_head_of_service_is_reminded(cast, bells):
    actions.set_again(a_cycle(cast, by=cast.sofia), again_on=DUE + timedelta(days=1), by=cast.sofia, at=NOW)
    close_account(cast.sofia, by=cast.sam, at=NOW)

    actions.remind_of_re_audits(by=None, at=NOW + timedelta(days=200))

    assert len(reminders(cast.helen)) == 1
