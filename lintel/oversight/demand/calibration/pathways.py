"""How children pass through the teams that take referrals, as it was known on the morning of one day."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property

from demand_engine.calibrate import Spell
from lintel.oversight.performance import records as r
from lintel.oversight.performance.evidence import Evidence
from lintel.statute.calendar import england

PROTECTION_PLAN = "plans.cpplan"
CLOSED_WITHIN_DAYS = 10
SMALLEST_SHARE = 0.03  # a team that is first to fewer takes referrals by exception
CLOSED, IN_NEED, PROTECTION = "closed", "child in need", "protection"


class Pathways:
    """The records standing on the morning of `on`: nothing of that day or later is known."""

    def __init__(self, evidence: Evidence, *, on: date, weeks_back: int) -> None:
        self.evidence, self.on, self.weeks_back = evidence, on, weeks_back
        self.since = on - timedelta(weeks=weeks_back)
        self.calendar = england()

    @cached_property
    def referrals(self) -> dict[int, r.Referral]:
        return {
            each.pk: each for each in self.evidence.referrals if not each.is_nfa and each.referred_on < self.on
        }  # fmt: skip

    @cached_property
    def first_assessment(self) -> dict[int, r.Assessment]:
        """The first assessment of each referral."""
        found: dict[int, r.Assessment] = {}
        for each in sorted(self.evidence.assessments, key=lambda each: each.started_on):
            if each.referral_id is not None and each.started_on < self.on:
                found.setdefault(each.referral_id, each)
        return found

    def finished_on(self, each: r.Assessment) -> date | None:
        """The day it was authorised, as far as was known by then."""
        return each.authorised_on if each.authorised_on is not None and each.authorised_on < self.on else None

    def assessments(self) -> list[Spell]:
        spells = []
        for pk, each in self.first_assessment.items():
            referral = self.referrals.get(pk)
            ended = self.finished_on(each)
            if referral is None or (ended is not None and ended < self.since):
                continue
            if ended is None and referral.closed_on is not None and referral.closed_on < self.on:
                continue
            days = self.calendar.working_days_between(referral.referred_on, ended or self.on)
            before = max(
                0, self.calendar.working_days_between(referral.referred_on, max(self.since, referral.referred_on))
            )
            if days > before or ended is not None:
                spells.append(
                    Spell(days=float(max(days, before + 1)), has_ended=ended is not None, seen_from=float(before))
                )
        return spells

    def finished(self) -> list[r.Referral]:
        """Referrals whose assessment was finished in the window, long enough ago to tell what followed."""
        until = self.on - timedelta(days=CLOSED_WITHIN_DAYS)
        return [
            self.referrals[pk]
            for pk, each in self.first_assessment.items()
            if pk in self.referrals and (ended := self.finished_on(each)) is not None and self.since <= ended < until
        ]

    @cached_property
    def first_hands(self) -> dict[int, list[r.Involvement]]:
        """By referral, the involvements of those teams that take new referrals, the first one first."""
        found: dict[int, list[r.Involvement]] = defaultdict(list)
        for each in sorted(self.evidence.involvements, key=lambda each: (each.began_on, each.pk)):
            if each.began_on < self.on and each.team_id in self.share_of_teams:
                found[each.referral_id].append(each)
        return found

    def closed(self, referral: r.Referral) -> date | None:
        return referral.closed_on if referral.closed_on is not None and referral.closed_on < self.on else None

    def let_go(self, referral: r.Referral) -> date | None:
        """The day the teams that take referrals had done with it: closed, or handed to another team."""
        closed, ends = self.closed(referral), [each.ended_on for each in self.first_hands.get(referral.pk, ())]
        known = [day for day in ends if day is not None and day < self.on]
        if ends and len(known) == len(ends):
            return max(known)
        return closed

    def followed_by(self, referral: r.Referral) -> str:
        ended = self.finished_on(self.first_assessment[referral.pk]) or self.on
        gone = self.let_go(referral)
        if gone is not None and (gone - ended).days <= CLOSED_WITHIN_DAYS:
            return CLOSED
        return PROTECTION if self.is_protected(referral) else IN_NEED

    @cached_property
    def protected(self) -> dict[int, list[date]]:
        starts: dict[int, list[date]] = defaultdict(list)
        for plan in self.evidence.plans:
            if plan.kind == PROTECTION_PLAN and plan.started_on < self.on:
                starts[plan.child_id].append(plan.started_on)
        return starts

    def is_protected(self, referral: r.Referral) -> bool:
        ends = self.closed(referral) or self.on
        return any(referral.referred_on <= day <= ends for day in self.protected.get(referral.child_id, ()))

    def after(self, stage: str) -> list[Spell]:
        spells = []
        for pk, each in self.first_assessment.items():
            referral, ended = self.referrals.get(pk), self.finished_on(each)
            if referral is None or ended is None or self.followed_by(referral) != stage:
                continue
            gone = self.let_go(referral)
            if gone is not None and gone < self.since:
                continue
            days, before = ((gone or self.on) - ended).days, max(0, (self.since - ended).days)
            if days > before:
                spells.append(Spell(days=float(days), has_ended=gone is not None, seen_from=float(before)))
        return spells

    @cached_property
    def holding(self) -> dict[int, list[r.Involvement]]:
        """By worker, what they hold on the morning."""
        found: dict[int, list[r.Involvement]] = defaultdict(list)
        for each in self.evidence.involvements:
            referral = self.referrals.get(each.referral_id)
            if referral is not None and self.is_open(referral) and self.lasts(each.began_on, each.ended_on):
                found[each.worker_id].append(each)
        return found

    def is_open(self, referral: r.Referral) -> bool:
        return self.closed(referral) is None

    def lasts(self, starts_on: date, ends_on: date | None) -> bool:
        return starts_on < self.on and (ends_on is None or ends_on >= self.on)

    @cached_property
    def staff(self) -> dict[int, list[r.Appointment]]:
        """By team, those who hold children and are in post on the morning."""
        found: dict[int, list[r.Appointment]] = defaultdict(list)
        for each in self.evidence.appointments:
            if (
                each.is_case_holding
                and each.starts_on <= self.on
                and (each.leaves_on is None or each.leaves_on > self.on)
            ):
                found[each.team_id].append(each)
        return found

    @cached_property
    def share_of_teams(self) -> dict[int, float]:
        """The teams that take new referrals, and the share of the last ones each took first."""
        first: dict[int, r.Involvement] = {}
        for each in sorted(self.evidence.involvements, key=lambda each: (each.began_on, each.pk)):
            referral = self.referrals.get(each.referral_id)
            if referral is not None and self.since <= referral.referred_on and each.began_on < self.on:
                first.setdefault(each.referral_id, each)
        taken = Counter(each.team_id for each in first.values() if each.team_id in self.staff)
        enough = sum(taken.values()) * SMALLEST_SHARE
        shares = {team: number for team, number in taken.items() if team is not None and number >= enough}
        total = sum(shares.values())
        if total == 0:
            return {team: 1 / len(self.staff) for team in self.staff}
        return {team: number / total for team, number in shares.items()}

    def loads(self, team: int, day: date) -> list[int]:
        """What each worker of a team who held anybody held on a day, the least first."""
        held: Counter[int] = Counter(
            each.worker_id
            for each in self.evidence.involvements
            if each.team_id == team and r.lasts_on(each.began_on, each.ended_on, day)
        )
        return sorted(held.values())

    def stage(self, referral: r.Referral, *, is_held: bool) -> tuple[str, int]:
        assessment = self.first_assessment.get(referral.pk)
        ended = self.finished_on(assessment) if assessment else None
        if ended is not None:
            return self.followed_by(referral).replace(CLOSED, IN_NEED), (self.on - ended).days
        age = self.calendar.working_days_between(referral.referred_on, self.on)
        return ("assessment" if is_held else "waiting"), max(0, age)

    def waits_for(self, referral: r.Referral) -> int | None:
        """The team a child nobody has ever held waits for; where the record does not say, the one that takes most."""
        if self.first_hands.get(referral.pk) or not self.share_of_teams:
            return None
        if referral.team_id in self.share_of_teams:
            return referral.team_id
        return max(self.share_of_teams, key=lambda team: (self.share_of_teams[team], -team))


class HeldBy:
    """What each worker held on any day."""

    def __init__(self, involvements: Iterable[r.Involvement]) -> None:
        began: dict[int, list[date]] = defaultdict(list)
        ended: dict[int, list[date]] = defaultdict(list)
        for each in involvements:
            began[each.worker_id].append(each.began_on)
            if each.ended_on is not None:
                ended[each.worker_id].append(each.ended_on)
        self.began = {worker: sorted(days) for worker, days in began.items()}
        self.ended = {worker: sorted(days) for worker, days in ended.items()}

    def on(self, worker: int, day: date) -> int:
        """Children held at the end of a day."""
        begun, over = self.began.get(worker, []), self.ended.get(worker, [])
        return bisect_right(begun, day) - bisect_right(over, day)
