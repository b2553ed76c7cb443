"""Asking about supervision: whom one supervises and who is due, sessions of one's own, directions, a child's record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import DateField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Appointment, Worker
from lintel.foundation.workforce.reach import teams_in_reach
from lintel.journey.allocating.dues.reading import held_on as held_on_day
from lintel.oversight.supervision import permissions, rules
from lintel.oversight.supervision.codes import Late
from lintel.oversight.supervision.models import (
    ChildDiscussed,
    ChosenByWorker,
    Direction,
    DirectionMoved,
    InspectionCall,
    Signature,
    SupervisionNote,
    SupervisionSession,
)
from lintel.oversight.supervision.observed.queries import observing_waits
from lintel.oversight.supervision.proposing import Span, sessions_a_month, span_of
from lintel.statute.calendar import england

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class Supervised:
    """Somebody one supervises: the last session both could have signed, the next, and how many children they hold."""

    worker: Worker
    is_newly_qualified: bool
    children: int
    last_on: date | None
    due_on: date

    def is_over(self, on: date) -> bool:
        return self.due_on < on


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a session stands: who has signed, when, and the marks it carries."""

    by_supervisor: Signature | None
    by_worker: Signature | None
    late: tuple[Late, ...]

    @property
    def words(self) -> str:
        if self.by_supervisor is None:
            return "Being written"
        return "Signed by both" if self.by_worker else "Waits for the worker’s view and signature"


def supervises(worker: int, *, viewer: User, on: date) -> bool:
    """Whether the viewer supervises this worker: named as their supervisor, or answering for the team they are in."""
    return _appointments(viewer, on).filter(worker=worker).exists()


def supervised(*, viewer: User, on: date) -> list[Supervised]:
    """
    Whom one supervises, whose next session is due first first: those whose supervisor one is by name and, in the teams
    one's own role was given for, those without a name beside them.
    """
    named = Q(supervisor__isnull=False, supervisor=viewer.worker_id)
    own_teams = viewer.role_grants.filter(ended_at__isnull=True, role__in=permissions.SUPERVISE.held_by).values("team")
    nobody = Q(supervisor__isnull=True, team__in=own_teams, is_case_holding=True)
    asked = _appointments(viewer, on).filter(named | nobody).select_related("worker").order_by("worker__name", "pk")
    places = {each.worker_id: each for each in asked}
    limits, calendar, last = all_limits(), england(), _last_held(places, on)
    held = defaultdict[int, set[int]](set)
    for worker, child in held_on_day(on).filter(worker__in=places).values_list("worker_id", "child_id"):
        held[worker].add(child)
    found = [
        Supervised(
            worker=place.worker, is_newly_qualified=place.is_newly_qualified, children=len(held[worker]),
            last_on=last.get(worker),
            due_on=rules.next_due_on(
                last.get(worker), began_on=place.starts_on, is_newly_qualified=place.is_newly_qualified,
                limits=limits, calendar=calendar,
            ),
        )
        for worker, place in places.items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.due_on, each.worker.name))


def next_after(session: SupervisionSession, *, viewer: User, on: date) -> date | None:
    """By when the session after this one is due; None where the viewer does not supervise the worker on this day."""
    each = next((each for each in supervised(viewer=viewer, on=on) if each.worker.pk == session.worker_id), None)
    if each is None:
        return None
    return rules.next_due_on(
        session.held_on, began_on=session.held_on, is_newly_qualified=each.is_newly_qualified, limits=all_limits(),
        calendar=england(),
    )  # fmt: skip


def span(found: Sequence[Supervised], *, viewer: User, on: date) -> Span | None:
    """What speaking of every child once a month would take of this viewer, and what there is; None without workers."""
    if not found or not may(viewer, permissions.SUPERVISE):
        return None
    limits = all_limits()
    sessions = [
        sessions_a_month(
            limits.time_limit(rules.interval_code(is_newly_qualified=each.is_newly_qualified), on=on).amount
        )
        for each in found
    ]
    return span_of(
        children=sum(each.children for each in found), sessions=sessions,
        minutes_a_child=limits.number("supervision_minutes_child", on=on).value,
        minutes_a_session=limits.number("supervision_minutes_session", on=on).value,
    )  # fmt: skip


def children_held(worker: int, *, viewer: User, on: date) -> dict[int, date]:
    """The children a worker holds whom the viewer may see, with the day since."""
    rows = held_on_day(on).filter(worker=worker, child__in=visible_children(viewer)).order_by("-began_on")
    return dict(rows.values_list("child_id", "began_on"))


