"""Asking about observed sessions: one's own of the three people of it, and means that are nobody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import sees_whole_service, visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.oversight.fanlight.rules import quarter_of
from lintel.oversight.supervision import permissions
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.models import Rating, SupervisionSession
from lintel.oversight.supervision.observed import rules
from lintel.oversight.supervision.observed.models import Observation, ObservedRating
from lintel.oversight.supervision.rubric.queries import agreed
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.local_limits.limits import Limits


def observations(*, viewer: User) -> QuerySet[Observation]:
    """
    Those of one's own sessions and, once both have said yes, those one is to sit in on; the latest first.

    Nobody else finds them: no manager of the two, no head of service, no inspector.
    """
    if not may(viewer, permissions.OPEN_SUPERVISION):
        return Observation.objects.none()
    own = Q(session__supervisor=viewer) | Q(observer=viewer, agreed_at__isnull=False)
    if viewer.worker_id is not None:
        own |= Q(session__worker=viewer.worker_id)
    found = Observation.objects.filter(own).select_related("session__supervisor", "session__worker", "observer")
    return found.select_related("rating").order_by("-session__held_on", "-pk")


def who_may_observe(session: SupervisionSession, *, viewer: User) -> list[User]:
    """
    Whom a supervisor may ask, by name: who may read blind, sees every child of the session and is neither of the two.

    :raises NotAllowed: if the viewer may not supervise.
    :raises SupervisionSession.DoesNotExist: if the session is not theirs.
    """
    require(viewer, permissions.SUPERVISE)
    session = SupervisionSession.objects.filter(supervisor=viewer).get(pk=session.pk)
    spoken_of = set(session.listed.filter(is_this_time=True).values_list("child_id", flat=True))
    spoken_of |= set(session.children.values_list("child_id", flat=True))
    grants = Q(role_grants__ended_at__isnull=True, role_grants__role__in=permissions.RATE_SUPERVISION.held_by)
    asked = User.objects.filter(grants, is_active=True, is_service_account=False)
    asked = asked.exclude(pk=viewer.pk).exclude(worker=session.worker_id)
    return [
        each
        for each in asked.distinct().order_by("name", "pk")
        if visible_children(each).filter(pk__in=spoken_of).count() == len(spoken_of)
    ]


def observing_waits(*, viewer: User, on: date) -> list[str]:
    """What waits for this person, in words: an offer to answer, and a session both agreed to that is theirs to rate."""
    found = observations(viewer=viewer)
    offered = found.filter(agreed_at__isnull=True, session__worker=viewer.worker_id, session__held_on__gte=on)
    to_rate = found.filter(observer=viewer, agreed_at__isnull=False, rating__isnull=True)
    said = [
        (offered.count(), "session is offered to be observed: yes or no is yours",
         "sessions are offered to be observed: yes or no is yours"),
        (to_rate.count(), "session of colleagues is yours to observe", "sessions of colleagues are yours to observe"),
    ]  # fmt: skip
    return [f"{count:,} {one if count == 1 else many}" for count, one, many in said if count]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One or more whole quarters: means of talks, and of records read blind where they may be shown."""

    first: date
    last: date
    sessions: int
    talks: Sequence[rules.Estimate]
    records: int
    read: Sequence[rules.Estimate]

    @property
    def by_dimension(self) -> list[tuple[Dimension, rules.Estimate, rules.Estimate | None]]:
        read: Sequence[rules.Estimate | None] = self.read or [None] * len(Dimension)
        return list(zip(Dimension, self.talks, read, strict=True))


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """What the service is told, the latest first. Of nobody: no list stands behind it."""

    fewest: rules.Fewest
    quarters: Sequence[Shown]
    readers_agree: bool
    comparison: rules.Comparison


def side_by_side(*, viewer: User, on: date) -> SideBySide | None:
    """
    Talks beside records, for those who see the whole service; None for whoever sees a part, which would be somebody's.

    :raises NotAllowed: if this person may not read blind.
    """
    require(viewer, permissions.RATE_SUPERVISION)
    if not sees_whole_service(viewer):
        return None
    limits = all_limits()
    fewest = _fewest(limits, on)
    talks, readings = _talks(), _readings()
    readers_agree = agreed(viewer=viewer, on=on).is_used
    told = rules.spans(talks, on=on, fewest=fewest)
    paired = rules.spans(_pairs(talks, readings), on=on, fewest=fewest) if readers_agree else []
    over = [each for each in readings if quarter_of(each.on)[1] < on] if readers_agree else []
    return SideBySide(
        fewest=fewest, readers_agree=readers_agree,
        quarters=[_shown(*each, readings=over) for each in reversed(told)],
        comparison=rules.compare(
            [each for _, _, pairs in paired for each in pairs], [each for _, _, rated in told for each in rated], over,
            needed=int(limits.number("supervision_observed_pairs", on=on).value),
        ),
    )  # fmt: skip


def _fewest(limits: Limits, on: date) -> rules.Fewest:
    sessions, supervisors = (
        int(limits.number(f"supervision_observed_{what}", on=on).value) for what in ("sessions", "supervisors")
    )
    return rules.Fewest(sessions=sessions, supervisors=supervisors).at_least(rules.NEVER_FEWER)


def _shown(
    first: date, last: date, talks: Sequence[rules.Rated], *, readings: Sequence[rules.Rated]
) -> Shown:  # fmt: skip
    read = [each for each in readings if first <= each.on <= last]
    enough = len({each.session for each in read}) >= rules.FEWEST_RECORDS
    return Shown(
        first=first, last=last, sessions=len(talks), talks=rules.means_of(talks), records=len(read),
        read=rules.means_of(read) if enough else (),
    )  # fmt: skip


def _talks() -> list[rules.Rated]:
    asked = ObservedRating.objects.select_related("observation__session").order_by("rated_at", "pk")
    return [
        rules.Rated(
            session=each.observation.session_id, supervisor=each.observation.session.supervisor_id,
            on=local_day(each.rated_at), scores=each.scores,
        )
        for each in asked
    ]  # fmt: skip


def _readings() -> list[rules.Rated]:
    asked = Rating.objects.select_related("draw__discussed__session").order_by("rated_at", "pk")
    return [
        rules.Rated(
            session=each.draw.discussed.session_id, supervisor=each.draw.discussed.session.supervisor_id,
            on=local_day(each.rated_at), scores=each.scores,
        )
        for each in asked
    ]  # fmt: skip


def _pairs(talks: Sequence[rules.Rated], readings: Sequence[rules.Rated]) -> list[rules.Pair]:
    of_session = defaultdict[int, list[rules.Rated]](list)
    for each in readings:
        of_session[each.session].append(each)
    return [
        rules.Pair(
            session=talk.session, supervisor=talk.supervisor, scores=talk.scores,
            on=max(talk.on, *(each.on for each in read)),
            record=tuple(sum(column) / len(read) for column in zip(*(each.scores for each in read), strict=True)),
        )
        for talk in talks if (read := of_session.get(talk.session))
    ]  # fmt: skip
