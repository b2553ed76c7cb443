"""Reading posts, and how they were filled, straight into light tuples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from lintel.foundation.workforce.models import Appointment, Post, Recruitment
from lintel.oversight.performance import records as r


class _Start(NamedTuple):
    worker_id: int
    starts_on: date


class _Search(NamedTuple):
    post_id: int
    signed_on: date
    holder_id: int | None
    filled_on: date | None
    starts_on: date | None
    agreed_on: date | None
    fell_through_on: date | None


def read_posts(*, teams: Iterable[int] | None) -> list[r.Post]:
    """
    The establishment.

    :param teams: only of these; None for all.
    """
    asked = Post.objects.all() if teams is None else Post.objects.filter(team__in=teams)
    rows = asked.order_by("pk").values_list(
        "pk", "team_id", "fte", "is_case_holding", "funding_line", "opens_on", "closes_on"
    )
    return [
        r.Post(pk, team, float(fte), is_case_holding, bool(funding_line), opens_on, closes_on)
        for pk, team, fte, is_case_holding, funding_line, opens_on, closes_on in rows
    ]


def read_fillings(*, teams: Iterable[int] | None) -> list[r.Filling]:
    """
    Every case-holding post for each requisition that was signed: the one that stands on it, and those filled before.

    :param teams: only of these; None for all.
    """
    asked = Post.objects.filter(is_case_holding=True, requisition_signed_on__isnull=False)
    if teams is not None:
        asked = asked.filter(team__in=teams)
    starts, searches = _starts(), _searches()
    found = []
    for post in asked.order_by("pk"):
        signed = {search.signed_on for search in searches[post.pk] if search.filled_on}
        for signed_on in sorted(signed | {post.requisition_signed_on} if post.requisition_signed_on else signed):
            found.append(_filling(post, signed_on, starts[post.pk], searches[post.pk]))
    return found


def _filling(post: Post, signed_on: date, starts: list[_Start], searches: list[_Search]) -> r.Filling:
    mine = [search for search in searches if search.signed_on == signed_on]
    holder, filled_on = next(((s.holder_id, s.filled_on) for s in mine if s.filled_on), (None, None))
    if filled_on is None:
        holder, filled_on = next(
            ((start.worker_id, start.starts_on) for start in starts if start.starts_on >= signed_on), (None, None)
        )
    return r.Filling(
        post_id=post.pk, team_id=post.team_id, signed_on=signed_on, filled_on=filled_on,
        is_funded=bool(post.funding_line), holder_id=holder, closes_on=post.closes_on, title=post.title,
        agreed=tuple(
            r.Agreement(search.agreed_on, search.starts_on, search.fell_through_on)
            for search in mine
            if search.agreed_on and search.starts_on
        ),
        fell_through=tuple(search.fell_through_on for search in mine if search.fell_through_on),
    )  # fmt: skip


def _starts() -> dict[int, list[_Start]]:
    found: dict[int, list[_Start]] = defaultdict(list)
    asked = Appointment.objects.filter(post__isnull=False).order_by("starts_on", "pk")
    for post_id, worker_id, starts_on in asked.values_list("post_id", "worker_id", "starts_on"):
        if post_id is not None:
            found[post_id].append(_Start(worker_id, starts_on))
    return found


def _searches() -> dict[int, list[_Search]]:
    found: dict[int, list[_Search]] = defaultdict(list)
    rows = Recruitment.objects.order_by("pk").values_list(
        "post_id", "signed_on", "appointment__worker_id", "appointment__starts_on", "starts_on", "start_agreed_on",
        "fell_through_on",
    )  # fmt: skip
    for row in rows:
        found[row[0]].append(_Search(*row))
    return found
