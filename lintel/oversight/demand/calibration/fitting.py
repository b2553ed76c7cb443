"""From the authority's records to a scenario: things as they are, each value with what it was fitted to."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from demand_engine.calibrate import (
    FittedCurve,
    FittedShare,
    dispersion,
    fit_curve,
    fit_rate,
    fit_share,
    weekday_factors,
)
from demand_engine.curves import fixed, level
from demand_engine.scenario import (
    ASSESSMENT_2025,
    NATIONAL_CONVERSION,
    PROTECTION_PLAN_2025,
    TURNOVER_PER_YEAR,
    Allocation,
    Calendar,
    Demand,
    OpenWork,
    Outcome,
    Posts,
    Scenario,
    Screening,
    Source,
    Staffing,
    Team,
    Work,
)
from lintel.oversight.demand.calibration.pathways import CLOSED, IN_NEED, PROTECTION, Pathways
from lintel.oversight.performance import records as r
from lintel.oversight.performance.evidence import Evidence
from lintel.statute.codes import REFERRAL_SOURCE_GROUP
from lintel.steps.front_door.codes import Outcome as Decided

ASSUMED_WEEK = (1.3, 1.3, 1.3, 1.3, 1.2, 0.3, 0.3)
RECENT_WEEKS = 8  # conversion as it is now, not as it was half a year ago
MOST_SIBLINGS = 6
CONTACTS_FOR_AN_OFFICER = 50
FEWEST_LEAVERS = 5
# ASSUMED where an authority has too few plans of its own: half are over within five months.
NEED_PLAN = fixed(150)


@dataclass(frozen=True, kw_only=True)
class FittedValue:
    """
    One value of the scenario, and where it comes from.

    :param unit: as people say it: "a week", "% of contacts", "working days, median".
    :param out_of: records it rests on.
    """

    key: str
    name: str
    value: float
    low: float
    high: float
    unit: str
    out_of: int
    is_national: bool
    how: str


@dataclass(frozen=True, kw_only=True)
class AsThingsAre:
    """The scenario fitted to the record, and each fitted value."""

    scenario: Scenario
    fitted: tuple[FittedValue, ...]


class Fit(Pathways):
    """Fits one scenario standing on the morning of a Monday: nothing of that day or later is known."""

    def __init__(self, evidence: Evidence, *, on: date, weeks_back: int, weeks_ahead: int) -> None:
        super().__init__(evidence, on=on, weeks_back=weeks_back)
        self.weeks_ahead = weeks_ahead
        self.fitted: list[FittedValue] = []

    def result(self) -> AsThingsAre:
        """The whole scenario."""
        scenario = Scenario(
            name="As things are", starts_on=self.on, weeks=self.weeks_ahead, demand=self.demand(),
            screening=Screening(officers=self._officers()),
            work=self.work(), teams=self.teams(), allocation=Allocation(), staffing=self.staffing(),
            open_work=self.open_work(), calendar=Calendar(bank_holidays=self._bank_holidays()),
        )  # fmt: skip
        return AsThingsAre(scenario=scenario, fitted=tuple(self.fitted))

    def _officers(self) -> int:
        """ASSUMED: no record says how many screen; enough that fifty contacts a week fall to each."""
        contacts = sum(len(each) for each in self.contacts.values())
        return max(2, math.ceil(contacts / self.weeks_back / CONTACTS_FOR_AN_OFFICER))

    def note(self, key: str, name: str, fit: FittedShare, unit: str, how: str) -> None:
        """Keep one value with its interval."""
        self.fitted.append(
            FittedValue(
                key=key, name=name, value=fit.value, low=fit.low, high=fit.high, unit=unit, out_of=fit.out_of,
                is_national=fit.is_national, how=how,
            )
        )  # fmt: skip

    def note_curve(self, key: str, name: str, fit: FittedCurve, unit: str, how: str) -> None:
        """Keep the median of one curve with its interval."""
        self.fitted.append(
            FittedValue(
                key=key, name=name, value=fit.curve.days_at(0.5), low=fit.low, high=fit.high, unit=unit,
                out_of=fit.spells, is_national=fit.is_national, how=how,
            )
        )  # fmt: skip

    # What comes in

    @cached_property
    def contacts(self) -> dict[str, dict[int, list[r.ChildContact]]]:
        """By source group and contact, the children of the contacts of the window."""
        found: dict[str, dict[int, list[r.ChildContact]]] = defaultdict(lambda: defaultdict(list))
        for child in self.evidence.child_contacts:
            if self.since <= child.received_on < self.on:
                found[REFERRAL_SOURCE_GROUP.get(child.source, "Not known")][child.contact_id].append(child)
        return found

    def demand(self) -> Demand:
        """Contacts by source, their siblings and their conversion; the rhythm of the week."""
        sources = tuple(self._source(name, contacts) for name, contacts in sorted(self.contacts.items()))
        days = Counter(each[0].received_on for contacts in self.contacts.values() for each in contacts.values())
        everyday = [self.since + timedelta(days=number) for number in range(self.weeks_back * 7)]
        by_weekday = [[days[day] for day in everyday if day.weekday() == weekday] for weekday in range(7)]
        return Demand(
            sources=sources or (Source(name="Not known", contacts_per_week=0),),
            weekday_factors=weekday_factors(by_weekday, assumed=ASSUMED_WEEK),
            over_dispersion=min(10.0, max(1.0, dispersion([count for day in by_weekday[:5] for count in day]))),
        )

    def _source(self, name: str, contacts: dict[int, list[r.ChildContact]]) -> Source:
        rate = fit_rate(self._by_week(each[0].received_on for each in contacts.values()))
        recent = self.on - timedelta(weeks=RECENT_WEEKS)
        decided = [each for each in contacts.values() if each[0].received_on >= recent and any(c.outcome for c in each)]
        taken = sum(any(child.outcome == Decided.REFERRAL for child in each) for each in decided)
        share = fit_share(taken, len(decided), national=NATIONAL_CONVERSION)
        self.note(f"contacts:{name}", f"Contacts from {name.lower()}", rate, "a week", f"last {self.weeks_back} weeks")
        self.note(
            f"conversion:{name}", f"Accepted of contacts from {name.lower()}", share, "share",
            f"contacts decided in the last {RECENT_WEEKS} weeks",
        )  # fmt: skip
        sizes = Counter(min(len(each), MOST_SIBLINGS) for each in contacts.values())
        total = sum(sizes.values())
        most = max(sizes)
        return Source(
            name=name, contacts_per_week=rate.value, conversion=level(share.value),
            children_per_contact=tuple(sizes[number] / total for number in range(1, most + 1)),
        )  # fmt: skip

    def _by_week(self, days: Iterable[date]) -> list[int]:
        counts = [0] * self.weeks_back
        for day in days:
            counts[(day - self.since).days // 7] += 1
        return counts

    # The work

    def work(self) -> Work:
        """How long assessments and what follows them last, open work censored."""
        assessment = fit_curve(self.assessments(), national=ASSESSMENT_2025)
        self.note_curve(
            "assessment", "Assessment, from referral", assessment, "working days, median",
            "Kaplan–Meier, open assessments censored",
        )  # fmt: skip
        shares = Counter(self.followed_by(each) for each in self.finished())
        total = max(1, sum(shares.values()))
        need, plan = (
            fit_curve(self.after(stage), national=national)
            for stage, national in ((IN_NEED, NEED_PLAN), (PROTECTION, PROTECTION_PLAN_2025))
        )
        for stage, fit in ((IN_NEED, need), (PROTECTION, plan)):
            how = "Kaplan–Meier, from the end of the assessment until closed or handed on, open ones censored"
            self.note_curve(f"lasts:{stage}", f"{stage.capitalize()} after the assessment", fit, "days, median", how)
            share = fit_share(shares[stage], total, national=0.2, worth=10)
            self.note(f"share:{stage}", f"Assessments followed by {stage}", share, "share", "assessments finished")
        going_on = (shares[IN_NEED] / total, shares[PROTECTION] / total)
        return Work(
            outcomes=(
                Outcome(name=CLOSED, share=1 - sum(going_on), lasts=fixed(0)),
                Outcome(name=IN_NEED, share=going_on[0], lasts=need.curve),
                Outcome(name=PROTECTION, share=going_on[1], lasts=plan.curve),
            ),
            assessment=assessment.curve,
        )

    # Who does it

    def teams(self) -> tuple[Team, ...]:
        """The teams that take referrals, as they are staffed, with the caseloads they work to in practice."""
        names = self.evidence.reader.names_of_teams()
        return tuple(self._team(names[team], team, share) for team, share in sorted(self.share_of_teams.items()))

    def _team(self, name: str, team: int, share: float) -> Team:
        staff = self.staff[team]
        ceiling = self._ceiling(name, team)
        agency = sum(each.basis == "agency" for each in staff)
        supervisors = {each.supervisor_id for each in staff if each.supervisor_id}
        return Team(
            name=name, share_of_referrals=share, managers=max(1, len(supervisors)),
            posts=(
                Posts(number=len(staff) - agency, ceiling_points=ceiling),
                Posts(number=agency, ceiling_points=ceiling, is_agency=True, pounds_per_week=1_850),
            ),
        )  # fmt: skip

    def _ceiling(self, name: str, team: int) -> int:
        """What nine workers in ten of the team have held up to, at its highest in the window; or what is agreed."""
        agreed = round(self.evidence.reader.limits().number("caseload_ceiling", on=self.on).value)
        days = [self.on - timedelta(days=1 + 28 * number) for number in range(self.weeks_back // 4)]
        loads = [found for day in days if (found := self.loads(team, day))]
        held = max((found[-(-len(found) * 9 // 10) - 1] for found in loads), default=0)
        ceiling = max(agreed, held)
        most = max((found[-1] for found in loads), default=ceiling)
        fit = FittedShare(value=ceiling, low=float(agreed), high=float(max(most, ceiling)), out_of=len(loads))
        self.note(
            f"ceiling:{name}", f"Children a worker of {name} holds at most", fit, "children",
            f"agreed {agreed}; nine in ten held up to {held} at the highest of {len(loads)} days, four weeks apart",
        )  # fmt: skip
        return ceiling

    def staffing(self) -> Staffing:
        """How often people leave, over the last year."""
        since = self.on - timedelta(days=365)
        years = leavers = 0.0
        for each in self.evidence.appointments:
            if not each.is_case_holding or each.basis == "agency":
                continue
            ends = min(each.leaves_on or self.on, self.on)
            years += max(0, (ends - max(each.starts_on, since)).days) / 365.25
            leavers += each.leaves_on is not None and since <= each.leaves_on < self.on
        is_national = leavers < FEWEST_LEAVERS or years < 20
        rate = TURNOVER_PER_YEAR if is_national else leavers / years
        spread = 1.2816 * (leavers**0.5) / years if years and not is_national else 0.0
        fit = FittedShare(
            value=rate, low=max(0.0, rate - spread), high=rate + spread, out_of=round(years), is_national=is_national
        )
        self.note(
            "leaving", "Permanent workers who leave", fit,
            "a year for each post", "leavers of the last year; fewer than five fall back on the national rate",
        )  # fmt: skip
        return Staffing(leaving_per_year=min(12.0, rate))

    def open_work(self) -> tuple[OpenWork, ...]:
        """What stands open on the morning with the teams that take referrals, or waits for them: team, stage, age."""
        names = self.evidence.reader.names_of_teams()
        held_by = {each.referral_id: each.team_id for held in self.holding.values() for each in held}
        counted: Counter[tuple[str, str, int]] = Counter()
        for pk, referral in self.referrals.items():
            team = held_by.get(pk) if pk in held_by else self.waits_for(referral)
            if self.is_open(referral) and team in self.share_of_teams:
                stage, age = self.stage(referral, is_held=pk in held_by)
                counted[names[team], stage, age] += 1
        return tuple(
            OpenWork(team=team, stage=stage, children=number, age_days=age)
            for (team, stage, age), number in sorted(counted.items())
        )

    def _bank_holidays(self) -> frozenset[date]:
        days = (self.on + timedelta(days=number) for number in range(self.weeks_ahead * 7))
        return frozenset(day for day in days if day.weekday() < 5 and not self.calendar.is_working_day(day))
