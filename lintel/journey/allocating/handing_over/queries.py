"""Asking for what a new worker must know: put together from the record, nothing typed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import HouseholdMembership, Person, SafeContact
from lintel.foundation.people.naming import name_of
from lintel.journey.allocating.dues.queries import FamilyHeld
from lintel.journey.allocating.dues.reading import dues_of, held_on, read_held
from lintel.journey.allocating.dues.rules import Due
from lintel.journey.allocating.loads.fitting import Asked
from lintel.journey.allocating.loads.reading import districts_of, points_of
from lintel.journey.chronology.queries import children_of_the_same_household, chronology
from lintel.journey.chronology.rules import Line
from lintel.journey.history.queries import related_to
from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.agency_checks.codes import Known
from lintel.steps.agency_checks.models import AskedAbout
from lintel.steps.allocation.models import Allocation, Involvement
from lintel.steps.allocation.rules import changes_of_worker
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.promises.models import Promise
from lintel.steps.promises.queries import owed_to
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

VISITS, HIGHLIGHTS = 3, 8
# What says most of a child's way in a few lines: what was decided and begun, not every visit.
TELLING = frozenset({"contact", "referral", "assessment", "enquiry", "conference", "plan", "early_help"})


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody who held or holds the child."""

    worker: str
    team: str
    began_on: date
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class HandoverNote:
    """
    What a new worker must know of a child, from the record as it stands on a day.

    :param clock_from: the day of the referral, from which every clock runs, whoever holds the child.
    :param added: what the worker before adds in their own words, to whom it was written.
    """

    child: Person
    name: str
    clock_from: date | None
    related: Sequence[str]
    lives_with: Sequence[str]
    safe_contact: Sequence[str]
    stage: str
    visits: Sequence[Line]
    dues: Sequence[Due]
    promises: Sequence[Promise]
    agencies: Sequence[str]
    highlights: Sequence[Line]
    holders: Sequence[Holder]
    changes: int
    added: str


def note_for(child: Person, *, viewer: User, on: date) -> HandoverNote | None:
    """What is known of a child for whoever takes them on; None for somebody who may not see the child."""
    if not visible_children(viewer, on=on).filter(pk=child.pk).exists():
        return None
    lines = chronology(child, viewer=viewer, day=on, seen_on=on)
    referral = Referral.objects.open_on(on).filter(child=child).order_by("-referred_on", "-pk").first()
    held = read_held(held_on(on).filter(child=child), on=on)
    dues = [due for each in dues_of(held, on=on).values() for due in each]
    offered = Allocation.objects.filter(child=child, referral=referral).exclude(handover="").order_by("given_at").last()
    together = children_of_the_same_household(child, viewer=viewer)
    return HandoverNote(
        child=child, name=name_of(child), clock_from=referral.referred_on if referral else None,
        related=related_to(child, viewer=viewer), lives_with=[name_of(each) for each in together],
        safe_contact=_safe_contact(child, viewer), stage=_stage(child, referral, on),
        visits=[line for line in lines if line.step == "visit"][:VISITS],
        dues=sorted(dues, key=lambda due: (due.due_on, due.what.place)),
        promises=[each for each in owed_to([child.pk], viewer=viewer) if each.promised_on <= on],
        agencies=_agencies(child), highlights=[line for line in lines if line.step in TELLING][:HIGHLIGHTS],
        holders=_holders(child, on), changes=changes_of([child.pk], viewer=viewer, on=on, today=on).get(child.pk, 0),
        added=offered.handover if offered else "",
    )  # fmt: skip


