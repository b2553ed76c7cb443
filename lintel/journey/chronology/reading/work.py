"""What was done: referrals, workers, assessments, enquiries, plans, visits, promises, and how it ended."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lintel.journey.chronology.reading.making import event_of, origin, record_of, sentence, thought_of_with
from lintel.journey.chronology.rules import Line
from lintel.statute import codes
from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.models import Assessment
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.promises.models import Promise
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit


def referrals(children: Collection[int]) -> Iterator[Line]:
    for it in Referral.objects.filter(child__in=children).select_related("source_file", "team"):
        parts = [codes.REFERRAL_SOURCE.label(it.source)] if it.source else []
        parts += [codes.PRIMARY_NEED.label(it.primary_need)] if it.primary_need else []
        parts += [str(it.team)] if it.team else []
        parts += [codes.CLOSURE_REASON.label(it.closure_reason)] if it.closure_reason else []
        yield Line(
            on=it.referred_on,
            what="Referral: no further action" if it.is_nfa else "Referral and episode of need",
            detail=" · ".join(parts), lasts=not it.is_nfa, until=it.closed_on,
            came_from=origin(it), step="referral", pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.REFERRAL,),
            records=(record_of(it),),
        )  # fmt: skip


def referrals_as_told(children: Collection[int]) -> Iterator[Line]:
    """
    Referrals that tell again of what a contact told, for the line of that event. An episode of need has a line of its
    own as well, since it lasts; a referral that led to nothing further is only told here.
    """
    found = Referral.objects.filter(child__in=children, child_contact__isnull=False)
    for it in found.select_related("source_file", "child_contact__contact"):
        assert it.child_contact is not None
        told = it.child_contact.contact
        yield Line(
            on=told.happened_on or told.received_on, known_on=told.received_on, what="Referral: no further action",
            step="referral", pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.REFERRAL,) if it.is_nfa else (),
            event=event_of(told), thought_of_with=thought_of_with(told), came_from=origin(it),
            records=(record_of(it),) if it.is_nfa else (), told_in=(f"referral of {it.referred_on:%-d %B %Y}",),
        )  # fmt: skip


def involvements(children: Collection[int]) -> Iterator[Line]:
    for it in Involvement.objects.filter(child__in=children).select_related("source_file", "worker", "team"):
        observed = " (held the child when the file was drawn)" if it.began_is_observed else ""
        yield Line(
            on=it.began_on, what=f"Allocated to {it.worker}", detail=f"{it.team or 'team not recorded'}{observed}",
            lasts=True, until=it.ended_on, came_from=origin(it), step="allocation", pk=it.pk, whose=(it.child_id,),
            kinds=(ItemKind.WORKER,), records=(record_of(it),),
        )  # fmt: skip


def assessments(children: Collection[int]) -> Iterator[Line]:
    for it in Assessment.objects.filter(child__in=children).select_related("source_file"):
        yield assessment(it)


def assessment(it: Assessment) -> Line:
    """How long it took and what was found, without anybody's words."""
    seen = {True: "Child seen.", False: "Child not seen.", None: ""}
    needs = {True: " Support found to be needed.", False: " No support found to be needed.", None: ""}
    return Line(
        on=it.started_on, what="Assessment", detail=seen[it.child_seen] + needs[it.needs_support], lasts=True,
        until=it.authorised_on, came_from=origin(it), step="assessment", pk=it.pk, whose=(it.child_id,),
        kinds=(ItemKind.ASSESSMENT,), records=(record_of(it),),
    )  # fmt: skip


def discussions(children: Collection[int]) -> Iterator[Line]:
    for it in StrategyDiscussion.objects.filter(child__in=children).select_related("source_file"):
        yield Line(
            on=it.held_on, what="Strategy discussion", detail="Began an enquiry." if it.began_enquiry else "",
            came_from=origin(it), step="enquiry", pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.ENQUIRY,),
            records=(record_of(it),),
        )  # fmt: skip


def enquiries(children: Collection[int]) -> Iterator[Line]:
    for it in Section47Enquiry.objects.filter(child__in=children).select_related("source_file"):
        yield Line(
            on=it.started_on, what="Section 47 enquiry",
            detail="Conference not required." if it.conference_not_required else "",
            lasts=it.ended_on is not None, until=it.ended_on, came_from=origin(it), step="enquiry", pk=it.pk,
            whose=(it.child_id,), kinds=(ItemKind.ENQUIRY,), records=(record_of(it),),
        )  # fmt: skip


def conferences(children: Collection[int]) -> Iterator[Line]:
    for it in Conference.objects.filter(child__in=children).select_related("source_file"):
        led = {True: "Led to a child protection plan.", False: "No child protection plan.", None: ""}[it.led_to_plan]
        yield Line(
            on=it.held_on, what=f"{sentence(it.kind)} child protection conference", detail=led,
            came_from=origin(it), step="conference", pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.PLAN,),
            records=(record_of(it),),
        )  # fmt: skip


def cin_plans(children: Collection[int]) -> Iterator[Line]:
    for it in CinPlan.objects.filter(child__in=children).select_related("source_file"):
        yield cin_plan(it)


def cin_plan(it: CinPlan) -> Line:
    """How long it lasted, without anybody's words."""
    return Line(
        on=it.started_on, what="Child in need plan", lasts=True, until=it.ended_on, came_from=origin(it), step="plan",
        pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.PLAN,), records=(record_of(it),),
    )  # fmt: skip


def cp_plans(children: Collection[int]) -> Iterator[Line]:
    for it in CpPlan.objects.filter(child__in=children).select_related("source_file"):
        category = codes.ABUSE_CATEGORY.label(it.latest_category) if it.latest_category else ""
        yield Line(
            on=it.started_on, what="Child protection plan", detail=category, lasts=True, until=it.ended_on,
            came_from=origin(it), step="plan", pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.PLAN,),
            records=(record_of(it),),
        )  # fmt: skip


def visits(children: Collection[int]) -> Iterator[Line]:
    for it in Visit.objects.filter(child__in=children).select_related("source_file", "worker"):
        yield visit(it)


def visit(it: Visit) -> Line:
    """Whether the child was seen, without anybody's words."""
    seen = {True: "Child seen", False: "Child not seen", None: "Not recorded whether the child was seen"}
    alone = ", alone" if it.seen_alone else ""
    return Line(
        on=it.visited_on, what="Visit", detail=f"{seen[it.child_seen]}{alone}.", came_from=origin(it), step="visit",
        pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.VISIT,), records=(record_of(it),),
    )  # fmt: skip


def promises(children: Collection[int]) -> Iterator[Line]:
    for it in Promise.objects.filter(child__in=children).select_related("worker"):
        came_of_it = (
            f"Kept {it.kept_on:%-d %B %Y}." if it.kept_on
            else f"Not kept: {it.not_kept_because}" if it.not_kept_on else f"Due by {it.due_on:%-d %B %Y}."
        )  # fmt: skip
        yield Line(
            on=it.promised_on, what=f"Promise by {it.worker}", detail=f"{it.words} {came_of_it}",
            came_from="promises", step="promise", pk=it.pk, whose=(it.child_id,), kinds=(ItemKind.PROMISE,),
            records=(record_of(it),),
        )  # fmt: skip
