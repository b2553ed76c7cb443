"""
Asking the finding ledger: lines, dates, the two keys and where each finding stands.

The keys are worked out anew whenever they are asked for, from the indicator as the viewer may see it and from
moderated audits; nothing of them is kept but what a closure froze.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import may, require
from lintel.foundation.access.visibility import sees_whole_service
from lintel.oversight.fanlight.keeping_back import is_kept_back, until_shown
from lintel.oversight.ledger import permissions, rules
from lintel.oversight.ledger.codes import State
from lintel.oversight.ledger.models import Action, Closure, Finding, Said
from lintel.oversight.ledger.wording import value_in_words
from lintel.oversight.moderation.permissions import READ_QUALITY
from lintel.oversight.moderation.queries import quality
from lintel.oversight.performance.indicator import Indicator
from lintel.oversight.performance.queries import series, tiles
from lintel.oversight.performance.registry import indicator as indicator_with

if TYPE_CHECKING:
    from lintel.oversight.performance.answers import Series

LOCK_FIRST = "Lock your own estimate of this quarter first: until then its moderated audits are kept back from you."


@dataclass(frozen=True)
class Line:
    """
    One finding on one line: every date on which it was said, its keys and where it stands.

    `closed` is the closure in force; `closed_before` those that ended when it was said again. The keys are None for who
    does not see the whole service: an indicator of some children alone closes nothing. `shown_until` is the last day of
    which this viewer is shown moderated audits before they have locked an estimate (None for every day), and
    `is_kept_back` says that the second key stands as it did then.
    """

    finding: Finding
    said: list[Said]
    first: rules.IndicatorKey | None
    second: rules.EvidenceKey | None
    shown: str
    state: State
    closed: Closure | None
    closed_before: list[Closure]
    actions: list[Action]
    shown_until: date | None = None
    is_kept_back: bool = False

    @property
    def tells_the_closure(self) -> bool:
        """Whether what moderated audits bore out when it was closed is told."""
        return self.closed is not None and not is_kept_back(self.closed.evidence_until, shown_until=self.shown_until)

    @property
    def indicator(self) -> Indicator:
        return indicator_with(self.finding.indicator)

    @property
    def is_repeated(self) -> bool:
        return len(self.said) > 1

    @property
    def open_actions(self) -> list[Action]:
        return [action for action in self.actions if action.ended_at is None]

    @property
    def missing(self) -> list[str]:
        """What is missing before it may be closed, in words."""
        if self.first is None or self.second is None:
            return ["The keys are worked out over the whole service, which you do not see."]
        found = rules.why_not_closed(first=self.first, second=self.second)
        return [*found, LOCK_FIRST] if self.is_kept_back else found


def findings(*, viewer: User) -> QuerySet[Finding]:
    """
    Every finding with what was said of it, by area.

    :raises NotAllowed: if this person may not read the ledger.
    """
    require(viewer, permissions.READ_LEDGER)
    said = Prefetch("said", Said.objects.select_related("written_by").order_by("said_on"))
    acts = Action.objects.select_related("owner", "agency", "ended_by").order_by("ended_at", "due_on", "pk")
    closures = Prefetch("closures", Closure.objects.select_related("closed_by", "reopened_by").order_by("closed_at"))
    return (
        Finding.objects.select_related("owner")
        .prefetch_related(said, Prefetch("actions", acts), closures)
        .order_by("area", "pk")
    )


def lines(*, viewer: User, as_at: date, today: date | None = None) -> list[Line]:
    """
    The whole ledger: what is open first, then what improves, then what is closed.

    :param today: if not the day looked at; what a leader is not shown yet depends on it.
    """
    today = today or as_at
    asked = list(findings(viewer=viewer))
    codes = sorted({each.indicator for each in asked}) if _is_told_the_keys(viewer) else []
    read = {tile.code: tile.series for tile in tiles(viewer=viewer, as_at=as_at, codes=codes, today=today)}
    shown_until = until_shown(viewer=viewer, on=today)
    found = [
        _line(each, read.get(each.indicator), viewer=viewer, as_at=as_at, shown_until=shown_until) for each in asked
    ]
    order = list(State)
    return sorted(found, key=lambda line: (order.index(line.state), line.finding.area, line.finding.pk))


def line_of(finding: Finding, *, viewer: User, as_at: date, today: date | None = None) -> Line:
    """One finding as it stands at the end of a day, as this viewer may see its indicator."""
    require(viewer, permissions.READ_LEDGER)
    today = today or as_at
    told = _is_told_the_keys(viewer)
    read = series(finding.indicator, viewer=viewer, as_at=as_at, today=today) if told else None
    return _line(finding, read, viewer=viewer, as_at=as_at, shown_until=until_shown(viewer=viewer, on=today))


def _is_told_the_keys(viewer: User) -> bool:
    """An indicator of some children alone closes nothing."""
    return sees_whole_service(viewer) and may(viewer, READ_QUALITY)


def _line(
    finding: Finding, read: Series | None, *, viewer: User, as_at: date, shown_until: date | None
) -> Line:  # fmt: skip
    said, closures = list(finding.said.all()), list(finding.closures.all())
    first: rules.IndicatorKey | None = None
    second: rules.EvidenceKey | None = None
    if read is not None:
        first = _first_key(finding, read, said_on=said[-1].said_on)
        until = as_at if shown_until is None else min(as_at, shown_until)
        second = second_key(finding, viewer=viewer, said_on=said[-1].said_on, as_at=as_at, until=until)
    closed = next((each for each in closures if each.reopened_at is None), None)
    state = rules.state_of(is_closed=closed is not None, keys=[key for key in (first, second) if key])
    before = [each for each in closures if each.reopened_at is not None]
    shown = _last_value(read) if read is not None else ""
    return Line(
        finding, said, first, second, shown, state, closed, before, list(finding.actions.all()), shown_until,
        second is not None and is_kept_back(as_at, shown_until=shown_until),
    )  # fmt: skip


def second_key(finding: Finding, *, viewer: User, said_on: date, as_at: date, until: date) -> rules.EvidenceKey:
    """
    What moderated audits of its theme bear out since a finding was last said, up to a day; the same for whoever asks,
    but for what a leader is not shown before they have locked an estimate of the running quarter.
    """
    require(viewer, permissions.READ_LEDGER)
    since = rules.evidence_since(said_on=said_on, today=as_at)
    found = quality(viewer=viewer, since=since, until=until, theme=finding.theme)
    share = found.good_or_better
    return rules.EvidenceKey(
        low=share.low if share else None, middle=share.mid if share else None, high=share.high if share else None,
        pairs=found.pairs, audits=found.audits, is_enough=found.enough, wanted=finding.wanted_share,
    )  # fmt: skip


def actions(*, viewer: User) -> QuerySet[Action]:
    """
    Every action of the ledger, those that are open first.

    :raises NotAllowed: if this person may not read the ledger.
    """
    require(viewer, permissions.READ_LEDGER)
    found = Action.objects.select_related("owner", "agency", "finding", "ended_by")
    return found.order_by("ended_at", "due_on", "pk")


def actions_to_end(*, viewer: User) -> QuerySet[Action]:
    """The open actions this person may end: their own and, for who keeps the ledger, all."""
    found = actions(viewer=viewer).filter(ended_at__isnull=True)
    if may(viewer, permissions.KEEP_LEDGER):
        return found
    return found.filter(owner=viewer) if may(viewer, permissions.END_ACTIONS) else found.none()


def who_may_own(*, viewer: User) -> list[User]:
    """Who may be given an action or a finding: everybody whose role may say how an action ended, by name."""
    require(viewer, permissions.READ_LEDGER)
    roles = [role.value for role in permissions.END_ACTIONS.held_by]
    held = Q(role_grants__role__in=roles, role_grants__ended_at__isnull=True)
    return list(User.objects.filter(held, is_active=True, is_service_account=False).distinct().order_by("name", "pk"))


def areas(*, viewer: User) -> list[str]:
    """The areas findings were put into so far, by name."""
    require(viewer, permissions.READ_LEDGER)
    return list(Finding.objects.order_by("area").values_list("area", flat=True).distinct())


def _first_key(finding: Finding, week_by_week: Series, *, said_on: date) -> rules.IndicatorKey:
    target = rules.Target(at_least=finding.at_least, at_most=finding.at_most, weeks=finding.weeks)
    weeks = [(point.week.start, point.value) for point in week_by_week.points]
    return rules.IndicatorKey(
        weeks_met=rules.weeks_met(weeks, target, said_on=said_on), weeks_wanted=finding.weeks
    )  # fmt: skip


def _last_value(week_by_week: Series) -> str:
    """The last whole week with a value, in words."""
    known = [point.value for point in week_by_week.points if point.value is not None]
    if not known:
        return ""
    return value_in_words(week_by_week.indicator, known[-1])
