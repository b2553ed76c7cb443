"""
Three families of a worker one can sign in as: one under a plan that moves and slips, one whom early help goes on with,
one on the way to another authority.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from lintel.demo.live.assessing import manager_of
from lintel.demo.live.people import AtTheDoor
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.journey.assessing.actions import authorise_assessments, begin_assessment, send_to_manager
from lintel.journey.assessing.queries import to_begin
from lintel.journey.handovers.early_help.actions import accept_for_early_help
from lintel.journey.plans.actions import begin_plan_for, step_down
from lintel.journey.plans.moving.actions import hand_on
from lintel.journey.plans.queries import plan_page
from lintel.journey.plans.words import plan_in_words
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.authorising.actions import conclude
from lintel.steps.assessments.codes import Outcome
from lintel.steps.assessments.writing.actions import write_need
from lintel.steps.early_help.actions import StepDown
from lintel.steps.plans import actions
from lintel.steps.plans.codes import Change
from lintel.steps.plans.models import CinPlan, CpPlan, PlanAction
from lintel.steps.plans.saying import Changed, Held, Intended
from lintel.steps.referrals.models import Referral
from lintel.steps.referrals.moving_away import actions as moving

WEEKS = timedelta(weeks=1)
HELD, FAMILIES = 4 * WEEKS, 3
BEGUN = timedelta(days=26)
AGREED = (
    ("A bed and a door that shuts", "Mum and the housing officer", 1),
    ("Walks to school with Nan on Mondays and Fridays", "Nan", 2),
    ("Somebody to talk to at school, every Wednesday", "Mrs Rooksby", 9),
)
NEEDS = (
    {
        "words": "To sleep through the night in a bed of their own.", "impact": "Falls asleep at school before noon.",
        "evidence": "A mattress on the landing, seen twice; the class teacher writes down every nap.",
        "different": "Awake in class, and says so.",
    },
    {
        "words": "Somebody who is up in the morning.", "impact": "Misses breakfast club and the first lesson.",
        "evidence": "Late on eleven of twenty mornings. Mum: “I hear the door when they are gone.”",
        "different": "There when the register is called.",
    },
)  # fmt: skip
SAID = StepDown(
    plan_so_far="", worked="Up in time and at school every day since half-term. Dad rings before he comes.",
    remains="Bedtimes, and Mum getting out to the group on Thursdays.",
    contingency="If Dad comes without ringing, Mum rings Nan and then the front door; Nan has a key.",
    family_says="Mum: “I would rather it was somebody round the corner.” The children were asked and like the idea.",
)  # fmt: skip
MOVE = {
    "authority": "Larchshire", "reached_by": "Assessment desk, 01632 960 310", "known_from": "The new school rang",
    "meanwhile": "We visit on Tuesdays and answer the telephone until they have accepted.",
}  # fmt: skip


def families_are_planned_with(people: AtTheDoor, *, now: datetime) -> None:
    """Write the three families' plans; written already, or nobody to write them, nothing."""
    if PlanAction.objects.exists():
        return
    held = _held_for_long(now)
    if len(held) < FAMILIES:
        return
    (one, her), (two, him), (three, them) = held[:FAMILIES]
    _moves_and_slips(one, her, people, now)
    _goes_on_with_early_help(two, him, people, now)
    _moves_away(three, them, now)


def _held_for_long(now: datetime) -> list[tuple[Referral, User]]:
    """
    Children of other families each, held for long enough by workers one can sign in as, under no child protection plan
    and no plan that has only begun.
    """
    today, begun = local_day(now), local_day(now - HELD)
    workers = {
        user.worker_id: user
        for user in User.objects.filter(role_grants__role=Role.SOCIAL_WORKER, worker__isnull=False).order_by("pk")
    }
    held = dict(
        Involvement.objects.in_force(today)
        .filter(worker__in=workers, began_on__lte=begun)
        .order_by("-pk")
        .values_list("referral_id", "worker_id")
    )
    protected = CpPlan.objects.exclude(ended_on__lte=begun).values("child")
    new = CinPlan.objects.filter(Q(ended_on__isnull=True, started_on__gt=begun) | Q(ended_on__gt=begun)).values("child")
    open_still = Referral.objects.open_on(today).filter(pk__in=held).exclude(child__in=protected).exclude(child__in=new)
    found: dict[object, Referral] = {}
    for referral in open_still.select_related("child", "child_contact").order_by("pk"):
        told = referral.child_contact.contact_id if referral.child_contact else f"alone {referral.pk}"
        found.setdefault(told, referral)
    return [(referral, workers[held[referral.pk]]) for referral in found.values()]


