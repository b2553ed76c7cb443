"""What the dates of a post and of the searches for its holder say of one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from lintel.foundation.workforce.models import Appointment, Post, Recruitment
from lintel.foundation.workforce.recruiting.paths import path_of_search
from lintel.foundation.workforce.recruiting.rules import Path, as_known_on

# By the appointment's id, the day on which its holder held their first case in the post.
FirstCases = Mapping[int, date]


@dataclass(frozen=True)
class Requisition:
    """What was signed for once: the searches it led to, earliest first, and who started in the end."""

    signed_on: date
    searches: tuple[Recruitment, ...]
    holder: Appointment | None


@dataclass(frozen=True)
class Found:
    """A post on a day: how far it has come, who is in it, and how often an offer had come to nothing by then."""

    path: Path
    holder: Appointment | None = None
    times_fallen_through: int = 0


def requisitions(post: Post) -> list[Requisition]:
    """Everything a post was signed for, earliest first; `post` with its appointments and searches."""
    searches = sorted(post.recruitments.all(), key=lambda search: search.pk)
    days = {search.signed_on for search in searches}
    if post.requisition_signed_on is not None:
        days.add(post.requisition_signed_on)
    found = []
    for day, until in pairwise([*sorted(days), date.max]):
        mine = tuple(search for search in searches if search.signed_on == day)
        found.append(Requisition(day, mine, _holder(post, mine, day, until)))
    return found


def _holder(post: Post, searches: tuple[Recruitment, ...], signed_on: date, until: date) -> Appointment | None:
    """Who is noted as having started or, where only dates say so, the first to start before it was signed for anew."""
    noted = next((search.appointment for search in searches if search.appointment), None)
    return noted or next((each for each in post.appointments.all() if signed_on <= each.starts_on < until), None)


def paths(requisition: Requisition, cases: FirstCases, on: date) -> list[Path]:
    """The path of each search that had begun by a day; the last of them is under way, or has ended in a start."""
    found, begins = list[Path](), requisition.signed_on
    for search in requisition.searches:
        if begins > on:
            return found
        if not (search.fell_through_on and search.fell_through_on <= on):
            return [*found, as_known_on(_ended(path_of_search(search, again_from=begins), requisition, cases), on)]
        found.append(as_known_on(path_of_search(search, again_from=begins), on))
        begins = search.fell_through_on
    return [*found, as_known_on(_ended(Path(signed_on=begins), requisition, cases), on)]


def _ended(path: Path, requisition: Requisition, cases: FirstCases) -> Path:
    if requisition.holder is None:
        return path
    return replace(
        path, started_on=requisition.holder.starts_on, first_case_on=cases.get(requisition.holder.pk)
    )  # fmt: skip


def path_on(post: Post, cases: FirstCases, on: date) -> Found:
    """How far a post had come by the end of a day."""
    holder = next((each for each in reversed(post.appointments.all()) if _is_there(each, on)), None)
    signed = [each for each in requisitions(post) if each.signed_on <= on]
    vacant_since = None if holder else _vacant_since(post, on)
    if signed and not _is_spent(signed[-1], holder, on):
        walked = paths(signed[-1], cases, on)
        return Found(replace(walked[-1], vacant_since=vacant_since), holder, len(walked) - 1)
    if holder is None:
        return Found(Path(vacant_since=vacant_since))
    return Found(as_known_on(Path(started_on=holder.starts_on, first_case_on=cases.get(holder.pk)), on), holder)


def _is_there(appointment: Appointment, on: date) -> bool:
    return appointment.starts_on <= on and (appointment.leaves_on is None or appointment.leaves_on > on)


def _is_spent(requisition: Requisition, holder: Appointment | None, on: date) -> bool:
    """Whether somebody started and is there no more: the post is as if nobody had signed for it."""
    started = requisition.holder
    if started is None or started.starts_on > on:
        return False
    return holder is None or holder.worker_id != started.worker_id


def _vacant_since(post: Post, on: date) -> date | None:
    """The day the last holder was no longer there, or the post opened; None where it opens later."""
    left = [each.leaves_on for each in post.appointments.all() if each.leaves_on and each.leaves_on <= on]
    return max([day for day in (post.opens_on, *left) if day <= on], default=None)
