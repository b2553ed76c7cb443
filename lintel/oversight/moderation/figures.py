"""
The pairs behind every number here, gathered once: plain values, of everybody, and only from grades that are open.

For `actions` and `queries` of this part; what a person may be shown of it is the business of `queries`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from lintel.foundation.local_limits.queries import all_limits
from lintel.oversight.audits.models import Audit, Grading
from lintel.oversight.moderation import permissions, rules
from lintel.oversight.moderation.models import Moderation, Outsider
from lintel.oversight.moderation.optimism import Gap, Pair, Quality, gap_of, quality_of
from lintel.steps.allocation.models import Involvement

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

QUARTER = timedelta(weeks=13)
TWO_YEARS = timedelta(days=730)
PAIR = ("audit__auditor", "audit__grading__grade", "grade", "chance")


def policy(*, on: date) -> rules.Policy:
    """The moderation policy in force on a day."""
    limits = all_limits()
    return rules.Policy(
        random_share=limits.number(rules.RANDOM, on=on).value, raised_share=limits.number(rules.RAISED, on=on).value,
        gap_high=limits.number(rules.HIGH, on=on).value, twice_share=limits.number(rules.TWICE, on=on).value,
        outside_share=limits.number(rules.OUTSIDE, on=on).value,
    )  # fmt: skip


def locked() -> QuerySet[Moderation]:
    """The one moderation that counts of each audit whose grade is open: the first of two."""
    return Moderation.objects.filter(place=1, locked_at__isnull=False, audit__grading__sealed=False)


def pairs_in(since: date, until: date, *, cycle: int | None = None, theme: str = "") -> list[Pair]:
    """Pairs of the audits handed in from the one day to the other, both included."""
    found = locked().filter(audit__in=_handed_in(since, until, cycle, theme)).order_by("pk")
    return [_pair(*row) for row in found.values_list(*PAIR)]


def pairs_by_tool(until: date) -> dict[str, list[Pair]]:
    """The pairs of two years by the name of the tool they were audited with."""
    return _sorted_by("audit__tool", until)


def pairs_by_team(until: date) -> dict[int, list[Pair]]:
    """
    The pairs of two years by the team whose work was audited: who held the child on the day it was handed in. By its
    id, since two teams may be called alike.

    Left out is whoever nobody held then.
    """
    day = OuterRef("audit__submitted_at__date")
    held = Involvement.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), began_on__lte=day)
    held = held.filter(child=OuterRef("audit__child")).order_by("-began_on", "-pk")
    return _sorted_by(Subquery(held.values("team")[:1]), until)


def _sorted_by(what: str | Subquery, until: date) -> dict[Any, list[Pair]]:
    found = locked().filter(audit__in=_handed_in(until - TWO_YEARS, until, None)).order_by("pk")
    keyed = found.annotate(key=F(what) if isinstance(what, str) else what).exclude(key=None)
    groups: dict[Any, list[Pair]] = defaultdict(list)
    for key, *row in keyed.values_list("key", *PAIR):
        groups[key].append(_pair(*row))
    return dict(groups)


def pairs_until(day: date) -> list[Pair]:
    """Those of two years: what one auditor's figures are made of."""
    return pairs_in(day - TWO_YEARS, day)


def how_many_of(auditor: User, *, until: date) -> int:
    """How many pairs of two years are one auditor's."""
    return locked().filter(audit__in=_handed_in(until - TWO_YEARS, until, None).filter(auditor=auditor)).count()


def gap_lately(*, on: date) -> Gap:
    """The service's gap over the last quarter: what the moderated share rises by."""
    return gap_of(pairs_in(on - QUARTER, on))


def quality_between(
    since: date, until: date, *, cycle: int | None = None, weights: Mapping[str, float] | None = None,
    of: int | None = None, theme: str = "",
) -> Quality:  # fmt: skip
    """
    Moderated quality; audits whose grade is still sealed are counted, and their grades are not used. A record that two
    people audited counts once.

    :param weights: what an audit of each stratum of the cycle counts for; one where nothing is said.
    :param of: of how many records it is said, where the audited ones were drawn from them.
    :param theme: only of the audits of cycles on this theme.
    """
    handed_in = _handed_in(since, until, cycle, theme)
    records = _records(handed_in, weights or {})
    found = locked().filter(audit__in=handed_in).order_by("pk").values_list("audit", *PAIR)
    opened = Grading.objects.filter(audit__in=handed_in, sealed=False)
    drawn = Exists(Moderation.objects.filter(audit=OuterRef("audit")))
    others = list(opened.exclude(drawn).order_by("pk").values_list("audit", "grade"))
    return quality_of(
        [replace(_pair(*row), records=records[audit]) for audit, *row in found],
        not_drawn=[grade for _, grade in others], records=[records[audit] for audit, _ in others],
        waiting=Grading.objects.filter(audit__in=handed_in, sealed=True).count(), of=of,
    )  # fmt: skip


