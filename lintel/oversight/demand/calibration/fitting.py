"""From the authority's records to a scenario: things as they are, each value with what it was fitted to."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from demand_engine.calibrate import (
    Day,
    FittedCurve,
    FittedShare,
    dispersion,
    fit_curve,
    fit_rate,
    fit_share,
    holiday_factor,
    lengthening,
    weekday_factors,
)
from demand_engine.curves import fixed, level
from demand_engine.levers import AGENCY_POUNDS, PERMANENT_POUNDS
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
from demand_engine.sense import insist_on_weeks
from lintel.oversight.demand.calibration.happened import waiting_on
from lintel.oversight.demand.calibration.pathways import CLOSED, IN_NEED, PROTECTION, HeldBy, Pathways
from lintel.oversight.demand.calibration.recruiting import on_their_way, time_to_fill
from lintel.oversight.performance import records as r
from lintel.oversight.performance.evidence import Evidence
from lintel.statute.codes import REFERRAL_SOURCE_GROUP
from lintel.statute.school_year import holidays_from, schools_are_closed
from lintel.steps.front_door.codes import STATUTORY

ASSUMED_WEEK = (1.3, 1.3, 1.3, 1.3, 1.2, 0.3, 0.3)
RECENT_WEEKS = 8  # conversion as it is now, not as it was half a year ago
MOST_SIBLINGS = 6
CONTACTS_FOR_AN_OFFICER = 50
FEWEST_LEAVERS = 5
SEASON_DAYS = 52 * 7
NEVER_STRETCHED = 0.2  # ASSUMED: a service nobody ever waited for may stretch by up to a fifth
LONG_ENOUGH_DAYS = 91  # nearly every assessment begun as long ago has ended
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
        insist_on_weeks(weeks_ahead)
        super().__init__(evidence, on=on, weeks_back=weeks_back)
        self.weeks_ahead = weeks_ahead
        self.fitted: list[FittedValue] = []

    def result(self) -> AsThingsAre:
        """The whole scenario."""
        scenario = Scenario(
            name="As things are", starts_on=self.on, weeks=self.weeks_ahead, demand=self.demand(),
            screening=Screening(officers=self._officers()),
            work=self.work(), teams=self.teams(), allocation=Allocation(), staffing=self.staffing(),
            open_work=self.open_work(),
            calendar=Calendar(bank_holidays=self._bank_holidays(), school_holidays=self._school_holidays()),
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
            bank_holiday_factor=self._holiday("bank holiday", assumed=0.4),
            school_holiday_factor=self._holiday("school holiday", assumed=1.0),
        )

    @cached_property
    def _year(self) -> list[Day]:
        """The contacts of every day of the last year: a window of half a year may hold no summer."""
        events = {(each.received_on, each.contact_id) for each in self.evidence.child_contacts}
        counted = Counter(day for day, _ in events)
        first = max(self.on - timedelta(days=SEASON_DAYS), min(counted, default=self.on))
        days = [first + timedelta(days=number) for number in range((self.on - first).days)]
        return [
            Day(
                contacts=counted[day], weekday=day.weekday(), is_school_holiday=schools_are_closed(day),
                is_bank_holiday=day.weekday() < 5 and not self.calendar.is_working_day(day),
            )
            for day in days
        ]  # fmt: skip

    def _holiday(self, kind: str, *, assumed: float) -> float:
        found = holiday_factor(self._year, school=kind == "school holiday")
        how = "log-linear model of the last year: weekday, holidays, trend"
        if found is None:
            how = "assumed: too few such days or contacts in the last year"
            found = FittedShare(value=assumed, low=assumed, high=assumed, out_of=0, is_national=True)
        self.note(f"factor:{kind}", f"Contacts on a {kind}, of another day", found, "share", how)
        return min(3.0, found.value)

    def _source(self, name: str, contacts: dict[int, list[r.ChildContact]]) -> Source:
        rate = fit_rate(self._by_week(each[0].received_on for each in contacts.values()))
        decided = [child for each in contacts.values() for child in each if self._is_decided_of_late(child)]
        events = len({child.contact_id for child in decided})
        taken = sum(child.outcome in STATUTORY for child in decided) / max(1, len(decided))
        share = fit_share(round(taken * events), events, national=NATIONAL_CONVERSION)
        self.note(f"contacts:{name}", f"Contacts from {name.lower()}", rate, "a week", f"last {self.weeks_back} weeks")
        self.note(
            f"conversion:{name}", f"Accepted of contacts from {name.lower()}", share, "share",
            f"children in contacts of the last {RECENT_WEEKS} weeks, those of one contact counted as one trial",
        )  # fmt: skip
        sizes = Counter(min(len(each), MOST_SIBLINGS) for each in contacts.values())
        total = sum(sizes.values())
        most = max(sizes)
        return Source(
            name=name, contacts_per_week=rate.value, conversion=level(share.value),
            children_per_contact=tuple(sizes[number] / total for number in range(1, most + 1)),
        )  # fmt: skip

    def _is_decided_of_late(self, child: r.ChildContact) -> bool:
        recent = self.on - timedelta(weeks=RECENT_WEEKS)
        decided = child.decided_on is None or child.decided_on < self.on
        return child.received_on >= recent and bool(child.outcome) and decided

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
        longer = lengthening(*self.load_and_length())
        self.note(
            "overload", "Work of a child given to a worker at twice the agreed ceiling: longer by", longer, "share",
            "assessments begun above the agreed ceiling against the others, each from its start",
        )  # fmt: skip
        going_on = (shares[IN_NEED] / total, shares[PROTECTION] / total)
        return Work(
            outcomes=(
                Outcome(name=CLOSED, share=1 - sum(going_on), lasts=fixed(0)),
                Outcome(name=IN_NEED, share=going_on[0], lasts=need.curve),
                Outcome(name=PROTECTION, share=going_on[1], lasts=plan.curve),
            ),
            assessment=assessment.curve,
            overload_lengthens_work=longer.value,
        )

    # Who does it

    def teams(self) -> tuple[Team, ...]:
        """The teams that take referrals, as they are staffed, with the caseloads they work to in practice."""
        names = self.evidence.reader.names_of_teams()
        return _shared_by_places([self._team(names[team], team) for team in sorted(self.share_of_teams)])

    def _team(self, name: str, team: int) -> Team:
        staff = self.staff[team]
        ceiling = self._ceiling(name, team)
        kinds = Counter((each.basis == "agency", max(1, round(ceiling * each.fte))) for each in staff)
        posts = [
            Posts(
                number=number, ceiling_points=points, is_agency=is_agency,
                pounds_per_week=AGENCY_POUNDS if is_agency else PERMANENT_POUNDS,
            )
            for (is_agency, points), number in sorted(kinds.items(), key=lambda kind: (kind[0][0], -kind[0][1]))
        ]  # fmt: skip
        coming = [
            Posts(number=number, ceiling_points=ceiling, from_week=week)
            for (other, week), number in sorted(self.coming.items())
            if other == team and week < self.weeks_ahead
        ]
        supervisors = {each.supervisor_id for each in staff if each.supervisor_id}
        return Team(
            name=name, share_of_referrals=1.0, managers=max(1, len(supervisors)), posts=(*posts, *coming)
        )  # fmt: skip

    @cached_property
    def was_stretched(self) -> bool:
        """Whether children waited on any of the days: only then does what workers held say what they can hold."""
        days = (self.on - timedelta(weeks=number) for number in range(0, self.weeks_back, 2))
        return any(waiting_on(self.evidence, day, teams=frozenset(self.share_of_teams)) for day in days)

    @cached_property
    def agreed_ceiling(self) -> int:
        return round(self.evidence.reader.limits().number("caseload_ceiling", on=self.on).value)

    @cached_property
    def fillings(self) -> list[r.Filling]:
        return self.evidence.reader.fillings()

    @cached_property
    def lead_time(self) -> FittedCurve:
        return time_to_fill(self.fillings, on=self.on)

    @cached_property
    def coming(self) -> Counter[tuple[int, int]]:
        """Posts signed for and still empty, by team and week of their holder's start."""
        half = self.lead_time.curve.days_at(0.5)
        return on_their_way(self.fillings, on=self.on, half_filled_after_days=half)

    def load_and_length(self) -> tuple[list[float], list[float]]:
        """Of assessments begun long enough ago: what the worker held over the agreed ceiling, and days it took."""
        loads, days = [], []
        held = HeldBy(self.evidence.involvements)
        for pk, each in self.first_assessment.items():
            hands = self.first_hands.get(pk)
            if not hands or not self.since <= hands[0].began_on < self.on - timedelta(days=LONG_ENOUGH_DAYS):
                continue
            begun, ended = hands[0].began_on, self.finished_on(each) or self.on
            if ended > begun:
                loads.append(held.on(hands[0].worker_id, begun) / self.agreed_ceiling)
                days.append(float(self.calendar.working_days_between(begun, ended)))
        return loads, days

    def _ceiling(self, name: str, team: int) -> int:
        """What nine workers in ten of the team have held up to, at its highest in the window; or what is agreed."""
        agreed = self.agreed_ceiling
        days = [self.on - timedelta(days=1 + 28 * number) for number in range(self.weeks_back // 4)]
        loads = [found for day in days if (found := self.loads(team, day))]
        tops = [found[-(-len(found) * 9 // 10) - 1] for found in loads]
        held = max(tops, default=0)
        ceiling = max(agreed, held)
        low, most = min(tops, default=ceiling), max((found[-1] for found in loads), default=ceiling)
        high = most if self.was_stretched else most * (1 + NEVER_STRETCHED)
        fit = FittedShare(
            value=ceiling, low=float(max(agreed, low)), high=float(max(high, ceiling)), out_of=len(loads)
        )  # fmt: skip
        self.note(
            f"ceiling:{name}", f"Children a worker of {name} holds at most", fit, "children",
            f"agreed {agreed}; nine in ten held up to {held} at the highest of {len(loads)} days, four weeks apart"
            + ("" if self.was_stretched else "; nobody waited, so how far it stretches is not known"),
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
        lead = self.lead_time
        self.note_curve(
            "lead", "Time to fill a post, from signature to first day", lead, "days, median",
            "posts signed for, those still empty censored" if not lead.is_national else
            f"assumed: {lead.ended} posts signed for were filled, which says too little",
        )  # fmt: skip
        return Staffing(leaving_per_year=min(12.0, rate), time_to_recruit=lead.curve)

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

    def _school_holidays(self) -> tuple[tuple[date, date], ...]:
        last = self.on + timedelta(weeks=self.weeks_ahead)
        years = range(self.on.year - 1, last.year + 1)
        spans = [span for year in years for span in holidays_from(year)]
        return tuple((begins, ends) for begins, ends in spans if begins < last and ends >= self.on)

    def _bank_holidays(self) -> frozenset[date]:
        days = (self.on + timedelta(days=number) for number in range(self.weeks_ahead * 7))
        return frozenset(day for day in days if day.weekday() < 5 and not self.calendar.is_working_day(day))


def _shared_by_places(teams: Sequence[Team]) -> tuple[Team, ...]:
    """Referrals go where there is room: to each team by the places its workers have."""
    places = [sum(posts.number * posts.ceiling_points for posts in team.posts) for team in teams]
    total = sum(places)
    return tuple(
        replace(team, share_of_referrals=own / total if total else 1 / len(teams))
        for team, own in zip(teams, places, strict=True)
    )
