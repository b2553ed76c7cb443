"""How optimistic the service's auditors are, one's own figures, and how far two auditors agree: what pages show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may, require
from lintel.foundation.workforce.models import Team
from lintel.oversight.alike.agreement import Agreement, TooFewToSay, ac2
from lintel.oversight.audits import shelf
from lintel.oversight.moderation import figures, permissions
from lintel.oversight.moderation.models import FiguresTold
from lintel.oversight.moderation.optimism import Gap, OfOne, OfSome, auditors_in, gap_of, groups_in
from lintel.oversight.moderation.rules import Policy

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

GRADES = 4


@dataclass(frozen=True, kw_only=True)
class Service:
    """The service's gap, how much was moderated beside what policy asks for, and what that share is now."""

    gap: Gap
    share: figures.Share
    policy: Policy
    is_raised: bool
    asks_for: float


@dataclass(frozen=True, kw_only=True)
class One:
    """One auditor's own figures; `told_at` is when they were told, and None where nobody else is shown them."""

    figures: OfOne | None
    pairs: int
    told_at: datetime | None

    @property
    def enough(self) -> bool:
        return self.figures is not None and self.figures.apart is not None


@dataclass(frozen=True, kw_only=True)
class Alike:
    """How far two people agree on grades (Gwet's AC2), over which pairs, of how many audits; None without a pair."""

    agreement: Agreement | None
    pairs: tuple[tuple[int, int], ...]
    audits: int

    @property
    def share(self) -> float:
        """The share of audits whose record two people audited."""
        return len(self.pairs) / self.audits if self.audits else 0.0


def optimism(*, viewer: User, since: date, until: date, cycle: int | None = None) -> Service:
    """
    How far auditors as a whole grade above moderators; nobody in particular.

    :raises NotAllowed: if this person may not read it.
    """
    require(viewer, permissions.READ_QUALITY)
    policy, lately = figures.policy(on=until), figures.gap_lately(on=until)
    return Service(
        gap=gap_of(figures.pairs_in(since, until, cycle=cycle)),
        share=figures.share_between(since, until, cycle=cycle), policy=policy, is_raised=policy.is_high(lately),
        asks_for=policy.share_after(lately),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Groups:
    """Where auditors grade higher above moderators than elsewhere: by tool, by its title, and by the team audited."""

    by_tool: list[OfSome]
    by_team: list[OfSome]


def groups(*, viewer: User, until: date) -> Groups:
    """
    Tools, and teams whose work was audited, beside the other tools and teams, over two years. Nobody in particular.

    :raises NotAllowed: if this person may not read it.
    """
    require(viewer, permissions.READ_QUALITY)
    titles = {each.code: each.title for each in shelf.tools_to_choose()}
    by_team, called = figures.pairs_by_team(until), _called(Team.objects.select_related("part_of"))
    by_tool = [replace(each, key=titles.get(each.key, each.key)) for each in groups_in(figures.pairs_by_tool(until))]
    return Groups(
        by_tool=sorted(by_tool, key=lambda each: each.key),
        by_team=groups_in({called[team]: pairs for team, pairs in by_team.items()}),
    )  # fmt: skip


def _called(teams: Iterable[Team]) -> dict[int, str]:
    """What each team is called beside the others: two of one name by what they are part of or, there too, numbered."""
    alike: dict[str, list[Team]] = defaultdict(list)
    for team in sorted(teams, key=lambda team: team.pk):
        alike[team.name].append(team)
    called = {}
    for name, found in alike.items():
        are_told_apart = len({team.part_of_id for team in found}) == len(found)
        for number, team in enumerate(found, start=1):
            apart = f"{name} ({team.part_of or 'of no service'})" if are_told_apart else f"{name}, {number}"
            called[team.pk] = name if len(found) == 1 else apart
    return called


def own_figures(*, viewer: User, until: date) -> One:
    """One's own figures of two years, whether or not there is enough to say anything."""
    return _of_one(viewer.pk, until)


def figures_of(auditor: int, *, viewer: User, until: date) -> One:
    """
    One auditor's figures, after they were told them.

    :raises NotAllowed: if this person may not read them.
    :raises FiguresTold.DoesNotExist: if they were not told yet; nobody reads them before.
    """
    require(viewer, permissions.READ_ONE_AUDITOR)
    FiguresTold.objects.get(auditor=auditor)
    return _of_one(auditor, until)


def may_read_one(viewer: User) -> bool:
    """Whether this person may ever be shown somebody else's figures."""
    return may(viewer, permissions.READ_ONE_AUDITOR)


def auditors_alike(*, viewer: User, since: date, until: date) -> Alike:
    """
    How far two auditors agree who audited one record without knowing of each other (K96).

    :raises NotAllowed: if this person may not read it.
    """
    require(viewer, permissions.READ_QUALITY)
    pairs = figures.twins_between(since, until)
    return Alike(
        agreement=agreement_of(pairs), pairs=tuple(pairs), audits=figures.share_between(since, until).handed_in
    )


def moderators_alike(*, viewer: User, since: date, until: date) -> Alike:
    """
    How far two moderators agree who moderated one audit: moderators drift too.

    :raises NotAllowed: if this person may not read it.
    """
    require(viewer, permissions.READ_QUALITY)
    pairs = figures.moderators_between(since, until)
    return Alike(
        agreement=agreement_of(pairs), pairs=tuple(pairs), audits=figures.share_between(since, until).moderated
    )


def agreement_of(pairs: list[tuple[int, int]]) -> Agreement | None:
    """Gwet's AC2 with quadratic weights on the four grades; None where there is no pair."""
    try:
        return ac2([(first - 1, second - 1) for first, second in pairs], categories=GRADES)
    except TooFewToSay:
        return None


def _of_one(auditor: int, until: date) -> One:
    pairs = figures.pairs_until(until)
    own = [pair for pair in pairs if pair.auditor == auditor]
    told = FiguresTold.objects.filter(auditor=auditor).first()
    found = next((each for each in auditors_in(pairs) if each.auditor == auditor), None)
    return One(figures=found, pairs=len(own), told_at=told.told_at if told else None)
