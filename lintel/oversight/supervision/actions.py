"""A session from its list to its two signatures. It writes of the work with a child, and never to the case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import say_answered, tell
from lintel.foundation.workforce.models import Worker
from lintel.oversight.supervision import permissions, queries, rules
from lintel.oversight.supervision.codes import Kind
from lintel.oversight.supervision.directions.actions import give
from lintel.oversight.supervision.models import (
    ChildDiscussed,
    ChosenByWorker,
    InspectionCall,
    OnTheList,
    Signature,
    SupervisionNote,
    SupervisionSession,
)
from lintel.oversight.supervision.proposing import Proposed
from lintel.oversight.supervision.rubric.actions import draw_of
from lintel.statute.calendar import local_day


class NotTheirSupervisor(Exception):
    """They supervise neither this worker nor the team the worker is in."""


class NobodyChosen(Exception):
    """A session is about at least one child."""


class NotTheWorkersChild(Exception):
    """The child is none that the worker holds and the viewer may see."""


class ChallengeMissing(Exception):
    """Something was questioned, or it says why nothing needed to be."""


class ChangeMissing(Exception):
    """It does not say what has changed for the child; that nothing has is an answer."""


class SignedAlready(Exception):
    """It was signed, and stands as it was signed."""


class NotYetWritten(Exception):
    """Nothing was written of any child, so there is nothing to sign."""


class SupervisorFirst(Exception):
    """The supervisor signs first: until then what the worker signs could change."""


class NotYetHeld(Exception):
    """The day has not come."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a supervisor writes of one child. Incomplete directions are kept as notes."""

    changed: str
    otherwise: str = ""
    challenge: str = ""
    none_needed_because: str = ""
    wanted: Sequence[rules.Wanted] = ()


@transaction.atomic
def choose_children(chosen: Mapping[int, str], *, by: User, at: datetime) -> int:
    """
    Say which of one's children one wants to speak of next time, and why if one likes; how many.

    :param chosen: the reason by child, which may be empty. What was chosen before and is not in it is taken back.
    :raises NotAllowed: if this person is not supervised here.
    :raises NotTheWorkersChild: if one of them is none of theirs.
    """
    require(by, permissions.BE_SUPERVISED)
    mine = queries.children_held(by.worker_id or 0, viewer=by, on=local_day(at))
    if by.worker_id is None or not set(chosen) <= set(mine):
        raise NotTheWorkersChild
    ChosenByWorker.objects.filter(worker=by.worker_id, used_by__isnull=True).delete()
    ChosenByWorker.objects.bulk_create(
        ChosenByWorker(worker_id=by.worker_id, child_id=child, why=why.strip()[:300], chosen_at=at)
        for child, why in chosen.items()
    )
    note("children chosen for supervision", by=by, at=at, children=len(chosen))
    return len(chosen)


@transaction.atomic
def begin_session(
    worker: Worker, *, held_on: date, kind: Kind, minutes: int, listed: Sequence[Proposed], take: Collection[int],
    by: User, at: datetime,
) -> SupervisionSession:  # fmt: skip
    """
    Begin a session with its list: who is spoken of, and who is not this time and why. Begun again, it is the same.

    :param listed: everybody who was proposed or not, as the page showed them; `take` whom the supervisor chose.
    :raises NotAllowed: if this person may not supervise.
    :raises NotTheirSupervisor: if they do not supervise this worker.
    :raises NobodyChosen: if nobody is spoken of.
    """
    require(by, permissions.SUPERVISE)
    if not queries.supervises(worker.pk, viewer=by, on=local_day(at)):
        raise NotTheirSupervisor
    if not any(each.child in take for each in listed):
        raise NobodyChosen
    session, is_new = SupervisionSession.objects.get_or_create(
        worker=worker, supervisor=by, held_on=held_on, kind=kind, defaults={"minutes": minutes, "begun_at": at}
    )
    if not is_new:
        return session
    OnTheList.objects.bulk_create(
        OnTheList(
            session=session,
            child_id=each.child,
            place=place,
            why=list(each.reasons),
            is_this_time=each.child in take,
            because="" if each.child in take else each.because or "the supervisor chose others",
        )
        for place, each in enumerate(listed)
    )
    ChosenByWorker.objects.filter(worker=worker, child__in=take, used_by__isnull=True).update(used_by=session)
    note("supervision begun", by=by, at=at, subject=session, children=len(take), of=len(listed))
    return session


@transaction.atomic
def write_of_child(session: SupervisionSession, child: int, said: Said, *, by: User, at: datetime) -> ChildDiscussed:
    """
    Write what was said of a child; until the supervisor signs it may be written anew. What says too little to be a
    direction is kept as a note: nothing is lost.

    :raises NotAllowed: if this person may not supervise.
    :raises SupervisionSession.DoesNotExist: if it is not theirs.
    :raises SignedAlready: if they have signed it.
    :raises NotTheWorkersChild: if they may not see the child.
    :raises ChangeMissing, ChallengeMissing: if it does not say so much.
    """
    session = _own(session, by)
    if session.signatures.filter(is_of_supervisor=True).exists():
        raise SignedAlready
    if not visible_children(by).filter(pk=child).exists():
        raise NotTheWorkersChild
    if not said.changed.strip():
        raise ChangeMissing
    if not said.challenge.strip() and not said.none_needed_because.strip():
        raise ChallengeMissing
    words = {name: getattr(said, name).strip() for name in ("changed", "otherwise", "challenge", "none_needed_because")}
    found, _ = ChildDiscussed.objects.update_or_create(
        session=session, child_id=child, defaults={**words, "written_at": at, "written_by": by}
    )
    for wanted in said.wanted:
        if wanted.is_a_direction:
            give(found.pk, wanted, by=by, at=at)
        elif wanted.says_anything:
            _keep_as_note(found, wanted, by=by, at=at)
    note("supervision of a child written", by=by, at=at, subject=found, child_id=child)
    return found