def who_may_be_asked(session: SupervisionSession, child: int, *, viewer: User, on: date) -> dict[int, str]:
    """
    Whom a direction about a child may be given to, by name: the worker first, the supervisor, and whoever else works
    with the child now. Nobody is asked about a child they may not see.
    """
    found = {session.worker_id: session.worker.name}
    if session.supervisor.worker_id is not None:
        found[session.supervisor.worker_id] = session.supervisor.name
    seen = visible_children(viewer).filter(pk=child)
    others = held_on_day(on).filter(child__in=seen).order_by("worker__name").values_list("worker_id", "worker__name")
    return found | {pk: name for pk, name in others if pk not in found}


def chosen_by(worker: int, *, viewer: User) -> dict[int, str]:
    """What a worker wants to speak of next time, with the reason: for themself and for whoever sees those children."""
    found = ChosenByWorker.objects.filter(worker=worker, used_by__isnull=True, child__in=visible_children(viewer))
    return dict(found.values_list("child_id", "why"))


def sessions(*, viewer: User) -> QuerySet[SupervisionSession]:
    """Those of which the viewer is one of the two people, the latest first."""
    if not may(viewer, permissions.ANSWER_DIRECTIONS):
        return SupervisionSession.objects.none()
    own = Q(supervisor=viewer) | Q(worker=viewer.worker_id)
    found = SupervisionSession.objects.filter(own).select_related("supervisor", "worker")
    return found.prefetch_related("signatures__signed_by").order_by("-held_on", "-pk")


def standings(found: Sequence[SupervisionSession], *, viewer: User) -> dict[int, Standing]:
    """How sessions stand, by their number. Two questions, however many; of sessions the viewer already has."""
    assert viewer.is_active
    limits, calendar = all_limits(), england()
    called = list(InspectionCall.objects.order_by("called_at").values_list("called_at", flat=True))
    told = {}
    for each in found:
        sides = {signed.is_of_supervisor: signed for signed in each.signatures.all()}
        signed = sides.get(True)
        late: tuple[Late, ...] = ()
        if signed is not None:
            late = rules.late_marks(
                held_on=each.held_on, written_at=signed.signed_at, called_at=called, limits=limits, calendar=calendar
            )
        told[each.pk] = Standing(by_supervisor=signed, by_worker=sides.get(False), late=late)
    return told


def directions(*, viewer: User) -> QuerySet[Direction]:
    """
    Directions this person may answer, with `due_now`, the day they were last carried to: their own, those of their
    sessions, of those they supervise, and of children they now hold. Only of children they may see.
    """
    if not may(viewer, permissions.ANSWER_DIRECTIONS):
        return Direction.objects.none()
    mine = Q(discussed__session__supervisor=viewer)
    if viewer.worker_id is not None:
        mine |= Q(owner=viewer.worker_id) | Q(discussed__session__worker=viewer.worker_id)
        mine |= Q(discussed__child__involvements__worker=viewer.worker_id,
                  discussed__child__involvements__ended_on__isnull=True)  # fmt: skip
    if may(viewer, permissions.SUPERVISE):
        line = Appointment.objects.filter(team__in=teams_in_reach(viewer, permissions.SUPERVISE))
        mine |= Q(discussed__session__worker__in=line.values("worker"))
    wanted = Direction.objects.filter(mine).values("pk")
    return with_day(
        Direction.objects.filter(pk__in=wanted, discussed__child__in=visible_children(viewer)), viewer=viewer
    )


def with_day(found: QuerySet[Direction], *, viewer: User) -> QuerySet[Direction]:
    """These directions with `due_now`, who is to do them and who signed, what is due first first."""
    assert viewer.is_active
    latest = DirectionMoved.objects.filter(direction=OuterRef("pk")).order_by("-moved_at", "-pk").values("due_on")[:1]
    due = Coalesce(Subquery(latest), F("due_on"), output_field=DateField())
    related = ("owner", "set_by", "discussed__session__worker", "discussed__session__supervisor")
    found = found.annotate(due_now=due).select_related(*related).prefetch_related("discussed__session__signatures")
    return found.order_by("due_now", "pk")


def open_directions(*, viewer: User) -> list[Direction]:
    """What this person is to do, or waits for, and nobody has closed; what is due first first."""
    return list(directions(viewer=viewer).filter(done_on__isnull=True, dropped_at__isnull=True))


def supervision_waits(*, viewer: User, on: date) -> list[str]:
    """
    What waits for this person in supervision, in words: directions past their day, sessions overdue, and what is
    offered to be observed.
    """
    observed = observing_waits(viewer=viewer, on=on)
    if not may(viewer, permissions.ANSWER_DIRECTIONS):
        return observed
    undone = sum(each.due_now < on for each in open_directions(viewer=viewer))  # type: ignore[attr-defined]
    over = sum(each.is_over(on) for each in supervised(viewer=viewer, on=on))
    said = [
        (undone, "direction of supervision is past its day", "directions of supervision are past their day"),
        (over, "worker is overdue for supervision", "workers are overdue for supervision"),
    ]
    return [f"{count:,} {one if count == 1 else many}" for count, one, many in said if count] + observed


