"""Filling posts, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Q

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.foundation.workforce import keys
from lintel.foundation.workforce.codes import Basis
from lintel.foundation.workforce.models import Appointment, Post, Recruitment, Worker
from lintel.foundation.workforce.permissions import RECRUIT
from lintel.foundation.workforce.posts.actions import SCREEN, locked
from lintel.foundation.workforce.recruiting.namesakes import namesakes
from lintel.foundation.workforce.recruiting.paths import path_of_search
from lintel.foundation.workforce.recruiting.rules import Path, not_written_down, out_of_order
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_recruitments(records: Sequence[Recruitment], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


class ClosedAlready(Exception):
    """The post is closed by that day."""


class HeldByThen(Exception):
    """Somebody holds the post then, or nobody has said when they leave."""


class AskedForAlready(Exception):
    """The post was signed for already, and is still being filled."""


class NotAskedFor(Exception):
    """Nobody has signed for the post, or it was filled since."""


class NotYet(Exception):
    """What comes before it was not written down."""


class OutOfOrder(Exception):
    """The day is before what came earlier, after what came later, or has not come."""


class BecauseMissing(Exception):
    """What fell through says why: the next search begins with that."""


class InAnotherPost(Exception):
    """This time in a team belongs to another team or another post."""


class NameIsKnown(Exception):
    """Somebody of that name works here, or did: it must be said whether it is they, or somebody new."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        super().__init__(", ".join(f"{each}" for each in workers))
        self.workers = workers


@transaction.atomic
def close_post(post: Post, *, closes_on: date, by: User, at: datetime) -> Post:
    """
    Close a post: from that day it is no longer part of the establishment. A search for its holder is over at once.

    :raises NotAllowed, NotInTheirLine: if this person closes no posts, or none in this team.
    :raises OutOfOrder: if it would close before it opens.
    :raises HeldByThen: if somebody still holds it on that day.
    """
    require(by, RECRUIT)
    post = locked(post, by)
    if closes_on < post.opens_on:
        raise OutOfOrder(closes_on)
    if post.appointments.filter(Q(leaves_on__isnull=True) | Q(leaves_on__gt=closes_on)).exists():
        raise HeldByThen(post.pk)
    post.closes_on = closes_on
    post.save(update_fields=["closes_on"])
    if (search := _open_search(post)) is not None:
        _end_search(search, on=max(local_day(at), _last_done(search)), because="The post was closed.")
    note("post closed", subject=post, by=by, at=at, closes_on=str(closes_on))
    return post


@transaction.atomic
def ask_to_fill(post: Post, *, signed_on: date, by: User, at: datetime) -> Recruitment:
    """
    Sign the requisition: a post is to be filled. The time to fill it (K40) runs from this day.

    :raises NotAllowed, NotInTheirLine: as for opening one.
    :raises OutOfOrder: if the day has not come.
    :raises ClosedAlready: if the post is closed by then.
    :raises AskedForAlready: if it is being filled already.
    :raises HeldByThen: if it has a holder of whom nobody has said when they leave.
    """
    require(by, RECRUIT)
    post = locked(post, by)
    if signed_on > local_day(at):
        raise OutOfOrder(signed_on)
    if post.closes_on is not None and post.closes_on <= signed_on:
        raise ClosedAlready(post.closes_on)
    if _open_search(post) is not None:
        raise AskedForAlready(post.pk)
    if post.appointments.filter(leaves_on__isnull=True).exists():
        raise HeldByThen(post.pk)
    _keep_how_it_was_filled(post)
    post.requisition_signed_on = signed_on
    post.save(update_fields=["requisition_signed_on"])
    search = _begin(post, signed_on, at=at)
    note("requisition signed", subject=post, by=by, at=at, signed_on=str(signed_on), recruitment=search.pk)
    return search


@transaction.atomic
def note_advertised(post: Post, *, on: date, by: User, at: datetime) -> Recruitment:
    """
    Write down when a post was advertised.

    :raises NotAllowed, NotInTheirLine, NotAskedFor, OutOfOrder: see there.
    """
    require(by, RECRUIT)
    return _say(post, "post advertised", {"advertised_on": on}, by=by, at=at)


@transaction.atomic
def note_offer(post: Post, *, on: date, by: User, at: datetime) -> Recruitment:
    """
    Write down when an offer was made. Said again, the later word holds: that is how a day is put right.

    :raises NotAllowed, NotInTheirLine, NotAskedFor, OutOfOrder: see there.
    """
    require(by, RECRUIT)
    return _say(post, "offer made", {"offered_on": on}, by=by, at=at)


@transaction.atomic
def note_acceptance(post: Post, *, on: date, by: User, at: datetime) -> Recruitment:
    """
    Write down when the offer was accepted; from then on checks are under way.

    :raises NotAllowed, NotInTheirLine, NotAskedFor, OutOfOrder: see there.
    :raises NotYet: if no offer was written down.
    """
    require(by, RECRUIT)
    return _say(post, "offer accepted", {"offer_accepted_on": on}, needs="offered_on", by=by, at=at)