def changes_of(
    children: Iterable[int], *, viewer: User, on: date, today: date | None = None
) -> dict[int, int]:  # fmt: skip
    """
    How often each of these children got another worker in twelve months; of those the viewer may see.

    :param today: judge reasons to see on this day; without it, a reason counts as long as it has no end at all.
    """
    seen = visible_children(viewer, on=today).filter(pk__in=set(children))
    held: dict[int, list[tuple[date, int]]] = {pk: [] for pk in seen.values_list("pk", flat=True)}
    rows = Involvement.objects.filter(child__in=held, began_on__lte=on).order_by("began_on", "pk")
    for child, began_on, worker in rows.values_list("child_id", "began_on", "worker_id"):
        held[child].append((began_on, worker))
    return {child: changes_of_worker(rows, until=on) for child, rows in held.items()}


def worker_of(child: Person, *, viewer: User, on: date, today: date | None = None) -> Involvement | None:
    """
    Who holds a child on a day; None where nobody does, or the viewer may not see the child.

    :param today: judge reasons to see on this day; without it, a reason counts as long as it has no end at all.
    """
    if not visible_children(viewer, on=today).filter(pk=child.pk).exists():
        return None
    return held_on(on).filter(child=child).select_related("worker", "team", "referral").order_by("-began_on").first()


def as_asked(family: FamilyHeld, *, viewer: User, on: date) -> Asked:
    """A family somebody holds, as the question who else could take them needs it; of children the viewer may see."""
    seen = set(visible_children(viewer, on=on).filter(pk__in=family.children).values_list("pk", flat=True))
    points, districts = points_of(seen, limits=all_limits(), on=on), districts_of(seen)
    return Asked(
        family=family.family, points=points, districts=set(districts.values()), team_id=family.held[0].team_id
    )  # fmt: skip


def _stage(child: Person, referral: Referral | None, on: date) -> str:
    protected = CpPlan.objects.filter(child=child, started_on__lte=on).exclude(ended_on__lte=on).last()
    if protected is not None:
        category = f", {ABUSE_CATEGORY.label(protected.latest_category)}" if protected.latest_category else ""
        return f"Child protection plan since {protected.started_on:%-d %B %Y}{category}"
    in_need = CinPlan.objects.filter(child=child, started_on__lte=on).exclude(ended_on__lte=on).last()
    if in_need is not None:
        return f"Child in need plan since {in_need.started_on:%-d %B %Y}"
    return f"In assessment since {referral.referred_on:%-d %B %Y}" if referral else "No episode under way"


def _safe_contact(child: Person, viewer: User) -> list[str]:
    """Rules for the child, whoever lives with them and their parents; of nobody who is kept from the viewer."""
    home = HouseholdMembership.objects.filter(left_on__isnull=True)
    together = home.filter(household__in=home.filter(person=child).values("household")).values("person")
    related = child.related_from.filter(ended_on__isnull=True).values("person")
    whose = Q(person=child) | Q(person__in=together) | Q(person__in=related)
    rules = SafeContact.objects.filter(whose, ended_at__isnull=True).exclude(person__in=kept_from(viewer))
    found = rules.select_related("person").prefetch_related("person__names").order_by("person_id", "pk")
    return [
        f"{name_of(rule.person)}: {'Never write. ' if rule.never_write else ''}{rule.words}" for rule in found
    ]  # fmt: skip


def _agencies(child: Person) -> list[str]:
    """Agencies that said they know the child, or that were asked and have not answered."""
    asked = AskedAbout.objects.filter(child_contact__child=child, check_asked__withdrawn_at__isnull=True)
    rows = asked.filter(Q(known=Known.YES) | Q(check_asked__answered_at__isnull=True)).order_by("check_asked__asked_at")
    said = [
        f"{agency}{'' if answered_at else ', asked and not answered yet'}"
        for agency, answered_at in rows.values_list("check_asked__agency__name", "check_asked__answered_at")
    ]
    return list(dict.fromkeys(said))


def _holders(child: Person, on: date) -> list[Holder]:
    held = Involvement.objects.filter(child=child, began_on__lte=on).select_related("worker", "team")
    return [
        Holder(worker=str(each.worker), team=str(each.team or ""), began_on=each.began_on, ended_on=each.ended_on)
        for each in held.order_by("-began_on", "-pk")
    ]
