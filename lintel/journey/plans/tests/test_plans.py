"""A plan is made of needs: each action traces to one, has an owner and a day, and says what came of it."""

from datetime import date, timedelta

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.journey.allocating.dues.codes import What
from lintel.journey.allocating.dues.queries import my_children
from lintel.journey.plans.actions import NoEpisode, begin_plan_for
from lintel.journey.plans.queries import ChildNotVisible, child_seen, plan_page, plans_to_look_at
from lintel.journey.plans.tests.builders import need_of, planned
from lintel.journey.plans.words import plan_in_words
from lintel.steps.plans import actions
from lintel.steps.plans.actions import load_cp_plans
from lintel.steps.plans.codes import Change, EndOfPlan
from lintel.steps.plans.models import CpPlan, PlanAction, PlanReview
from lintel.steps.plans.saying import Changed, Held, Intended
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def page_of(child, viewer, on=TODAY):
    return plan_page(child_seen(child.pk, viewer=viewer), viewer=viewer, on=on)


@pytest.mark.finding("S61", screen="/plans/")
def test_the_thread_runs_from_the_need_to_what_came_of_it_and_what_traces_to_none_is_counted(cast, bells):
    plan = planned(cast, bells)
    [thread] = page_of(bells.mia, cast.priya).threads
    actions.finish(thread.lines[0].action, done_on=TODAY, answer="She sleeps.", by=cast.priya, at=NOW)
    held = Held(
        held_on=TODAY, present="Mia, Ruth, Priya", childs_view="I like my room.",
        changes=[Changed(need_id=thread.need.pk, change=Change.BETTER, words="She slept five nights of seven.")],
    )  # fmt: skip

    actions.review(plan, held, by=cast.priya, at=NOW)

    page = page_of(bells.mia, cast.priya)
    [thread] = page.threads
    assert (thread.need.words, thread.lines[0].action.answer) == ("To sleep without being afraid", "She sleeps.")
    assert (thread.now.change, thread.now.words) == (Change.BETTER, "She slept five nights of seven.")
    assert [line.action.words for line in page.untethered] == ["A parenting course"]
    assert page.review_due_on == date(2025, 3, 31)
    assert "– A lock on the door (Ruth): done 3 March 2025. She sleeps." in plan_in_words(page)
    assert Entry.objects.filter(act="plan reviewed", by=cast.priya, child_id=bells.mia.pk).exists()


def test_linking_takes_one_act_and_never_to_another_childs_need(cast, bells):
    planned(cast, bells)
    others, hers = need_of(bells.noah, by=cast.priya), need_of(bells.mia, by=cast.priya, words="A parent who listens")
    loose = PlanAction.objects.get(need=None)

    with pytest.raises(actions.NeedOfAnother):
        actions.link_to_need(loose, need_id=others.pk, by=cast.priya, at=NOW)
    actions.link_to_need(loose, need_id=hers.pk, by=cast.priya, at=NOW)

    assert page_of(bells.mia, cast.priya).untethered == []


@pytest.mark.finding("S13")
def test_a_slip_is_counted_and_the_day_before_stays(cast, bells):
    planned(cast, bells)
    action = PlanAction.objects.get(words="A lock on the door")

    for day in (date(2025, 3, 21), date(2025, 3, 18), date(2025, 4, 4)):
        actions.change_date(action, due_on=day, because="The shop is shut.", by=cast.priya, at=NOW)

    [line] = [line for line in page_of(bells.mia, cast.priya).lines if line.action == action]
    assert line.slips == 2
    assert [each.due_on.day for each in line.action.dates.order_by("pk")] == [14, 21, 18, 4]
    assert page_of(bells.mia, cast.priya, date(2025, 4, 5)).live[0].is_late


def test_what_is_sent_twice_is_agreed_and_reviewed_once(cast, bells):
    plan = planned(cast, bells)
    need = bells.mia.needs.get()
    intended = [Intended(words="Tea with Nan", owner="Nan", due_on=TODAY, need_id=need.pk)]
    better = [Changed(need_id=need.pk, change=Change.BETTER, words="She sleeps.")]
    for changes in (better, better, []):  # the last is another one: it says nothing of the need
        actions.agree(plan, intended, by=cast.priya, at=NOW)
        actions.review(plan, Held(held_on=TODAY, present="Mia", changes=changes), by=cast.priya, at=NOW)

    assert PlanAction.objects.filter(words="Tea with Nan").count() == 1
    assert PlanReview.objects.count() == 2

    actions.finish(PlanAction.objects.get(words="Tea with Nan"), done_on=TODAY, answer="Done.", by=cast.priya, at=NOW)
    actions.agree(plan, intended, by=cast.priya, at=NOW)  # done once, and agreed anew

    assert PlanAction.objects.filter(words="Tea with Nan").count() == 2


