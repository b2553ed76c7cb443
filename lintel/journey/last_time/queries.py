"""Asking how the last time ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.journey.chronology.openly import Openly
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.chronology.reading.ended import may_read_how_it_ended
from lintel.journey.chronology.reading.family import secret_addresses
from lintel.journey.chronology.reading.making import kept_together_with
from lintel.journey.last_time.rules import (
    Asked,
    Episode,
    Held,
    Pattern,
    days_without_a_worker,
    followed_by,
    last_ended,
    pattern,
)
from lintel.statute import codes
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.models import Assessment, Need
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import ChildContact, Decision
from lintel.steps.front_door.queries import contacts
from lintel.steps.plans.codes import Change
from lintel.steps.plans.models import CinPlan, CpPlan, NeedReviewed, PlanAction
from lintel.steps.promises.models import Promise
from lintel.steps.referrals.models import Closing, Referral
from lintel.steps.reopening.models import LookBack
from lintel.steps.reopening.queries import look_backs_of
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What somebody decided, when, and why in their words where the viewer may read them."""

    on: date
    what: str
    by: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Promised:
    """A promise of that time, and what came of it; `is_open` where nobody ever said."""

    on: date
    words: str
    by: str
    came_of_it: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Left:
    """Something that was still to be done, or a need nobody had met, when it ended."""

    what: str
    words: str
    since: date
    whose: str = ""


@dataclass(frozen=True, kw_only=True)
class Parting:
    """What was written when it was closed here: what came of it, what the family was told, what becomes of the rest."""

    outcome: str
    told: str
    owed: str = ""
    despite: str = ""


@dataclass(frozen=True, kw_only=True)
class Before:
    """An episode of need that ended before the last one began."""

    began_on: date
    ended_on: date | None
    why: str


@dataclass(frozen=True, kw_only=True)
class LastTime:
    """The last time a child was known, on one page. `episode` is None where no episode of need has ended yet."""

    contacts: Sequence[Asked]
    episode: Episode | None = None
    why_it_ended: str = ""
    parting: Parting | None = None
    before: Sequence[Before] = ()
    team: str = ""
    held: Sequence[Held] = ()
    days_without: int = 0
    decided: Sequence[Decided] = ()
    promised: Sequence[Promised] = ()
    left: Sequence[Left] = ()
    visits: int = 0
    visits_seen: int = 0
    pattern: Pattern | None = None
    said: LookBack | None = None
    said_before: Sequence[LookBack] = ()


def has_a_last_time(person: Person, *, viewer: User, day: date) -> bool:
    """Whether an episode of need of this child had ended by a day; only of a child this viewer may see."""
    if not visible_children(viewer).filter(pk=person.pk).exists():
        return False
    ended = Q(closed_on__lte=day) | Q(is_nfa=True, referred_on__lte=day)
    return Referral.objects.filter(ended, child=person).exists()


def last_time(person: Person, *, viewer: User, day: date) -> LastTime:
    """
    How the last time of a child ended, as it was known at the end of a day.

    :raises ChildNotVisible: if this viewer may not see the child.
    """
    if not visible_children(viewer).filter(pk=person.pk).exists():
        raise ChildNotVisible
    asked = _asked(person, day)
    referrals = {
        each.pk: each
        for each in Referral.objects.filter(child=person).select_related("team", "child_contact", "closing__closed_by")
    }
    episodes = [_episode(each) for each in referrals.values()]
    episode = last_ended(episodes, on=day)
    if episode is None:
        return LastTime(contacts=asked)
    referral, openly = referrals[episode.pk], secret_addresses([person.pk])
    said = [each for each in look_backs_of([person.pk], viewer=viewer) if each.earlier_id == episode.pk]
    held = _held(referral, episode)
    return LastTime(
        contacts=asked, episode=episode, why_it_ended=_why(referral), team=str(referral.team or ""), held=held,
        parting=_parting(referral, openly, viewer=viewer),
        before=[
            Before(began_on=each.began_on, ended_on=each.ended_on, why=_why(referrals[each.pk]))
            for each in followed_by(episode, episodes)
        ],
        days_without=days_without_a_worker(episode, held), pattern=pattern(asked, episode),
        decided=_decided(referral, openly, viewer=viewer), promised=_promised(person, episode, openly),
        left=_left(person, episode, openly), **_visits(person, episode),
        said=next((each for each in said if each.replaced_at is None), None),
        said_before=[each for each in said if each.replaced_at is not None],
    )  # fmt: skip


def _episode(referral: Referral) -> Episode:
    contact = referral.child_contact
    return Episode(
        pk=referral.pk, began_on=referral.referred_on, is_nfa=bool(referral.is_nfa),
        decided_on=contact.decided_on if contact and contact.decided_on else referral.referred_on,
        ended_on=referral.closed_on or (referral.referred_on if referral.is_nfa else None),
        follows=referral.follows_id,
    )  # fmt: skip


def _why(referral: Referral) -> str:
    if referral.closure_reason:
        return codes.CLOSURE_REASON.label(referral.closure_reason)
    return "The referral led to no further action." if referral.is_nfa else "No reason is recorded."


def _parting(referral: Referral, openly: Openly, *, viewer: User) -> Parting | None:
    """None where it was not closed here, or in one act with a child who is kept from this viewer."""
    closing = getattr(referral, "closing", None)
    if closing is None or not may_read_how_it_ended(viewer):
        return None
    hidden = kept_together_with(Closing, "referral__child", "closed_at", "closed_by", viewer=viewer)
    if (closing.closed_at, closing.closed_by_id) in hidden:
        return None
    words = (closing.outcome, closing.told, closing.owed, closing.despite)
    outcome, told, owed, despite = (openly(each) for each in words)
    return Parting(outcome=outcome, told=told, owed=owed, despite=despite)