@transaction.atomic
def sign_as_supervisor(session: SupervisionSession, *, by: User, at: datetime) -> Signature:
    """
    Sign as the supervisor: from now on it stands as written, and the worker is told that it waits for them.

    :raises NotAllowed, SupervisionSession.DoesNotExist, SignedAlready: as `write_of_child`.
    :raises NotYetHeld: if the day has not come.
    :raises NotYetWritten: if nothing was written of any child.
    """
    session = _own(session, by)
    if session.held_on > local_day(at):
        raise NotYetHeld
    if session.signatures.filter(is_of_supervisor=True).exists():
        raise SignedAlready
    if not session.children.exists():
        raise NotYetWritten
    signed = _sign(session, is_of_supervisor=True, by=by, at=at)
    tell(
        key=f"supervision to sign/{session.pk}", path=f"/supervision/{session.pk}/view/", worker_id=session.worker_id,
        words=f"Supervision of {session.held_on:%-d %B} waits for your own view and your signature.", by=by, at=at,
    )  # fmt: skip
    return signed


@transaction.atomic
def write_view(discussed: ChildDiscussed, *, view: str, sees_it_differently: bool, by: User, at: datetime) -> None:
    """
    Add the worker's own view of a child. Seeing it differently is recorded and safe: it changes nothing else.

    :raises NotAllowed: if this person is not supervised here.
    :raises ChildDiscussed.DoesNotExist: if it is not of their own supervision.
    :raises SignedAlready: if they have signed.
    """
    require(by, permissions.BE_SUPERVISED)
    mine = ChildDiscussed.objects.filter(session__worker=by.worker_id)
    found = mine.select_for_update(of=("self",)).get(pk=discussed.pk)
    if found.session.signatures.filter(is_of_supervisor=False).exists():
        raise SignedAlready
    found.workers_view, found.viewed_at = view.strip(), at
    found.sees_it_differently = sees_it_differently and bool(view.strip())
    found.save(update_fields=["workers_view", "sees_it_differently", "viewed_at"])
    note("worker’s own view written", by=by, at=at, subject=found, child_id=found.child_id)


@transaction.atomic
def sign_as_worker(session: SupervisionSession, *, by: User, at: datetime) -> Signature:
    """
    Sign as the worker, after the supervisor. Then some records are drawn to be read blind; nobody is told which.

    :raises NotAllowed: if this person is not supervised here.
    :raises SupervisionSession.DoesNotExist: if it is not their supervision.
    :raises SupervisorFirst: if the supervisor has not signed yet.
    :raises SignedAlready: if they have signed.
    """
    require(by, permissions.BE_SUPERVISED)
    mine = SupervisionSession.objects.filter(worker=by.worker_id)
    session = mine.select_for_update(of=("self",)).get(pk=session.pk)
    sides = set(session.signatures.values_list("is_of_supervisor", flat=True))
    if True not in sides:
        raise SupervisorFirst
    if False in sides:
        raise SignedAlready
    signed = _sign(session, is_of_supervisor=False, by=by, at=at)
    say_answered(key=f"supervision to sign/{session.pk}", by=by, at=at)
    draw_of(session, by=by, at=at)
    return signed


@transaction.atomic
def announce_inspection(*, called_at: datetime, by: User, at: datetime) -> InspectionCall:
    """
    Say when an inspection was announced. Whatever is written down afterwards of earlier talks carries its mark.

    :raises NotAllowed: if this person may not say so.
    :raises NotYetHeld: if the moment has not come.
    """
    require(by, permissions.ANNOUNCE_INSPECTION)
    if called_at > at:
        raise NotYetHeld
    call, is_new = InspectionCall.objects.get_or_create(called_at=called_at, defaults={"said_at": at, "said_by": by})
    if is_new:
        note("inspection announced", by=by, at=at, subject=call)
    return call


def _own(session: SupervisionSession, by: User) -> SupervisionSession:
    require(by, permissions.SUPERVISE)
    return SupervisionSession.objects.filter(supervisor=by).select_for_update(of=("self",)).get(pk=session.pk)


def _sign(session: SupervisionSession, *, is_of_supervisor: bool, by: User, at: datetime) -> Signature:
    signed = Signature.objects.create(session=session, is_of_supervisor=is_of_supervisor, signed_by=by, signed_at=at)
    note("supervision signed", by=by, at=at, subject=session, side="supervisor" if is_of_supervisor else "worker")
    return signed


def _keep_as_note(found: ChildDiscussed, wanted: rules.Wanted, *, by: User, at: datetime) -> None:
    SupervisionNote.objects.create(
        discussed=found, words=wanted.what.strip(), owner_id=wanted.owner, due_on=wanted.due_on,
        for_what=wanted.for_what.strip(), written_at=at, written_by=by,
    )  # fmt: skip