@pytest.mark.parametrize(
    ("intended", "refusal"),
    [
        (Intended(words=" ", owner="Ruth", due_on=TODAY), actions.NothingSaid),
        (Intended(words="Talk", owner=" ", due_on=TODAY), actions.NobodyDoesIt),
        (Intended(words="Talk", owner="Ruth", due_on=TODAY - timedelta(days=1)), actions.DueInThePast),
    ],
)
def test_an_action_has_words_an_owner_and_a_day_to_come(cast, bells, intended, refusal):
    plan = planned(cast, bells)

    with pytest.raises(refusal):
        actions.agree(plan, [intended], by=cast.priya, at=NOW)


def test_one_plan_at_a_time_and_never_beside_a_protection_plan(cast, bells):
    plan = planned(cast, bells)
    with pytest.raises(actions.HasAPlan):
        begin_plan_for(bells.mia, by=cast.marcus, at=NOW)
    actions.end_plan(plan, reason=EndOfPlan.PROTECTION, because="It was not enough.", by=cast.priya, at=NOW)
    load_cp_plans([CpPlan(**TYPED, key="cp", child=bells.mia, started_on=TODAY)], by=cast.command_line, at=NOW)

    with pytest.raises(actions.HasAPlan):
        begin_plan_for(bells.mia, by=cast.priya, at=NOW)
    with pytest.raises(actions.PlanIsOver):
        actions.agree(plan, [], by=cast.priya, at=NOW)


def test_what_is_done_under_a_protection_plan_is_agreed_and_reviewed_alike(cast, bells):
    under = CpPlan(**TYPED, key="cp", child=bells.mia, started_on=date(2025, 2, 24))
    load_cp_plans([under], by=cast.command_line, at=NOW)
    plan, need = CpPlan.objects.get(), need_of(bells.mia, by=cast.priya)
    intended = Intended(words="Dad leaves the house", owner="Owen", due_on=TODAY, need_id=need.pk)

    actions.agree(plan, [intended], by=cast.priya, at=NOW)
    said = Changed(need_id=need.pk, change=Change.WORSE, words="He came back on Sunday.")
    actions.review(plan, Held(held_on=TODAY, present="Ruth", changes=[said]), by=cast.priya, at=NOW)

    page = page_of(bells.mia, cast.priya)
    assert (page.is_protection, page.review_due_on) == (True, None)  # its reviews are conferences
    [thread] = page.threads
    assert (thread.lines[0].action.owner, thread.now.change) == ("Owen", Change.WORSE)


def test_a_child_without_an_episode_has_no_plan_and_a_stranger_neither_sees_nor_makes_one(cast, bells):
    plan = planned(cast, bells)
    for act in (
        lambda: actions.begin_plan(bells.noah, referral_id=None, by=cast.tom, at=NOW),
        lambda: actions.agree(plan, [], by=cast.tom, at=NOW),
        lambda: actions.drop(PlanAction.objects.first(), because="No.", by=cast.tom, at=NOW),
    ):
        with pytest.raises(actions.NotTheirChild):
            act()
    with pytest.raises(ChildNotVisible):
        child_seen(bells.mia.pk, viewer=cast.tom)
    with pytest.raises(NoEpisode):
        begin_plan_for(bells.kit, by=cast.sofia, at=NOW)
    assert not plans_to_look_at(viewer=cast.tom, on=TODAY)
    [found] = plans_to_look_at(viewer=cast.marcus, on=date(2025, 3, 20))
    assert (found.late, found.untethered, found.next_on) == (1, 1, date(2025, 3, 14))


def test_what_was_agreed_and_the_review_are_among_what_is_due(cast, bells):
    planned(cast, bells)

    dues = my_children(viewer=cast.priya, on=TODAY, today=TODAY).dues

    assert [(due.due_on, due.words) for due in dues if due.what is What.PLAN_ACTION] == [
        (date(2025, 3, 14), "A lock on the door"), (date(2025, 4, 11), "A parenting course"),
    ]  # fmt: skip
    assert [due.due_on for due in dues if due.what is What.PLAN_REVIEW] == [date(2025, 3, 13)]
