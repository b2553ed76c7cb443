"""Drawing second looks, deciding them blind, and what follows where two people lie far apart."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Min, OuterRef

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.permissions import require
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.notices.actions import tell
from lintel.foundation.workforce.models import Appointment
from lintel.oversight.alike import permissions
from lintel.oversight.alike.codes import Factor
from lintel.oversight.alike.second_looks import queries, rules
from lintel.oversight.alike.second_looks.models import Calibration, Gap, SecondLook, Seed
from lintel.statute.calendar import england, local_day
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import Contact, Decision

# A decision that no draw reached within so long is not drawn any more: nobody remembers what was known.
DRAWN_WITHIN = timedelta(days=28)


MANAGERS = (Role.FRONT_DOOR_MANAGER, Role.SERVICE_MANAGER)


class NotOnTheirList(Exception):
    """It is not this person's to decide: their own, another's already, or they have seen the record since."""


class WordsMissing(Exception):
    """A second decision says why, a settled gap what was done, a calibration what was learned."""


class DoneAlready(Exception):
    """Somebody settled or closed it first."""


@transaction.atomic
def draw(*, by: User, at: datetime) -> int:
    """
    Draw from the decisions made since the last draw; how many were drawn. Nobody else is told, then or later.

    The same decisions are drawn whoever draws and however often: see `rules.is_drawn`.

    :raises NotAllowed: if this person may not draw.
    """
    require(by, permissions.DRAW_SECOND_LOOKS)
    seed, limits, calendar = _seed(at), all_limits(), england()
    held = Decision.objects.filter(
        decided_at__gt=at - DRAWN_WITHIN, decided_at__lte=at, returned_at__isnull=True
    ).exclude(Exists(SecondLook.objects.filter(decision=OuterRef("pk"))))
    made = list(held.order_by("pk").values_list("pk", "decided_at", "decided_by__worker_id"))
    began = _began_on({worker for _, _, worker in made if worker})
    drawn = []
    for pk, decided_at, worker in made:
        strata = rules.strata(decided_at=decided_at, began_on=began.get(worker), calendar=calendar)
        share = limits.number("second_look_share", on=local_day(decided_at)).value
        chance = rules.chance_of(strata, share=share)
        if chance > 0 and rules.is_drawn(pk, seed=seed, chance=chance):
            drawn.append(SecondLook(decision_id=pk, chance=chance, strata=sorted(strata), drawn_at=at))
    SecondLook.objects.bulk_create(drawn, ignore_conflicts=True)
    if drawn:
        # How many, and not which: whoever reads the log must not find out before the second decider.
        note("second looks drawn", by=by, at=at, drawn=len(drawn))
    return len(drawn)


@transaction.atomic
def take(pk: int, *, by: User, at: datetime) -> queries.Blind:
    """
    Open a second look to decide it; nobody else is offered it for a day.

    :raises NotAllowed: if this person may not decide blind.
    :raises NotOnTheirList: if it is not theirs to decide.
    """
    require(by, permissions.DECIDE_BLIND)
    look = SecondLook.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    try:
        blind = queries.to_decide(pk, viewer=by, at=at)
    except SecondLook.DoesNotExist as gone:
        raise NotOnTheirList from gone
    if look is not None and look.taken_by_id != by.pk:
        look.taken_by, look.taken_at = by, at
        look.save(update_fields=["taken_by", "taken_at"])
    note("second look opened", by=by, at=at, subject=look, child_id=blind.child)
    return blind


@transaction.atomic
def decide(
    pk: int, *, outcome: Outcome, level: int | None, rationale: str, factors: Sequence[Factor] = (), by: User,
    at: datetime,
) -> SecondLook:  # fmt: skip
    """
    Lock a second decision. It changes nothing for the child; where it lies far from the first, managers are told.

    :raises NotAllowed: if this person may not decide blind.
    :raises WordsMissing: if it does not say why.
    :raises NotOnTheirList: if it is not theirs to decide, or is locked.
    """
    require(by, permissions.DECIDE_BLIND)
    if not rationale.strip():
        raise WordsMissing
    look = SecondLook.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if look is None or all(each.pk != pk for each in queries.offered(viewer=by, at=at)):
        raise NotOnTheirList
    first = Decision.objects.select_related("child_contact").get(pk=look.decision_id)
    look.levels_apart = rules.levels_apart(
        rules.Answer(outcome=first.outcome, level=first.level), rules.Answer(outcome=outcome, level=level)
    )
    look.taken_by, look.taken_at = by, look.taken_at if look.taken_by_id == by.pk else at
    look.outcome, look.level, look.rationale, look.factors = outcome, level, rationale.strip(), list(factors)
    look.decided_by, look.decided_at = by, at
    look.save()
    note("second decision locked", by=by, at=at, subject=look, child_id=first.child_contact.child_id)
    if rules.needs_a_manager(look.levels_apart):
        _raise_gap(look, first, by=by, at=at)
    _call_a_calibration(by=by, at=at)
    return look


@transaction.atomic
def open_gap(pk: int, *, by: User, at: datetime) -> queries.OpenGap:
    """
    Read two decisions far apart; whoever has is not offered a second look of that contact any more.

    :raises NotAllowed: if this person may not settle gaps.
    :raises Gap.DoesNotExist: if it is not theirs.
    """
    require(by, permissions.SETTLE_GAPS)
    found = queries.gap_to_settle(pk, viewer=by)
    contact = Contact.objects.get(pk=found.contact)
    note("gap between two decisions opened", by=by, at=at, subject=contact, child_id=found.child)
    return found


@transaction.atomic
def settle_gap(pk: int, *, what_was_done: str, by: User, at: datetime) -> Gap:
    """
    Say what was done about two decisions far apart. What is done about the child is done on the record.

    :raises NotAllowed: if this person may not settle gaps.
    :raises WordsMissing: if it does not say what was done.
    :raises Gap.DoesNotExist: if it is not theirs: they made one of the decisions, or may not see the child.
    :raises DoneAlready: if somebody settled it first.
    """
    require(by, permissions.SETTLE_GAPS)
    if not what_was_done.strip():
        raise WordsMissing
    gap = Gap.objects.select_for_update().filter(pk=pk).first()
    if gap is not None and gap.settled_at is not None:
        raise DoneAlready
    found = queries.gap_to_settle(pk, viewer=by)
    assert gap is not None
    gap.settled_at, gap.settled_by, gap.what_was_done = at, by, what_was_done.strip()
    gap.save(update_fields=["settled_at", "settled_by", "what_was_done"])
    note("gap between two decisions settled", by=by, at=at, subject=gap, child_id=found.child)
    return gap


@transaction.atomic
def close_calibration(pk: int, *, held_on: date, learned: str, by: User, at: datetime) -> Calibration:
    """
    Say when deciders sat down together, and what they learned.

    :raises NotAllowed: if this person may not hold calibration sessions.
    :raises WordsMissing: if it does not say what was learned.
    :raises DoneAlready: if it was closed already.
    """
    require(by, permissions.HOLD_CALIBRATIONS)
    if not learned.strip():
        raise WordsMissing
    session = Calibration.objects.select_for_update().get(pk=pk)
    if session.closed_at is not None:
        raise DoneAlready
    session.held_on, session.learned, session.closed_at, session.closed_by = held_on, learned.strip(), at, by
    session.save(update_fields=["held_on", "learned", "closed_at", "closed_by"])
    note("calibration session held", by=by, at=at, subject=session, held_on=str(held_on))
    return session


def _seed(at: datetime) -> str:
    first = Seed.objects.order_by("pk").first()
    return (first or Seed.objects.create(seed=secrets.token_hex(32), made_at=at)).seed


def _began_on(workers: set[int]) -> dict[int | None, date]:
    """When each worker first began here, as far as the staff list says."""
    first = Appointment.objects.filter(worker__in=workers).values("worker").annotate(began=Min("starts_on"))
    return {row["worker"]: row["began"] for row in first if row["began"]}


def _raise_gap(look: SecondLook, first: Decision, *, by: User, at: datetime) -> None:
    gap = Gap.objects.create(look=look, raised_at=at, due_on=rules.gap_due_on(at))
    child = first.child_contact.child_id
    note("gap between two decisions raised", by=by, at=at, subject=gap, child_id=child)
    for manager in _managers_who_made_neither(by, first):
        tell(
            key=f"gap/{gap.pk}/{manager.pk}", words="Two people decided two levels apart about a child. Look today.",
            path=f"/alike/gaps/{gap.pk}/", child_id=child, user=manager, by=by, at=at,
        )  # fmt: skip


def _managers_who_made_neither(second: User, first: Decision) -> list[User]:
    """
    Told one by one: a notice to a role would also reach the first decider, who is not to know.

    Where no front-door manager is left, the head of service is told: somebody must be.
    """
    grants = RoleGrant.objects.filter(ended_at__isnull=True, user__is_active=True, user__is_service_account=False)
    others = grants.exclude(user__in=[second.pk, first.decided_by_id]).select_related("user").order_by("user")
    wanted = set(MANAGERS)
    if not others.filter(role=Role.FRONT_DOOR_MANAGER).exists():
        wanted.add(Role.HEAD_OF_SERVICE)
    return list({grant.user.pk: grant.user for grant in others.filter(role__in=wanted)}.values())


def _call_a_calibration(*, by: User, at: datetime) -> None:
    """Where even the upper end lies below the floor, and nobody was called to sit down yet."""
    if Calibration.objects.filter(closed_at__isnull=True).exists():
        return
    found = queries.agreement(viewer=by, until=at).by_level
    floor = all_limits().number("agreement_floor", on=local_day(at)).value
    if found is None or found.low is None or found.high is None or not rules.falls_below(found.high, floor=floor):
        return
    latest = Calibration.objects.order_by("-held_on").values_list("held_on", flat=True).first()
    if latest is not None and local_day(at) - latest < timedelta(weeks=queries.WEEKS_OF_AGREEMENT):
        return  # the pairs from before the last session must not call the next one
    session = Calibration.objects.create(
        coefficient=found.coefficient, low=found.low, high=found.high, floor=floor, pairs=found.pairs, called_at=at
    )
    note("calibration session called", by=by, at=at, subject=session, pairs=found.pairs)
    for role in MANAGERS:
        tell(
            key=f"calibration/{session.pk}/{role}", words="Decisions agree less than was agreed. Hold a session.",
            path="/alike/agreement/", role=role, by=by, at=at,
        )  # fmt: skip
