"""Asking for what is to be done after audits; always only about children the viewer may see, and what is theirs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.permissions import may
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import kept_from, visible_children
from lintel.foundation.workforce.models import Appointment, Team
from lintel.journey.allocating.answering import manager_for
from lintel.oversight.audits import permissions
from lintel.oversight.audits.models import Audit, AuditAction
from lintel.oversight.audits.queries import audits, not_to_be_told
from lintel.steps.allocation.models import Involvement

if TYPE_CHECKING:
    from collections.abc import Iterable

MANAGES = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.FRONT_DOOR_MANAGER)


def actions_of(audit: Audit | None = None, *, viewer: User) -> QuerySet[AuditAction]:
    """
    What was agreed after audits, or after one: one's own, and those about children one may see; what is due first
    stands first, what is verified last.

    While the audit's grade is sealed only its owner and who agreed it are shown it: it tells what the grade says. For
    the same reason not even its owner is, while they moderate the audit or audit the same record without knowing of it.
    """
    if not may(viewer, permissions.ACT_ON_AUDITS):
        return AuditAction.objects.none()
    is_open = Q(child__in=visible_children(viewer), audit__grading__sealed=False)
    theirs = (Q(owner=viewer) | is_open) & ~Q(audit__in=not_to_be_told(viewer=viewer))
    found = AuditAction.objects.filter(theirs | Q(agreed_by=viewer), **({"audit": audit} if audit else {})).exclude(
        child__in=kept_from(viewer)
    )
    people = ("owner", "agreed_by", "verified_by", "audit", "child")
    found = found.select_related(*people).prefetch_related("child__names")
    return found.order_by(F("verified_at").asc(nulls_first=True), "due_on", "pk")


def to_do(*, viewer: User) -> QuerySet[AuditAction]:
    """What is this person's own to do, and not done yet."""
    return actions_of(viewer=viewer).filter(owner=viewer, done_at__isnull=True)


def to_verify(*, viewer: User) -> QuerySet[AuditAction]:
    """What others did and nobody has verified: never one's own, nor what was done by who manages oneself."""
    found = actions_of(viewer=viewer).filter(done_at__isnull=False, verified_at__isnull=True).exclude(owner=viewer)
    return found.exclude(pk__in=AuditAction.objects.filter(done_by_ones_manager(viewer)).values("pk"))


def done_by_ones_manager(viewer: User) -> Q:
    """Of actions: those done by who supervised this person then, or manages now their team of then or one above."""
    theirs = Q(pk__in=[])
    if viewer.worker_id is None:
        return theirs
    part_of = dict(Team.objects.values_list("pk", "part_of"))
    managers: dict[int | None, set[int]] = defaultdict(set)
    grants = RoleGrant.objects.filter(ended_at__isnull=True, team__isnull=False, role__in=MANAGES)
    for managed, manager in grants.values_list("team", "user"):
        managers[managed].add(manager)
    for held in Appointment.objects.filter(worker=viewer.worker_id).order_by("pk"):
        above: set[int] = set()
        team: int | None = held.team_id
        while team is not None:
            # Whoever manages a team beside somebody is not their manager.
            above |= managers[team] if viewer.pk not in managers[team] else set()
            team = part_of.get(team)
        then = Q(done_at__date__gte=held.starts_on)
        if held.leaves_on is not None:
            then &= Q(done_at__date__lt=held.leaves_on)
        supervises = Q(owner__in=above)
        if held.supervisor_id is not None:
            supervises |= Q(owner__worker=held.supervisor_id)
        theirs |= then & supervises
    return theirs


def may_pass_on(action: AuditAction, *, viewer: User) -> bool:
    """Whether this person may give what is to be done to somebody else: its owner, and whoever may agree it."""
    if action.done_at is not None or not actions_of(viewer=viewer).filter(pk=action.pk).exists():
        return False
    return viewer.pk in (action.owner_id, action.agreed_by_id) or may_agree(action.audit, viewer=viewer)


def to_do_after(audit: Audit, *, viewer: User) -> QuerySet[AuditAction]:
    """What is this person's own to do after an audit, and after the other of its record; what they agreed left out."""
    of_the_record = Q(audit=audit) | Q(audit__twin_of=audit) | Q(audit=audit.twin_of_id)
    return to_do(viewer=viewer).filter(of_the_record).exclude(agreed_by=viewer)


def may_agree(audit: Audit, *, viewer: User) -> bool:
    """Whether this person may agree what is to be done: the auditor, and leaders who know of the audit."""
    return audit.auditor_id == viewer.pk or (
        may(viewer, permissions.SEE_ALL_AUDITS) and audits(viewer=viewer).filter(pk=audit.pk).exists()
    )


def possible_owners(audit: Audit, *, viewer: User, on: date) -> list[User]:
    """
    Who can be asked to do something for the child: who holds them, who manages those, and leaders; each once.

    Nothing for somebody who may not agree anything after this audit.
    """
    return _who_could(audit, on=on) if may_agree(audit, viewer=viewer) else []


def possible_next_owners(action: AuditAction, *, viewer: User, on: date) -> list[User]:
    """Who can do it instead of its owner. Nothing for somebody who may not give it to anybody else."""
    if not may_pass_on(action, viewer=viewer):
        return []
    return [user for user in _who_could(action.audit, on=on) if user.pk != action.owner_id]


def _who_could(audit: Audit, *, on: date) -> list[User]:
    held = Involvement.objects.in_force(on).filter(child=audit.child_id).select_related("team").order_by("-began_on")
    workers = User.objects.filter(is_active=True, worker__in=held.values("worker"))
    managers = [manager_for(each.team, [audit.child_id]) for each in held if each.team]
    led = User.objects.filter(
        is_active=True, role_grants__ended_at__isnull=True,
        role_grants__role__in=[Role.SERVICE_MANAGER, Role.PRINCIPAL_SOCIAL_WORKER],
    ).order_by("name")  # fmt: skip
    return _each_once([*workers, *(each for each in managers if each), *led])


def _each_once(users: Iterable[User]) -> list[User]:
    return [user for user in {user.pk: user for user in users}.values() if user.holds(permissions.ACT_ON_AUDITS)]