def _assessed(referral: Referral, worker: User, people: AtTheDoor, at: datetime) -> None:
    """
    Assess the child once more, as far as a plan needs it, and have it authorised, unless an assessment is under way:
    by their manager, or the head of service where their manager cannot sign in.
    """
    offered = to_begin(referral.child_id, viewer=worker, on=local_day(at))
    if any(each.child_id == referral.child_id and each.under_way for each in offered):
        return
    written = at - timedelta(days=1)
    family = begin_assessment(referral.child_id, chosen=[referral.child_id], by=worker, at=written)
    part = family.assessments.select_related("family", "child").get()
    for need in NEEDS:
        write_need(part, **need, by_when=local_day(at + 12 * WEEKS), by=worker, at=written)
    conclude(part, factors=["4B", "16A"], outcome=Outcome.CHILD_IN_NEED, by=worker, at=written)
    send_to_manager([part], by=worker, at=written)
    authorise_assessments([part], by=manager_of(family) or people.head_of_service, at=at)


def _begun(referral: Referral, worker: User, people: AtTheDoor, at: datetime) -> CinPlan:
    _assessed(referral, worker, people, at)
    under = CinPlan.objects.filter(child=referral.child_id, ended_on__isnull=True).first()
    plan = under or begin_plan_for(referral.child, by=worker, at=at)
    needs = list(referral.child.needs.filter(withdrawn_at__isnull=True).order_by("pk"))
    intended = [
        Intended(
            words=words, owner=owner, due_on=_weekday(local_day(at) + weeks * WEEKS),
            need_id=needs[number % len(needs)].pk if needs and number < len(AGREED) - 1 else None,
        )
        for number, (words, owner, weeks) in enumerate(AGREED)
    ]  # fmt: skip
    actions.agree(plan, intended, by=worker, at=at)
    return plan


def _moves_and_slips(referral: Referral, worker: User, people: AtTheDoor, now: datetime) -> None:
    """One thing is done, one slipped and is late, one is still to come; a review said what changed."""
    plan = _begun(referral, worker, people, now - BEGUN)
    bed, school, _ = plan.actions.order_by("pk")
    actions.finish(
        bed, done_on=local_day(now - 2 * WEEKS), answer="The bed came. She sleeps in it.", by=worker, at=now - 2 * WEEKS
    )
    actions.change_date(
        school, due_on=_weekday(local_day(now - WEEKS)), because="Nan had a cold.", by=worker, at=now - 2 * WEEKS
    )
    changes = [
        Changed(need_id=need, change=Change.BETTER, words="Five nights of seven, and she says so herself.")
        for need in [bed.need_id]
        if need is not None
    ]
    held_on = local_day(now - 2 * WEEKS)
    held = Held(held_on=held_on, present="Mum, Nan, Mrs Rooksby", childs_view="I like my door.", changes=changes)
    actions.review(plan, held, by=worker, at=now - 2 * WEEKS)


def _goes_on_with_early_help(referral: Referral, worker: User, people: AtTheDoor, now: datetime) -> None:
    """Accepted, a joint visit booked, not met yet: the child is still the worker's."""
    _begun(referral, worker, people, now - BEGUN)
    at = now - timedelta(days=2)
    page = plan_page(referral.child, viewer=worker, on=local_day(at))
    asked = step_down([referral], SAID, plans_so_far={referral.child_id: plan_in_words(page)}, by=worker, at=at)
    visit_on = england().next_working_day(local_day(now))
    accept_for_early_help(
        asked, lead_practitioner="Fenella Birchover", joint_visit_on=visit_on, by=people.early_help, at=now
    )


def _moves_away(referral: Referral, worker: User, now: datetime) -> None:
    """Sent, chased, and not acknowledged."""
    at = now - timedelta(days=4)
    summary = "At school every day. The health visitor comes on Thursdays. Dad may ring and may not come."
    move = moving.Move(**MOVE, moved_on=local_day(at), summary=summary)
    [transfer] = hand_on([referral], move, by=worker, at=at)
    moving.send(transfer, by=worker, at=at + timedelta(hours=1))
    moving.chase(transfer, words="“With the duty manager, ring tomorrow.”", by=worker, at=now - timedelta(hours=3))


def _weekday(day: date) -> date:
    calendar = england()
    return day if calendar.is_working_day(day) else calendar.next_working_day(day)
