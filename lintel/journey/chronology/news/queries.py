"""
Asking what is new about children: by when it was written down or came in, not by when it happened.

One question for each kind of record, however many children. A sealed informant is never named here: only from which
side a contact came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.people.models import HouseholdMembership, SafeContact
from lintel.statute import codes
from lintel.steps.agency_checks.models import Addition, AgencyCheck, AskedAbout
from lintel.steps.allocation.models import Involvement
from lintel.steps.enquiries.models import Conference, ReasonableCause, StrategyDiscussion
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import ChildContact, Decision
from lintel.steps.police_notifications.codes import About, Grade
from lintel.steps.police_notifications.models import Notification
from lintel.steps.promises.models import Promise
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class News:
    """
    One thing that is new about a child, or about brothers and sisters at once.

    :param is_danger: what must not wait until the rest was read.
    :param is_sibling: whether it is about a brother or sister of the children asked about, and about none of them.
    """

    at: datetime
    children: tuple[int, ...]
    what: str
    who: str = ""
    is_danger: bool = False
    is_sibling: bool = False


def changed_since(children: Iterable[int], *, since: datetime, viewer: User) -> list[News]:
    """
    What was written down or came in about these children, or about brothers and sisters in their households, since a
    moment, by anybody but the viewer: what is dangerous first, then the newest. Only of children the viewer may see.
    """
    mine = set(children)
    asked = mine | _living_with(mine)
    seen = set(visible_children(viewer).filter(pk__in=asked).values_list("pk", flat=True))
    found = [each for read in _KINDS for each in read(seen, since, viewer)]
    marked = [replace(each, is_sibling=not mine & set(each.children)) for each in _together(found)]
    return sorted(marked, key=lambda each: (not each.is_danger, -each.at.timestamp(), each.children))


def _together(found: Sequence[News]) -> list[News]:
    """One line for what was written of several children at the same moment in the same words."""
    lines: dict[tuple[object, ...], News] = {}
    for each in found:
        key = (each.at, each.what, each.who)
        one = lines.get(key)
        lines[key] = each if one is None else replace(
            one, children=tuple(sorted({*one.children, *each.children})), is_danger=one.is_danger or each.is_danger
        )  # fmt: skip
    return list(lines.values())


def _living_with(children: set[int]) -> set[int]:
    lives = HouseholdMembership.objects.filter(left_on__isnull=True)
    homes = lives.filter(person__in=children).values("household")
    return set(lives.filter(household__in=homes, person__is_child=True).values_list("person_id", flat=True))


def _contacts(children: set[int], since: datetime, viewer: User) -> Iterator[News]:
    came = Q(contact__received_at__gte=since) | Q(contact__recorded_at__gte=since)
    rows = ChildContact.objects.filter(came, child__in=children).values_list(
        "child_id", "contact__source", "contact__received_at", "contact__recorded_at", "contact__danger_flagged_at",
        "contact__danger_cleared_at",
    )  # fmt: skip
    for child, source, received_at, recorded_at, flagged_at, cleared_at in rows:
        said = codes.REFERRAL_SOURCE.label(source) if source in codes.REFERRAL_SOURCE else "source not recorded"
        is_danger = flagged_at is not None and cleared_at is None
        moments = [moment for moment in (received_at, recorded_at) if moment and moment >= since]
        yield News(
            at=min(moments), children=(child,),
            what="Somebody says a child is in danger now" if is_danger else "New contact at the front door", who=said,
            is_danger=is_danger,
        )  # fmt: skip


def _decisions(children: set[int], since: datetime, viewer: User) -> Iterator[News]:
    made = Decision.objects.filter(child_contact__child__in=children, decided_at__gte=since, returned_at__isnull=True)
    rows = made.exclude(decided_by=viewer).values_list(
        "child_contact__child_id", "outcome", "decided_at", "decided_by__name"
    )
    for child, outcome, decided_at, by in rows:
        yield News(at=decided_at, children=(child,), what=f"Decided: {Outcome(outcome).words}", who=by)


def _police(children: set[int], since: datetime, viewer: User) -> Iterator[News]:
    # A contact with a child who is kept from somebody is for the people named, whole.
    hidden = ChildContact.objects.filter(child__in=kept_from(viewer)).values("contact")
    told = Notification.objects.filter(contact__children__child__in=children, received_at__gte=since, is_latest=True)
    told = told.exclude(contact__in=hidden).distinct()
    rows = told.values_list(
        "contact__children__child_id", "about", "grade", "occurred_on", "received_at", "agency__name"
    )
    for child, about, grade, occurred_on, received_at, agency in rows:
        if child in children:
            of_what = f"{About(about).words.lower()} on {occurred_on:%-d %B}, {Grade(grade).words.lower()}"
            yield News(at=received_at, children=(child,), what=f"Police notice: {of_what}", who=agency)


def _harm_thought_likely(children: set[int], since: datetime, viewer: User) -> Iterator[News]:
    stamped = ReasonableCause.objects.filter(child__in=children, stamped_at__gte=since).exclude(stamped_by=viewer)
    for child, at, by in stamped.values_list("child_id", "stamped_at", "stamped_by__name"):
        yield News(at=at, children=(child,), what="Significant harm is thought likely", who=by, is_danger=True)
    held = StrategyDiscussion.objects.filter(child__in=children, recorded_at__gte=since)
    for child, recorded_at, on in held.values_list("child_id", "recorded_at", "held_on"):
        if recorded_at:
            yield News(at=recorded_at, children=(child,), what=f"Strategy discussion held on {on:%-d %B}")
    conferences = Conference.objects.filter(child__in=children, recorded_at__gte=since)
    for child, written_at, on in conferences.values_list("child_id", "recorded_at", "held_on"):
        if written_at:
            yield News(at=written_at, children=(child,), what=f"Child protection conference held on {on:%-d %B}")


def _how_to_reach(children: set[int], since: datetime, viewer: User) -> Iterator[News]:
    made = SafeContact.objects.filter(person__in=children, made_at__gte=since, ended_at__isnull=True)
    for child, at, by in made.exclude(made_by=viewer).values_list("person_id", "made_at", "made_by__name"):
        yield News(at=at, children=(child,), what="New rule for reaching the family safely", who=by, is_danger=True)


def _agencies(children: set[int], since: datetime, viewer: User) -> Iterator[News]:
    about = AskedAbout.objects.filter(child_contact__child__in=children)
    answered = about.filter(check_asked__answered_at__gte=since)
    for child, at, agency in answered.values_list(
        "child_contact__child_id", "check_asked__answered_at", "check_asked__agency__name"
    ):
        if at:
            yield News(at=at, children=(child,), what="Answer of an agency", who=agency)
    added = Addition.objects.filter(added_at__gte=since, check_asked__in=about.values("check_asked"))
    of_check: dict[int, set[int]] = {}
    wanted = AgencyCheck.objects.filter(pk__in=added.values("check_asked"))
    for check, child in about.filter(check_asked__in=wanted).values_list("check_asked_id", "child_contact__child_id"):
        of_check.setdefault(check, set()).add(child)
    for check, added_at, agency in added.values_list("check_asked_id", "added_at", "check_asked__agency__name"):
        yield News(
            at=added_at, children=tuple(sorted(of_check[check])), what="An agency added to its answer", who=agency
        )  # fmt: skip


def _visits(children: set[int], since: datetime, viewer: User) -> Iterator[News]:
    written = Visit.objects.filter(child__in=children, recorded_at__gte=since)
    if viewer.worker_id is not None:
        written = written.exclude(worker=viewer.worker_id)
    for child, at, on, seen, worker in written.values_list(
        "child_id", "recorded_at", "visited_on", "child_seen", "worker__name"
    ):
        if at:
            words = {True: ", child seen", False: ", child not seen", None: ""}[seen]
            yield News(at=at, children=(child,), what=f"Visit on {on:%-d %B}{words}", who=worker or "")


def _workers(children: set[int], since: datetime, viewer: User) -> Iterator[News]:
    began = Involvement.objects.filter(child__in=children, began_at__gte=since)
    if viewer.worker_id is not None:
        began = began.exclude(worker=viewer.worker_id)
    for child, at, worker in began.values_list("child_id", "began_at", "worker__name"):
        if at:
            yield News(at=at, children=(child,), what="Has a worker now", who=worker)


def _promises(children: set[int], since: datetime, viewer: User) -> Iterator[News]:
    made = Promise.objects.filter(child__in=children, promised_at__gte=since)
    if viewer.worker_id is not None:
        made = made.exclude(worker=viewer.worker_id)
    for child, at, words, due_on, worker in made.values_list(
        "child_id", "promised_at", "words", "due_on", "worker__name"
    ):
        yield News(at=at, children=(child,), what=f"Promised by {due_on:%-d %B}: {words}", who=worker)


_KINDS = (
    _contacts, _decisions, _police, _harm_thought_likely, _how_to_reach, _agencies, _visits, _workers, _promises,
)  # fmt: skip