@transaction.atomic
def note_checks_done(post: Post, *, on: date, by: User, at: datetime) -> Recruitment:
    """
    Write down when the last check came back: identity, references, criminal records, registration.

    :raises NotAllowed, NotInTheirLine, NotAskedFor, OutOfOrder: see there.
    :raises NotYet: if no acceptance was written down.
    """
    require(by, RECRUIT)
    return _say(post, "checks done", {"checks_done_on": on}, needs="offer_accepted_on", by=by, at=at)


@transaction.atomic
def agree_start(post: Post, *, starts_on: date, by: User, at: datetime) -> Recruitment:
    """
    Agree the day somebody starts. The forecast expects them on it, and no longer by what such posts usually take.

    :raises NotAllowed, NotInTheirLine, NotAskedFor: see there.
    :raises NotYet: if no acceptance was written down.
    :raises OutOfOrder: if it is before they accepted.
    """
    require(by, RECRUIT)
    agreed = {"starts_on": starts_on, "start_agreed_on": local_day(at)}
    return _say(post, "start agreed", agreed, needs="offer_accepted_on", by=by, at=at)


@transaction.atomic
def note_started(
    post: Post, *, starts_on: date, appointment: Appointment | None = None, name: str = "",
    basis: Basis = Basis.PERMANENT, supervisor_id: int | None = None, is_newly_qualified: bool = False,
    worker: Worker | None = None, is_somebody_new: bool = False, by: User, at: datetime,
) -> Recruitment:  # fmt: skip
    """
    Write down that somebody has started: with the time in the team that the staff list has already or, where it has
    none, one made here from the post and their name. What was skipped on the way stays visible as not written down.

    :param is_newly_qualified: whether they are in their first year: their load is protected.
    :param worker: which of those of that name they are; `is_somebody_new` if they are none of them.
    :raises NotAllowed, NotInTheirLine, NotAskedFor: see there.
    :raises OutOfOrder: if it has not come, or is before the requisition, the offer or its acceptance.
    :raises InAnotherPost: if that time belongs to another team or post.
    :raises NotYet: if nobody is named.
    :raises NameIsKnown: if there is somebody of that name, and nobody said which of them it is, or that it is none.
    """
    require(by, RECRUIT)
    post = locked(post, by)
    search = _search(post, at=at)
    name = " ".join(name.split())
    if appointment is not None:
        appointment = _taken_over(appointment, post)
    elif not name:
        raise NotYet
    starts_on = appointment.starts_on if appointment else starts_on
    if not _accepted(search) <= starts_on <= local_day(at):
        raise OutOfOrder(starts_on)
    if appointment is None:
        who = worker if worker and not is_somebody_new else None
        worker = _who_it_is(name, post, starts_on, said=who, is_somebody_new=is_somebody_new, at=at)
        appointment = _appointed(post, worker, starts_on=starts_on, basis=basis, supervisor_id=supervisor_id, at=at)
    _protect(appointment, is_newly_qualified=is_newly_qualified)
    search.appointment = appointment
    search.save(update_fields=["appointment"])
    missing = not_written_down(_path(search))
    note(
        "started in a post", subject=post, by=by, at=at, recruitment=search.pk, appointment=search.appointment_id,
        starts_on=str(starts_on), not_written_down=missing,
    )  # fmt: skip
    return search


@transaction.atomic
def fell_through(post: Post, *, on: date, because: str, by: User, at: datetime) -> Recruitment:
    """
    Write down that it came to nothing, and why. The requisition stays and the search begins again on that day.

    :return: the search that begins.
    :raises NotAllowed, NotInTheirLine, NotAskedFor, BecauseMissing: see there.
    :raises OutOfOrder: if it has not come, or is before what was last done.
    """
    require(by, RECRUIT)
    post = locked(post, by)
    search = _search(post, at=at)
    if not because.strip():
        raise BecauseMissing
    if not _last_done(search) <= on <= local_day(at):
        raise OutOfOrder(on)
    _end_search(search, on=on, because=because.strip())
    again = _begin(post, search.signed_on, at=at)
    note("recruitment fell through", subject=post, by=by, at=at, recruitment=search.pk, because=because.strip())
    return again


def _open_search(post: Post) -> Recruitment | None:
    return post.recruitments.filter(appointment__isnull=True, fell_through_on__isnull=True).first()


def _search(post: Post, *, at: datetime) -> Recruitment:
    """The search that is under way; for a post whose requisition came from a file, one is begun."""
    if (search := _open_search(post)) is not None:
        return search
    signed_on = post.requisition_signed_on
    is_closed = post.closes_on is not None and post.closes_on <= local_day(at)
    if signed_on is None or is_closed or _filled_since(post) is not None:
        raise NotAskedFor(post.pk)
    return _begin(post, signed_on, at=at)


def _filled_since(post: Post) -> Appointment | None:
    """The first holder since the requisition that stands on the post was signed."""
    return post.appointments.filter(starts_on__gte=post.requisition_signed_on).order_by("starts_on", "pk").first()