def _records(handed_in: QuerySet[Audit], weights: Mapping[str, float]) -> dict[int, float]:
    """How many records each audit counts for: a half where two people audited one, and as its stratum is weighed."""
    rows = list(handed_in.values_list("pk", "twin_of", "stratum"))
    there = {pk for pk, _, _ in rows}
    twice = {each for second, first, _ in rows if first in there for each in (second, first)}
    return {pk: weights.get(stratum, 1.0) * (0.5 if pk in twice else 1.0) for pk, _, stratum in rows}


@dataclass(frozen=True, kw_only=True)
class Share:
    """How much was moderated, of the audits handed in; `random` are those drawn at random, `outside` by outsiders."""

    handed_in: int
    moderated: int
    random: int
    waiting: int
    twice: int
    outside: int
    supports: int
    judged: int


def share_between(since: date, until: date, *, cycle: int | None = None) -> Share:
    """Counts of moderation. Why an audit was drawn is counted only once it is moderated."""
    handed_in = _handed_in(since, until, cycle)
    done = locked().filter(audit__in=handed_in)
    outsiders = Outsider.objects.values("user")
    return Share(
        handed_in=handed_in.count(), moderated=done.count(), random=done.filter(drawn_because="random").count(),
        waiting=Grading.objects.filter(audit__in=handed_in, sealed=True).count(),
        twice=Moderation.objects.filter(place=2, audit__in=done.values("audit"), locked_at__isnull=False).count(),
        outside=done.filter(moderator__in=outsiders).count(), supports=done.filter(evidence_supports=True).count(),
        judged=done.filter(evidence_supports__isnull=False).count(),
    )  # fmt: skip


def twins_between(since: date, until: date) -> list[tuple[int, int]]:
    """Both grades of each record that two people audited without knowing of each other; both open."""
    rows = (
        Audit.objects.filter(twin_of__in=_handed_in(since, until, None), grading__sealed=False)
        .filter(twin_of__grading__sealed=False)
        .order_by("pk")
        .values_list("twin_of__grading__grade", "grading__grade")
    )
    return [(first, second) for first, second in rows]


def moderators_between(since: date, until: date) -> list[tuple[int, int]]:
    """Both moderators' grades of each audit that two people moderated."""
    second = Moderation.objects.filter(
        place=2, locked_at__isnull=False, audit__grading__sealed=False, audit__in=_handed_in(since, until, None)
    )
    rows = second.order_by("pk").values_list("audit", "grade")
    first = dict(locked().filter(audit__in=second.values("audit")).values_list("audit", "grade"))
    return [(first[audit] or 0, grade or 0) for audit, grade in rows if audit in first]


def has_left(user: User) -> bool:
    """Whether somebody's account is closed, or holds no role any more that moderates."""
    return not user.is_active or not user.holds(permissions.MODERATE)


def twin_of(audit: Audit) -> Audit | None:
    """The other audit of the same record, where two people were to audit it."""
    return Audit.objects.filter(Q(pk=audit.twin_of_id) | Q(twin_of=audit)).first()


def may_be_opened(audit: Audit, *, twin: Audit | None) -> bool:
    """
    Whether a sealed grade waits for nobody: no twin who has not handed in, and no moderator of either who has not
    locked; the grade of one record twice audited tells much of the other.
    """
    if not Grading.objects.filter(audit=audit, sealed=True).exists():
        return False
    if Moderation.objects.filter(audit__in=[each for each in (audit, twin) if each], locked_at__isnull=True).exists():
        return False
    return twin is None or twin.submitted_at is not None or twin.withdrawn_at is not None


def _pair(auditor: int, audited: int, moderated: int | None, chance: float) -> Pair:
    return Pair(auditor=auditor, audited=audited, moderated=moderated or 0, stands_for=1 / chance)


def _handed_in(since: date, until: date, cycle: int | None, theme: str = "") -> QuerySet[Audit]:
    found = Audit.objects.filter(submitted_at__date__gte=since, submitted_at__date__lte=until)
    if theme:
        found = found.filter(cycle__theme=theme)
    return found.filter(cycle=cycle) if cycle is not None else found
