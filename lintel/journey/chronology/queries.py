"""Asking for a child's story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.models import Traced
from lintel.journey.chronology.rules import Line, as_at, in_order
from lintel.statute import codes
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class ChildNotVisible(Exception):
    """There is no such child, or this viewer has no reason to see them; the answer is the same."""


def child(*, viewer: User, pk: int, on: date | None = None) -> Person:
    """
    One child, with names, identifiers and open contradictions at hand.

    :raises ChildNotVisible: if there is none, or none this viewer may see.
    """
    found = (
        visible_children(viewer, on=on)
        .prefetch_related("names", "identifiers", "contradictions", "household_memberships__household")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise ChildNotVisible
    return found


def children_of_the_same_household(person: Person, *, viewer: User) -> list[Person]:
    """Brothers, sisters and other children who live with this child and whom this viewer may see."""
    together = Person.objects.filter(
        is_child=True,
        household_memberships__left_on__isnull=True,
        household_memberships__household__memberships__person=person,
        household_memberships__household__memberships__left_on__isnull=True,
    )
    visible = visible_children(viewer).filter(pk__in=together).exclude(pk=person.pk)
    return list(visible.prefetch_related("names").order_by("date_of_birth"))


def chronology(person: Person, *, viewer: User, day: date, seen_on: date | None = None) -> list[Line]:
    """
    Everything recorded about a child up to and including a day, newest first.

    :param seen_on: judge reasons to see on this day; without it, a reason counts as long as it has no end at all.
    :raises ChildNotVisible: if this viewer may not see the child.
    """
    if not visible_children(viewer, on=seen_on).filter(pk=person.pk).exists():
        raise ChildNotVisible
    lines = [line for read in _STEPS for line in read(person)]
    return in_order(as_at(lines, day))


def _origin(record: Traced) -> str:
    if record.source_file is not None:
        return f"{record.source_file.name}, {record.source_sheet}, row {record.source_row}"
    return record.screen


def _sentence(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _contacts(person: Person) -> Iterator[Line]:
    for it in person.child_contacts.select_related("contact", "source_file", "decided_by"):
        source = codes.REFERRAL_SOURCE.label(it.contact.source) if it.contact.source else "source not recorded"
        decided = f" Decided {it.decided_on:%-d %B %Y}." if it.decided_on else ""
        outcome = f"{_sentence(it.outcome)}." if it.outcome else "Not decided yet."
        worked_out = " Worked out from what followed in the files." if it.outcome_basis == "inferred" else ""
        yield Line(
            on=it.contact.received_on, what=f"Contact from {source}", detail=f"{outcome}{decided}{worked_out}",
            came_from=_origin(it), step="contact", pk=it.pk,
        )  # fmt: skip


def _early_help(person: Person) -> Iterator[Line]:
    for it in person.early_help_episodes.select_related("source_file"):
        yield Line(
            on=it.started_on, what="Early help", detail=it.organisation, lasts=True, until=it.ended_on,
            came_from=_origin(it), step="early_help", pk=it.pk,
        )  # fmt: skip


def _asked_of_early_help(person: Person) -> Iterator[Line]:
    for it in person.early_help_requests.select_related("team"):
        answered = {
            "Sent back": it.sent_back_at, "Accepted": it.accepted_at, "First met": it.first_met_at,
            "Stepped up": it.stepped_up_at, "Ended": it.ended_at,
        }  # fmt: skip
        said = [f"{what} {local_day(at):%-d %B %Y}." for what, at in answered.items() if at]
        yield Line(
            on=local_day(it.asked_at), what=f"Asked of {it.team}", detail=" ".join(said) or "Not answered yet.",
            came_from="early help", step="early_help", pk=it.pk,
        )  # fmt: skip


def _referrals(person: Person) -> Iterator[Line]:
    for it in person.referrals.select_related("source_file", "team"):
        parts = [codes.REFERRAL_SOURCE.label(it.source)] if it.source else []
        parts += [codes.PRIMARY_NEED.label(it.primary_need)] if it.primary_need else []
        parts += [str(it.team)] if it.team else []
        parts += [codes.CLOSURE_REASON.label(it.closure_reason)] if it.closure_reason else []
        yield Line(
            on=it.referred_on,
            what="Referral: no further action" if it.is_nfa else "Referral and episode of need",
            detail=" · ".join(parts), lasts=not it.is_nfa, until=it.closed_on,
            came_from=_origin(it), step="referral", pk=it.pk,
        )  # fmt: skip


def _involvements(person: Person) -> Iterator[Line]:
    for it in person.involvements.select_related("source_file", "worker", "team"):
        observed = " (held the child when the file was drawn)" if it.began_is_observed else ""
        yield Line(
            on=it.began_on, what=f"Allocated to {it.worker}", detail=f"{it.team or 'team not recorded'}{observed}",
            lasts=True, until=it.ended_on, came_from=_origin(it), step="allocation", pk=it.pk,
        )  # fmt: skip


def _assessments(person: Person) -> Iterator[Line]:
    seen = {True: "Child seen.", False: "Child not seen.", None: ""}
    needs = {True: " Support found to be needed.", False: " No support found to be needed.", None: ""}
    for it in person.assessments.select_related("source_file"):
        yield Line(
            on=it.started_on, what="Assessment", detail=seen[it.child_seen] + needs[it.needs_support], lasts=True,
            until=it.authorised_on, came_from=_origin(it), step="assessment", pk=it.pk,
        )  # fmt: skip


def _discussions(person: Person) -> Iterator[Line]:
    for it in person.strategy_discussions.select_related("source_file"):
        yield Line(
            on=it.held_on, what="Strategy discussion", detail="Began an enquiry." if it.began_enquiry else "",
            came_from=_origin(it), step="enquiry", pk=it.pk,
        )  # fmt: skip


def _enquiries(person: Person) -> Iterator[Line]:
    for it in person.enquiries.select_related("source_file"):
        yield Line(
            on=it.started_on, what="Section 47 enquiry",
            detail="Conference not required." if it.conference_not_required else "",
            lasts=it.ended_on is not None, until=it.ended_on, came_from=_origin(it), step="enquiry", pk=it.pk,
        )  # fmt: skip


def _conferences(person: Person) -> Iterator[Line]:
    for it in person.conferences.select_related("source_file"):
        led = {True: "Led to a child protection plan.", False: "No child protection plan.", None: ""}[it.led_to_plan]
        yield Line(
            on=it.held_on, what=f"{_sentence(it.kind)} child protection conference", detail=led,
            came_from=_origin(it), step="conference", pk=it.pk,
        )  # fmt: skip


def _cin_plans(person: Person) -> Iterator[Line]:
    for it in person.cin_plans.select_related("source_file"):
        yield Line(
            on=it.started_on, what="Child in need plan", lasts=True, until=it.ended_on,
            came_from=_origin(it), step="plan", pk=it.pk,
        )  # fmt: skip


def _cp_plans(person: Person) -> Iterator[Line]:
    for it in person.cp_plans.select_related("source_file"):
        category = codes.ABUSE_CATEGORY.label(it.latest_category) if it.latest_category else ""
        yield Line(
            on=it.started_on, what="Child protection plan", detail=category, lasts=True, until=it.ended_on,
            came_from=_origin(it), step="plan", pk=it.pk,
        )  # fmt: skip


def _visits(person: Person) -> Iterator[Line]:
    for it in person.visits.select_related("source_file", "worker"):
        seen = {True: "Child seen", False: "Child not seen", None: "Not recorded whether the child was seen"}
        alone = ", alone" if it.seen_alone else ""
        yield Line(
            on=it.visited_on, what="Visit", detail=f"{seen[it.child_seen]}{alone}.",
            came_from=_origin(it), step="visit", pk=it.pk,
        )  # fmt: skip


def _promises(person: Person) -> Iterator[Line]:
    for it in person.promises.select_related("worker"):
        came_of_it = (
            f"Kept {it.kept_on:%-d %B %Y}." if it.kept_on
            else f"Not kept: {it.not_kept_because}" if it.not_kept_on else f"Due by {it.due_on:%-d %B %Y}."
        )  # fmt: skip
        yield Line(
            on=it.promised_on, what=f"Promise by {it.worker}", detail=f"{it.words} {came_of_it}",
            came_from="promises", step="promise", pk=it.pk,
        )  # fmt: skip


_STEPS = (
    _contacts, _asked_of_early_help, _early_help, _referrals, _involvements, _assessments, _discussions, _enquiries,
    _conferences, _cin_plans, _cp_plans, _visits, _promises,
)  # fmt: skip
