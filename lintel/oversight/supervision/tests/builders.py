"""Supervision of Priya by Marcus, on the path real ones take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from lintel.foundation.local_limits.actions import set_local_limit
from lintel.foundation.people.models import Person
from lintel.oversight.supervision.actions import (
    Said,
    begin_session,
    sign_as_supervisor,
    sign_as_worker,
    write_of_child,
    write_view,
)
from lintel.oversight.supervision.codes import Kind
from lintel.oversight.supervision.models import Direction, RubricDraw, SupervisionNote, SupervisionSession
from lintel.oversight.supervision.packs.queries import about_children
from lintel.oversight.supervision.personal.actions import keep_personal
from lintel.oversight.supervision.proposing import propose
from lintel.oversight.supervision.rules import Wanted
from lintel.statute.calendar import local_day
from tests.cast import NOW, Bells, Cast

CHANGED = "She sleeps at her grandmother’s and has been at school every day."
OTHERWISE = "Perhaps she is quiet because she is tired, and not because she is afraid."
CHALLENGE = "I asked why nobody has spoken with her father. Priya will ring him."
VIEW = "I think it is going too fast for Ruth."
MONTH = timedelta(days=28)


def wanted(cast: Cast, *, due_on: date = date(2025, 3, 14), **said: object) -> Wanted:
    """A direction that says who, what, by when and for what change."""
    words = {"what": "Ring the school nurse about Mia’s teeth", "for_what": "Mia eats without pain"} | said
    return Wanted(owner=cast.priya.worker_id, due_on=due_on, **words)  # type: ignore[arg-type]


def said_of(cast: Cast, *, wants: Sequence[Wanted] | None = None, changed: str = CHANGED) -> Said:
    """What a supervisor writes of a child."""
    given = [wanted(cast)] if wants is None else wants
    return Said(changed=changed, otherwise=OTHERWISE, challenge=CHALLENGE, wanted=given)


def begun(cast: Cast, children: Sequence[Person], *, at: datetime = NOW, minutes: int = 90) -> SupervisionSession:
    """A session of Marcus with Priya about these children, with the list as the system proposes it."""
    worker = cast.priya.worker
    about = about_children(worker.pk, viewer=cast.marcus, at=at)
    agenda = propose(about, minutes=minutes, minutes_a_child=8, on=local_day(at))
    return begin_session(
        worker, held_on=local_day(at), kind=Kind.CASE, minutes=minutes,
        listed=[*agenda.this_time, *agenda.not_this_time], take=[child.pk for child in children], by=cast.marcus, at=at,
    )  # fmt: skip


def written(
    cast: Cast, bells: Bells, *, at: datetime = NOW, of: Sequence[Person] | None = None, said: Said | None = None
) -> SupervisionSession:
    """A session of which everything is written and nothing signed."""
    session = begun(cast, of or [bells.mia], at=at)
    for child in of or [bells.mia]:
        write_of_child(session, child.pk, said or said_of(cast), by=cast.marcus, at=at)
    return session


def signed(
    cast: Cast, bells: Bells, *, at: datetime = NOW, of: Sequence[Person] | None = None, said: Said | None = None
) -> SupervisionSession:
    """A session with the worker's own view, signed by both."""
    session = written(cast, bells, at=at, of=of, said=said)
    sign_as_supervisor(session, by=cast.marcus, at=at)
    for each in session.children.all():
        write_view(each, view=VIEW, sees_it_differently=False, by=cast.priya, at=at)
    sign_as_worker(session, by=cast.priya, at=at)
    return session


@dataclass(frozen=True, kw_only=True)
class Months:
    """A month of supervision: a session signed and one being written, and what came of the first."""

    signed: SupervisionSession
    being_written: SupervisionSession
    direction: Direction
    note: SupervisionNote
    draw: RubricDraw


def draw_all(cast: Cast) -> None:
    """Let every record be drawn to be read blind, and each by two."""
    for code in ("supervision_rubric_share", "supervision_two_raters"):
        set_local_limit(
            code, amount=Decimal(1), effective_from=date(2025, 1, 1), source="A test", reason="So that all are drawn.",
            by=cast.helen, at=NOW,
        )  # fmt: skip


def a_month(cast: Cast, bells: Bells) -> Months:
    """Something of everything supervision has: an overdue direction, a note, a draw, and the personal part."""
    draw_all(cast)
    before = NOW - timedelta(days=10)
    wants = [wanted(cast, due_on=date(2025, 2, 28)), wanted(cast, for_what="")]
    first = signed(cast, bells, at=before, said=said_of(cast, wants=wants))
    keep_personal(cast.priya.worker, held_on=before.date(), words="She is tired.", by=cast.marcus, at=before)
    return Months(
        signed=first, being_written=written(cast, bells, of=[bells.noah], said=said_of(cast, wants=[])),
        direction=Direction.objects.get(), note=SupervisionNote.objects.get(), draw=RubricDraw.objects.get(),
    )  # fmt: skip