def _begin(post: Post, signed_on: date, *, at: datetime) -> Recruitment:
    return Recruitment.objects.create(
        key=_next_key(post), screen=SCREEN, recorded_at=at, post=post, signed_on=signed_on
    )  # fmt: skip


def _next_key(post: Post) -> str:
    return f"recruitment/{post.pk}/{post.recruitments.count() + 1}"


def _keep_how_it_was_filled(post: Post) -> None:
    """Before a post is signed for anew, write down how it was filled the last time, where only its dates said so."""
    if post.requisition_signed_on is None or (first := _filled_since(post)) is None:
        return
    is_known = Q(appointment=first) | Q(post=post, signed_on=post.requisition_signed_on, appointment__isnull=False)
    if not Recruitment.objects.filter(is_known).exists():
        Recruitment.objects.create(
            key=_next_key(post), screen=SCREEN, post=post, appointment=first, signed_on=post.requisition_signed_on
        )  # fmt: skip


def _end_search(search: Recruitment, *, on: date, because: str) -> None:
    search.fell_through_on, search.fell_through_because = on, because
    search.save(update_fields=["fell_through_on", "fell_through_because"])


def _say(post: Post, act: str, said: dict[str, date], *, needs: str = "", by: User, at: datetime) -> Recruitment:
    """Write days into the search that is under way, if they are in order and what comes before is known."""
    post = locked(post, by)
    search = _search(post, at=at)
    if needs and getattr(search, needs) is None:
        raise NotYet(needs)
    for name, day in said.items():
        setattr(search, name, day)
        if name != "starts_on" and day > local_day(at):
            raise OutOfOrder(day)
    path = _path(search)
    is_early = _is_before(path.starts_on, path.accepted_on) or _is_before(path.advertised_on, path.signed_on)
    if is_early or out_of_order(path):
        raise OutOfOrder(*said.values())
    search.save(update_fields=list(said))
    days = {name: str(day) for name, day in said.items()}
    note(act, subject=post, by=by, at=at, recruitment=search.pk, days=days)
    return search


def _path(search: Recruitment) -> Path:
    before = Recruitment.objects.filter(post=search.post_id, signed_on=search.signed_on, fell_through_on__isnull=False)
    return path_of_search(search, again_from=before.aggregate(last=Max("fell_through_on"))["last"])


def _accepted(search: Recruitment) -> date:
    """The last of what comes before a start; checks may come back after it, and then stay visible as late."""
    path = _path(search)
    return max(filter(None, (path.signed_on, path.offered_on, path.accepted_on)))


def _last_done(search: Recruitment) -> date:
    path = _path(search)
    return max(filter(None, (path.signed_on, path.offered_on, path.accepted_on, path.checks_done_on)))


def _is_before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def _taken_over(appointment: Appointment, post: Post) -> Appointment:
    """A time in the team that the staff list had already, now in this post."""
    held = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if held.team_id != post.team_id or held.post_id not in (None, post.pk):
        raise InAnotherPost(held.pk)
    held.post = post
    held.save(update_fields=["post"])
    return held


def _protect(appointment: Appointment, *, is_newly_qualified: bool) -> None:
    """Not ticked says nothing: a staff list may know it already."""
    if is_newly_qualified and not appointment.is_newly_qualified:
        appointment.is_newly_qualified = True
        appointment.save(update_fields=["is_newly_qualified"])


def _who_it_is(
    name: str, post: Post, starts_on: date, *, said: Worker | None, is_somebody_new: bool, at: datetime
) -> Worker:  # fmt: skip
    """Whoever starts: nobody becomes somebody else, with their account and their children, because of a name."""
    known = namesakes(name)
    if is_somebody_new or not known:
        numbered = (keys.namesake(name, n) for n in count(2))
        key = next(key for key in numbered if not _is_taken(key)) if known else keys.worker(name=name)
        return Worker.objects.create(key=key, screen=SCREEN, recorded_at=at, name=name[:120])
    for worker in known:
        is_listed = Appointment.objects.filter(key=keys.appointment(worker.key, post.team.key, starts_on)).exists()
        if worker == said or (said is None and is_listed):
            return worker
    raise NameIsKnown(known)


def _is_taken(key: str) -> bool:
    return Worker.objects.filter(key=key).exists()


def _appointed(
    post: Post, worker: Worker, *, starts_on: date, basis: Basis, supervisor_id: int | None, at: datetime
) -> Appointment:
    """A time in the team that the staff list may not have yet; a later list finds it by the same key."""
    at_key = keys.appointment(worker.key, post.team.key, starts_on)
    if (listed := Appointment.objects.filter(key=at_key).first()) is not None:
        return _taken_over(listed, post)
    return Appointment.objects.create(
        key=at_key, screen=SCREEN, recorded_at=at, worker=worker,
        team=post.team, post=post, job_title=post.title, fte=post.fte, basis=basis,
        is_case_holding=post.is_case_holding, supervisor_id=supervisor_id, starts_on=starts_on,
    )  # fmt: skip
