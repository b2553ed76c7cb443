"""Asking for the numbers of both sides: worked out once, the same for every reader; an agency reads its own share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may, require
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.foundation.agencies.queries import agencies, agency_of
from lintel.oversight.performance.answers import Reading
from lintel.oversight.performance.keeping import CHANGES_CONTACTS, CHANGES_NUMBERS, keep, state_of_the_record
from lintel.oversight.performance.partnership.rules import (
    IN_DISCUSSIONS,
    OF_NOTICES,
    Answers,
    Named,
    Share,
    Told,
    answers_of,
    shares_of,
    words_of,
)
from lintel.oversight.performance.permissions import SEE_NUMBERS_OF_BOTH_SIDES
from lintel.oversight.performance.queries import SECONDS_KEPT_ON_A_DAY_NOT_OVER, of_the_whole_service
from lintel.statute.calendar import local_day
from lintel.steps.agency_checks.queries import AnswerTimes, answer_times, answer_times_of_all, our_answer_times
from lintel.steps.agency_checks.rules import Lag
from lintel.steps.enquiries.discussing.rules import RUNGS
from lintel.steps.enquiries.models import DiscussionEscalation
from lintel.steps.police_notifications.codes import Party
from lintel.steps.police_notifications.models import Escalation

WEEKS = 13


@dataclass(frozen=True)
class Line:
    """One number: of the whole service, and what it says of agencies. Nothing here names a child or a worker."""

    reading: Reading
    words: str
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class BothSides:
    """
    What a reader is told.

    :param ours: the agency whose share is shown, where the reader answers for one; without it, all are.
    """

    ours: Named | None
    lines: tuple[Line, ...]
    ladder: tuple[Answers, ...]
    notices_ladder: tuple[Answers, ...]
    answers_of_all: Lag
    answers: tuple[AnswerTimes, ...]

    def of(self, codes: tuple[str, ...]) -> list[Line]:
        return [line for line in self.lines if line.reading.code in codes]

    @property
    def in_discussions(self) -> list[Line]:
        return self.of(IN_DISCUSSIONS)

    @property
    def of_notices(self) -> list[Line]:
        return self.of(OF_NOTICES)


def numbers_of_both_sides(*, viewer: User, at: datetime) -> BothSides | None:
    """
    The numbers of protection. What is few enough to point at a child is hidden, from us as from them.

    None for whoever has the role of a partner agency and answers for none now.

    :raises NotAllowed: if this person may not see them.
    """
    require(viewer, SEE_NUMBERS_OF_BOTH_SIDES)
    agency = agency_of(viewer=viewer) if may(viewer, WORK_FOR_AN_AGENCY) else None
    if agency is None and may(viewer, WORK_FOR_AN_AGENCY):
        return None
    ours = Named(agency.name, AgencyKind(agency.kind)) if agency else None
    since = at - timedelta(weeks=WEEKS)
    found = _of_all(viewer=viewer, at=at)
    mine = our_answer_times(viewer=viewer, since=since, at=at)
    return BothSides(
        ours=ours,
        lines=tuple(_read_by(ours, line) for line in found),
        ladder=_ladder(since=since, at=at),
        notices_ladder=tuple(
            each for each in _notices_ladder(since=since, at=at) if ours is None or each.kind in (None, ours.kind)
        ),
        answers_of_all=answer_times_of_all(viewer=viewer, since=since, at=at),
        answers=(mine,) if mine else tuple(answer_times(viewer=viewer, since=since, at=at)),
    )


def _of_all(*, viewer: User, at: datetime) -> tuple[Line, ...]:
    """Every line with every share, kept until something it is made of is written: all readers are read this one."""
    named = tuple(sorted(Named(each.name, AgencyKind(each.kind)) for each in agencies(viewer=viewer)))
    day, hour = local_day(at), int(at.timestamp() // SECONDS_KEPT_ON_A_DAY_NOT_OVER)
    return keep(
        lambda: _worked_out(named, viewer=viewer, as_at=day, now=at),
        "numbers of both sides", day, hour, named, state_of_the_record(*CHANGES_NUMBERS, *CHANGES_CONTACTS),
    )  # fmt: skip


def _worked_out(among: tuple[Named, ...], *, viewer: User, as_at: date, now: datetime) -> tuple[Line, ...]:
    evidence, found = of_the_whole_service((*IN_DISCUSSIONS, *OF_NOTICES), viewer=viewer, as_at=as_at, now=now)
    return tuple(
        Line(
            reading,
            words_of(reading),
            tuple(shares_of(reading.indicator, cases, evidence, among)) if reading.is_known else (),
        )
        for reading, cases in found
    )


def _read_by(ours: Named | None, line: Line) -> Line:
    """To an agency, its own share and the whole; to us, everybody's."""
    if ours is None:
        return line
    return replace(line, shares=tuple(share for share in line.shares if share.is_of(ours)))


def _ladder(*, since: datetime, at: datetime) -> tuple[Answers, ...]:
    """Of each rung that is told that a child waits for a strategy discussion."""
    rows = list(DiscussionEscalation.objects.filter(told_at__gte=since).values_list("rung", "told_at", "answered_at"))
    return tuple(
        answers_of(
            " and ".join(filter(None, (rung.ours, rung.theirs))),
            (Told(told_at, answered_at) for number, told_at, answered_at in rows if number == rung.number),
            at=at, is_about_children=True,
        )
        for rung in RUNGS
    )  # fmt: skip


def _notices_ladder(*, since: datetime, at: datetime) -> tuple[Answers, ...]:
    """Of what was escalated about police notices: all of it and, by whose hours broke the limit, each side's."""
    rows = list(Escalation.objects.filter(raised_at__gte=since).values_list("party", "raised_at", "answered_at"))
    sides = (("Both sides", tuple(Party), None), (Party.OURS.words, (Party.OURS,), None),
             (Party.POLICE.words, (Party.POLICE, Party.TRANSIT), AgencyKind.POLICE))  # fmt: skip
    return tuple(
        answers_of(
            whose, (Told(raised_at, answered_at) for party, raised_at, answered_at in rows if party in parties),
            at=at, is_about_children=False, kind=kind,
        )
        for whose, parties, kind in sides
    )  # fmt: skip