def _asked(person: Person, day: date) -> list[Asked]:
    found = ChildContact.objects.filter(child=person, contact__received_on__lte=day).select_related("contact")
    return [
        Asked(
            on=it.contact.received_on,
            source=codes.REFERRAL_SOURCE.label(it.contact.source) if it.contact.source else "Source not recorded",
            outcome=Outcome(it.outcome).words if it.decided_on and it.decided_on <= day else "Not decided",
        )
        for it in found.order_by("contact__received_on", "pk")
    ]  # fmt: skip


def _held(referral: Referral, episode: Episode) -> list[Held]:
    found = Involvement.objects.filter(referral=referral).select_related("worker").order_by("began_on", "pk")
    return [
        Held(who=str(it.worker), since=it.began_on, until=it.ended_on or episode.ended_on)
        for it in found
        if it.ended_on != it.began_on
    ]


def _decided(referral: Referral, openly: Openly, *, viewer: User) -> list[Decided]:
    """What the front door decided that began it, what assessments found, and how it ended."""
    found: list[Decided] = []
    line = referral.child_contact
    decisions = (
        Decision.objects.filter(child_contact=line, returned_at__isnull=True) if line else Decision.objects.none()
    )
    may_read = bool(line) and contacts(viewer=viewer).filter(pk=line.contact_id if line else 0).exists()
    for it in decisions.select_related("decided_by", "signed_by"):
        signed = f", signed by {it.signed_by.name}" if it.signed_by else ""
        found.append(Decided(
            on=local_day(it.decided_at), what=Outcome(it.outcome).words, by=f"{it.decided_by.name}{signed}",
            why=openly(it.rationale) if may_read else "",
        ))  # fmt: skip
    if line and line.decided_on and not found:
        by = str(line.decided_by or "not recorded")
        why = openly(line.rationale) if may_read else ""
        found.append(Decided(on=line.decided_on, what=Outcome(line.outcome).words, by=by, why=why))
    needs = {True: "Support was needed", False: "No support was needed", None: "Whether support was needed is not said"}
    for each in Assessment.objects.filter(referral=referral, authorised_on__isnull=False).select_related("worker"):
        assert each.authorised_on is not None
        by = str(each.worker or "not recorded")
        found.append(Decided(on=each.authorised_on, what=f"Assessment: {needs[each.needs_support]}", by=by))
    closing = getattr(referral, "closing", None)
    if closing:
        found.append(Decided(on=local_day(closing.closed_at), what="The episode was closed", by=closing.closed_by.name))
    return sorted(found, key=lambda each: each.on)


def _promised(person: Person, episode: Episode, openly: Openly) -> list[Promised]:
    found = Promise.objects.filter(child=person, promised_on__lte=episode.ended_on).select_related("worker")
    found = found.filter(Q(promised_on__gte=episode.began_on) | Q(kept_on__isnull=True))
    return [
        Promised(
            on=it.promised_on, words=openly(it.words), by=str(it.worker),
            came_of_it=f"Kept on {it.kept_on:%-d %B %Y}" if it.kept_on
            else f"Not kept: {openly(it.not_kept_because)}" if it.not_kept_on
            else f"Nobody said whether it was kept; it was due by {it.due_on:%-d %B %Y}",
            is_open=not it.kept_on and not it.not_kept_on,
        )
        for it in found.order_by("promised_on", "pk")
    ]  # fmt: skip


def _left(person: Person, episode: Episode, openly: Openly) -> list[Left]:
    """What plans still asked for when it ended, and needs for which nothing was done."""
    ended = episode.ended_on
    assert ended is not None
    plans = [
        Q(cin_plan__in=CinPlan.objects.filter(child=person, started_on__lte=ended)),
        Q(cp_plan__in=CpPlan.objects.filter(child=person, started_on__lte=ended)),
    ]
    actions = PlanAction.objects.filter(plans[0] | plans[1], agreed_at__date__lte=ended, dropped_on__isnull=True)
    undone = actions.filter(Q(done_on__isnull=True) | Q(done_on__gt=ended)).order_by("agreed_at", "pk")
    needs = Need.objects.filter(child=person, written_at__date__lte=ended)
    needs = needs.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__date__gt=ended))
    done_for = set(actions.filter(done_on__lte=ended, need__isnull=False).values_list("need", flat=True))
    met = done_for | _said_to_be_met(person, ended)
    return [
        *(
            Left(
                what="To be done under the plan",
                words=openly(it.words),
                since=local_day(it.agreed_at),
                whose=f"{it.owner}{f', by {it.due_on:%-d %B %Y}' if it.due_on else ''}".removeprefix(", "),
            )
            for it in undone
        ),
        *(
            Left(what="A need for which nothing was done", words=openly(it.words), since=local_day(it.written_at))
            for it in needs.exclude(pk__in=met).order_by("written_at", "pk")
        ),
    ]


def _said_to_be_met(person: Person, ended: date) -> set[int]:
    """Needs of which the last review that spoke of them said they are met."""
    said = NeedReviewed.objects.filter(need__child=person, review__held_on__lte=ended)
    last = dict(said.order_by("review__held_on", "review_id").values_list("need_id", "change"))
    return {need for need, change in last.items() if change == Change.MET}


def _visits(person: Person, episode: Episode) -> dict[str, int]:
    found = Visit.objects.filter(child=person, visited_on__range=(episode.began_on, episode.ended_on))
    seen = list(found.values_list("child_seen", flat=True))
    return {"visits": len(seen), "visits_seen": sum(each is True for each in seen)}
