"""Writing visits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.statute.calendar import local_day
from lintel.steps.visits import permissions, rules
from lintel.steps.visits.codes import Seen, Settled, WhyAside
from lintel.steps.visits.models import AsideChild, FamilyVisit, Visit, VisitSetAside
from lintel.steps.visits.queries import family_visits
from lintel.steps.visits.reading import at_about_the_same_time, said_of
from lintel.steps.visits.rules import OfChild, Said

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_visits(records: Sequence[Visit], *, by: User, at: datetime) -> Loaded:
    """
    Lay down visits read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


class NotTheirChildren(Exception):
    """Somebody writes down visits to children they may see."""


class NothingSaid(Exception):
    """A visit says what was seen and heard."""


class NobodyVisited(Exception):
    """A visit is to at least one child."""


class InTheFuture(Exception):
    """A visit is written down once it has been."""


class NotTheirVisit(Exception):
    """Whoever wrote a visit down corrects it; others put their words beside it."""


class SettledAlready(Exception):
    """Somebody has said already what becomes of it."""


class StandsAlready(Exception):
    """Something stands in the record already that this would write over."""

    def __init__(self, visit: FamilyVisit) -> None:
        super().__init__(visit.pk)
        self.visit = visit


class RecordedAlready(StandsAlready):
    """Somebody has written down a visit to the same children at about the same time."""


class ChangedMeanwhile(StandsAlready):
    """The visit is not any more what this person had before them."""


@transaction.atomic
def record_visit(
    said: Said, *, sent_once: UUID, statutory: Collection[int] = (), typed_at: datetime | None = None, by: User,
    at: datetime,
) -> FamilyVisit:  # fmt: skip
    """
    Write down a visit to a family once, and for each child whether they were seen and what they said. Sent again in the
    same words it is the same visit, and nothing is written.

    :param statutory: the children for whom it is a visit under a child protection plan.
    :param typed_at: when it was written down, where that was without a signal.
    :raises NotAllowed: if this person writes no visits down.
    :raises NotTheirChildren, NothingSaid, NobodyVisited, InTheFuture: see there.
    :raises ChangedMeanwhile: if it was sent before in other words, or was changed since.
    :raises RecordedAlready: if somebody has written down what may be the same visit.
    """
    require(by, permissions.RECORD_VISIT)
    _lock(said)
    sent = FamilyVisit.objects.filter(sent_once=sent_once).first()
    if sent is not None and sent.written_by_id == by.pk and rules.says_the_same(said_of(sent), said):
        return sent
    _refuse(said, by, at)
    if sent is not None:
        raise ChangedMeanwhile(sent)
    if (other := at_about_the_same_time(said)) is not None:
        raise RecordedAlready(other)
    written_at = rules.written_at(typed_at, received_at=at)
    return _write(said, statutory, sent_once=sent_once, written_at=written_at, whose=by, by=by, at=at)


@transaction.atomic
def correct_visit(visit: FamilyVisit, said: Said, *, version: int, by: User, at: datetime) -> FamilyVisit:
    """
    Put a visit right; what stood before is kept. Children of whom nothing is said stay as they are.

    :param version: the version this person had before them.
    :raises NotAllowed: if this person writes no visits down.
    :raises NotTheirVisit: if somebody else wrote it down.
    :raises NotTheirChildren, NothingSaid, NobodyVisited, InTheFuture: see there.
    :raises ChangedMeanwhile: if it was changed since they opened it.
    """
    require(by, permissions.RECORD_VISIT)
    _lock(said)
    visit = _locked(visit)
    if visit.written_by_id != by.pk:
        raise NotTheirVisit
    if rules.says_the_same(said_of(visit), said):
        return visit
    if visit.version != version:
        raise ChangedMeanwhile(visit)
    _refuse(said, by, at)
    return _rewrite(visit, said, "visit corrected", by=by, at=at)


