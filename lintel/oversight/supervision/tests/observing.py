"""A session of Marcus with Priya that somebody sits in on, on the path real ones take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from lintel.foundation.access.models import User
from lintel.foundation.local_limits.actions import set_local_limit
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.models import SupervisionSession
from lintel.oversight.supervision.observed.actions import agree, hand_in, offer
from lintel.oversight.supervision.observed.models import Observation
from lintel.oversight.supervision.tests.builders import Months, begun
from tests.cast import NOW, Bells, Cast

SEEN = {Dimension.CHILD: 3, Dimension.REFLECTION: 2, Dimension.CHALLENGE: 1, Dimension.DIRECTION: 3,
        Dimension.FOLLOW_THROUGH: 0, Dimension.SUPPORT: 2}  # fmt: skip
LINE = "You let the silence stand, and she said it."


def offered(session: SupervisionSession, observer: User, *, at: datetime = NOW) -> Observation:
    """Offered by its supervisor, and not answered yet."""
    return offer(session, observer.pk, by=session.supervisor, at=at)


def agreed_to(cast: Cast, session: SupervisionSession, observer: User, *, at: datetime = NOW) -> Observation:
    """Both have said yes."""
    return agree(offered(session, observer, at=at), by=cast.priya, at=at)


def seen(
    cast: Cast, session: SupervisionSession, observer: User, *, scores: Mapping[Dimension, int] = SEEN,
    at: datetime = NOW,
) -> Observation:  # fmt: skip
    """Observed, and handed in on its day."""
    observation = agreed_to(cast, session, observer, at=at)
    hand_in(observation, scores, LINE, by=observer, at=at)
    return observation


def ask_for_one(cast: Cast) -> None:
    """Agree locally that one session of one supervisor is enough for means, and one pair for the comparison."""
    for what in ("sessions", "supervisors", "pairs"):
        set_local_limit(
            f"supervision_observed_{what}", amount=Decimal(1), effective_from=date(2025, 1, 1), source="A test",
            reason="So that one is enough.", by=cast.helen, at=NOW,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Observed:
    """Observed sessions of a month: one to rate, one rated, and a session to come that may be offered."""

    to_rate: Observation
    rated: Observation
    to_come: SupervisionSession


def observed_in(cast: Cast, bells: Bells, months: Months, *, observer: User) -> Observed:
    """Of a month of supervision, and of the next days; whatever day it is."""
    tomorrow = NOW + timedelta(days=1)
    return Observed(
        to_rate=agreed_to(cast, months.being_written, observer),
        rated=seen(cast, begun(cast, [bells.noah], at=tomorrow), observer, at=tomorrow),
        to_come=begun(cast, [bells.mia], at=timezone.now() + timedelta(days=7)),
    )  # fmt: skip