def directions_of(children: Collection[int], *, viewer: User) -> dict[int, list[Direction]]:
    """
    Directions about these children that nobody has closed, by child, for whoever may read supervision of them; of a
    session its supervisor has not signed, for the two people of it.
    """
    found = defaultdict[int, list[Direction]](list)
    if may(viewer, permissions.SEE_CASE_SUPERVISION):
        seen = visible_children(viewer).filter(pk__in=children)
        asked = Direction.objects.filter(discussed__child__in=seen, discussed__session__in=_to_read(viewer))
        for each in with_day(asked.filter(done_on__isnull=True, dropped_at__isnull=True), viewer=viewer):
            found[each.discussed.child_id].append(each)
    return found


def directions_until(child: int, *, ended_on: date, viewer: User) -> list[Direction]:
    """Directions about a child given by a day and not done by then, for whoever may read supervision of the child."""
    if not may(viewer, permissions.SEE_CASE_SUPERVISION):
        return []
    seen = visible_children(viewer).filter(pk=child)
    about = Direction.objects.filter(discussed__child__in=seen, discussed__session__in=_to_read(viewer))
    given = about.filter(discussed__session__held_on__lte=ended_on).exclude(dropped_at__date__lte=ended_on)
    return list(with_day(given.exclude(done_on__lte=ended_on), viewer=viewer))


def notes(*, viewer: User) -> QuerySet[SupervisionNote]:
    """Notes in one's own sessions that say too little to be a direction, of children one may see."""
    own = Q(discussed__session__supervisor=viewer) | Q(discussed__session__worker=viewer.worker_id)
    found = SupervisionNote.objects.filter(own, discussed__child__in=visible_children(viewer))
    return found.select_related("owner", "discussed__session").order_by("pk")


def of_child(child: int, *, viewer: User) -> list[ChildDiscussed]:
    """
    What was said of a child and signed by the supervisor, the latest first; nothing of the personal part.

    :raises NotAllowed: if this person may not read it.
    """
    require(viewer, permissions.SEE_CASE_SUPERVISION)
    signed = Q(session__signatures__is_of_supervisor=True)
    found = ChildDiscussed.objects.filter(signed, child__in=visible_children(viewer).filter(pk=child))
    found = found.select_related("session__supervisor", "session__worker")
    return list(
        found.prefetch_related(
            "directions__owner", "directions__moves", "notes", "session__signatures__signed_by"
        ).order_by("-session__held_on", "-pk")
    )  # fmt: skip


def last_of(children: Collection[int], *, viewer: User, before: date) -> dict[int, ChildDiscussed]:
    """The last time each of these children was spoken of before a day, for whoever may read it."""
    if not may(viewer, permissions.SEE_CASE_SUPERVISION):
        return {}
    found = ChildDiscussed.objects.filter(
        child__in=visible_children(viewer).filter(pk__in=children), session__held_on__lt=before,
        session__in=_to_read(viewer),
    )  # fmt: skip
    rows = found.select_related("session").order_by("child", "-session__held_on", "-pk").distinct("child")
    return {each.child_id: each for each in rows}


def announced(*, viewer: User) -> list[datetime]:
    """
    When inspections were announced, the latest first.

    :raises NotAllowed: if this person may not say so.
    """
    require(viewer, permissions.ANNOUNCE_INSPECTION)
    return list(InspectionCall.objects.order_by("-called_at").values_list("called_at", flat=True))


def _to_read(viewer: User) -> QuerySet[SupervisionSession]:
    """What its supervisor signed, and what is still being written in one's own sessions: a draft is the pair's own."""
    own = Q(supervisor=viewer) | Q(worker=viewer.worker_id)
    return SupervisionSession.objects.filter(Q(signatures__is_of_supervisor=True) | own).order_by()


def _appointments(viewer: User, on: date) -> QuerySet[Appointment]:
    if not may(viewer, permissions.SUPERVISE):
        return Appointment.objects.none()
    line = Q(team__in=teams_in_reach(viewer, permissions.SUPERVISE))
    named = Q(supervisor__isnull=False, supervisor=viewer.worker_id)
    found = Appointment.objects.in_force(on).filter(line | named)
    return found if viewer.worker_id is None else found.exclude(worker=viewer.worker_id)


def _last_held(workers: Collection[int], on: date) -> dict[int, date]:
    """The last case supervision of each that its supervisor signed."""
    signed = SupervisionSession.objects.filter(
        worker__in=workers, held_on__lte=on, kind="case", signatures__is_of_supervisor=True
    )
    return dict(signed.order_by().values_list("worker").annotate(last=Max("held_on")))