@transaction.atomic
def set_aside(
    said: Said, *, why: WhyAside, sent_once: UUID, typed_at: datetime | None = None, beside: FamilyVisit | None = None,
    by: User, at: datetime,
) -> VisitSetAside:  # fmt: skip
    """
    Keep a visit that cannot be put into the record at once, with every word of it; sent again, it is the same.

    :raises NotAllowed: if this person writes no visits down.
    """
    require(by, permissions.RECORD_VISIT)
    mine = VisitSetAside.objects.select_for_update().filter(sent_once=sent_once, sent_by=by)
    if (same := mine.filter(said=rules.as_kept(said)).first()) is not None:
        return same
    if (aside := mine.filter(settled_at__isnull=True).first()) is not None:
        aside.said, aside.received_at = rules.as_kept(said), at
        aside.save(update_fields=["said", "received_at"])
        return aside
    aside = VisitSetAside.objects.create(
        sent_once=sent_once, why=why, sent_by=by, written_at=rules.written_at(typed_at, received_at=at),
        received_at=at, said=rules.as_kept(said), beside=beside,
    )  # fmt: skip
    for child in sorted(said.child_ids):
        AsideChild.objects.create(aside=aside, child_id=child)
        note("visit set aside", by=by, at=at, subject=aside, child_id=child, why=str(why))
    return aside


@transaction.atomic
def join_visit(aside: VisitSetAside, *, by: User, at: datetime) -> FamilyVisit:
    """
    Put the words of a visit that was set aside after those of the visit it stands beside; nothing of either is lost.

    :raises NotAllowed: if this person writes no visits down.
    :raises NotTheirChildren, NotTheirVisit: if they may not see one of the children, or what it stands beside.
    :raises SettledAlready: if somebody has said already what becomes of it, or it stands beside nothing.
    """
    require(by, permissions.RECORD_VISIT)
    aside = _to_settle(aside, by)
    if aside.beside is None:
        raise SettledAlready
    if not family_visits(viewer=by).filter(pk=aside.beside.pk).exists():
        raise NotTheirVisit
    added = rules.from_kept(aside.said)
    _lock(added)
    _refuse(added, by, at)
    visit = _locked(aside.beside)
    whole = rules.joined(said_of(visit), added, by=aside.sent_by.name)
    _rewrite(visit, whole, "visit added to", by=by, at=at)
    _settle(aside, Settled.JOINED, by=by, at=at)
    return visit


@transaction.atomic
def enter_aside(aside: VisitSetAside, *, statutory: Collection[int] = (), by: User, at: datetime) -> FamilyVisit:
    """
    Put a visit that was set aside into the record beside what stands there: whoever sent it went, and wrote it.

    :raises NotAllowed: if this person writes no visits down.
    :raises NotTheirChildren: if they may not see one of the children.
    :raises SettledAlready: if somebody has said already what becomes of it.
    """
    require(by, permissions.RECORD_VISIT)
    aside = _to_settle(aside, by)
    said = rules.from_kept(aside.said)
    _lock(said)
    _refuse(said, by, at)
    # What was sent under the number of a visit that stands becomes another one, with a number of its own.
    is_taken = FamilyVisit.objects.filter(sent_once=aside.sent_once).exists()
    sent_once = uuid4() if is_taken else aside.sent_once
    visit = _write(said, statutory, sent_once=sent_once, written_at=aside.written_at, whose=aside.sent_by, by=by, at=at)
    _settle(aside, Settled.KEPT, by=by, at=at)
    return visit


@transaction.atomic
def put_away(aside: VisitSetAside, *, by: User, at: datetime) -> VisitSetAside:
    """
    Say that the record says already what a visit that was set aside says. Every word of it is kept all the same.

    :raises NotAllowed: if this person writes no visits down.
    :raises NotTheirChildren: if somebody else sent it, and they may not see one of the children.
    :raises SettledAlready: if somebody has said already what becomes of it.
    """
    require(by, permissions.RECORD_VISIT)
    return _settle(_to_settle(aside, by), Settled.PUT_AWAY, by=by, at=at)


def _lock(said: Said) -> None:
    """Hold the children until the transaction is over, so that two people do not write the same visit down."""
    if not said.children:
        raise NobodyVisited
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=said.child_ids).order_by("pk"))


def _refuse(said: Said, by: User, at: datetime) -> None:
    if visible_children(by).filter(pk__in=said.child_ids).count() < len(said.child_ids):
        raise NotTheirChildren
    if not said.seen_and_heard.strip():
        raise NothingSaid
    if rules.is_in_the_future(said, at):
        raise InTheFuture


def _locked(visit: FamilyVisit) -> FamilyVisit:
    return FamilyVisit.objects.select_for_update().get(pk=visit.pk)


def _of_event(said: Said) -> dict[str, object]:
    return {
        "visited_at": said.visited_at, "went_with": said.went_with.strip(), "way": said.way, "met": said.met.strip(),
        "seen_and_heard": said.seen_and_heard.strip(), "next_step": said.next_step.strip(),
        "purposes": list(said.purposes),
    }  # fmt: skip


def _of_child(visit: FamilyVisit, said: OfChild) -> dict[str, object]:
    was_seen = None if said.seen is None else said.seen != Seen.NOT
    return {
        "visited_on": local_day(visit.visited_at), "visited_at": visit.visited_at, "child_seen": was_seen,
        "seen_alone": None if was_seen is None else said.seen == Seen.ALONE,
        "why_not": said.why_not if was_seen is False else "", "own_words": said.own_words.strip(),
        "observed": said.observed.strip(),
    }  # fmt: skip


def _write(
    said: Said, statutory: Collection[int], *, sent_once: UUID, written_at: datetime, whose: User, by: User,
    at: datetime,
) -> FamilyVisit:  # fmt: skip
    visit = FamilyVisit.objects.create(
        sent_once=sent_once, worker_id=whose.worker_id, written_at=written_at, received_at=at, written_by=whose,
        **_of_event(said),
    )  # fmt: skip
    for each in said.children:
        _write_child(visit, each, is_statutory=each.child_id in statutory)
        note("visit recorded", by=by, at=at, subject=visit, child_id=each.child_id)
    return visit


def _write_child(visit: FamilyVisit, said: OfChild, *, is_statutory: bool) -> None:
    Visit.objects.create(
        key=f"visit here/{visit.pk}/{said.child_id}", screen="visits", recorded_at=visit.written_at,
        family_visit=visit, child_id=said.child_id, worker_id=visit.worker_id, is_statutory=is_statutory,
        **_of_child(visit, said),
    )  # fmt: skip


def _rewrite(visit: FamilyVisit, said: Said, act: str, *, by: User, at: datetime) -> FamilyVisit:
    for name, value in _of_event(said).items():
        setattr(visit, name, value)
    visit.version, visit.corrected_at, visit.corrected_by = visit.version + 1, at, by
    visit.save()
    stand = {each.child_id: each for each in visit.visits.select_for_update()}
    for each in said.children:
        if (held := stand.get(each.child_id)) is None:
            _write_child(visit, each, is_statutory=False)
        else:
            for name, value in _of_child(visit, each).items():
                setattr(held, name, value)
            held.save()
        note(act, by=by, at=at, subject=visit, child_id=each.child_id)
    return visit


def _to_settle(aside: VisitSetAside, by: User) -> VisitSetAside:
    found = VisitSetAside.objects.select_for_update(of=("self",)).select_related("sent_by", "beside").get(pk=aside.pk)
    children = {each.child_id for each in found.children.all()}
    if found.sent_by_id != by.pk and visible_children(by).filter(pk__in=children).count() < len(children):
        raise NotTheirChildren
    if found.settled_at is not None:
        raise SettledAlready
    return found


def _settle(aside: VisitSetAside, settled: Settled, *, by: User, at: datetime) -> VisitSetAside:
    aside.settled_as, aside.settled_at, aside.settled_by = settled, at, by
    aside.save(update_fields=["settled_as", "settled_at", "settled_by"])
    for child in aside.children.all():
        note("visit set aside is settled", by=by, at=at, subject=aside, child_id=child.child_id, how=str(settled))
    return aside
