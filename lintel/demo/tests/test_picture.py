"""The council shows the picture of the letter: 30% to 70%, caseloads to 40, three months without a worker, recovery."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

import pytest

from lintel.demo.council import Council
from lintel.demo.staff import AGENCY_TEAMS, ASSESSMENT_TEAMS
from lintel.demo.story import CALM_WEEKS, WEEKS_OF_WORK
from lintel.foundation.workforce.codes import Basis
from lintel.oversight.performance.spc import p_chart
from lintel.statute.calendar import england
from lintel.steps.front_door.codes import Outcome

pytestmark = pytest.mark.slow


class Weeks:
    """The council counted week by week, from the first week of the record; week 0 of the change is week 54."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.story = council.story

    def place(self, week_of_change: int) -> int:
        return CALM_WEEKS + week_of_change

    def sunday(self, week: int) -> date:
        return self.story.starts_on + timedelta(days=7 * week + 6)

    @cached_property
    def decided(self) -> tuple[Counter[int], Counter[int]]:
        """Referrals and all decisions about children who were not open, by week."""
        referred, all_decided = Counter(), Counter()
        for contact in self.council.contacts:
            for each in contact.children:
                if each.decided_at and each.outcome != Outcome.TO_ALLOCATED_WORKER:
                    week = (each.decided_at.date() - self.story.starts_on).days // 7
                    all_decided[week] += 1
                    referred[week] += each.outcome == Outcome.REFERRAL
        return referred, all_decided

    def conversion(self, first: int, last: int) -> float:
        """Over weeks counted from the change, both included."""
        referred, decided = self.decided
        weeks = range(self.place(first), self.place(last) + 1)
        return sum(referred[w] for w in weeks) / sum(decided[w] for w in weeks)

    @cached_property
    def held(self) -> list[Counter[str]]:
        """Children each worker holds on the Sunday of each week."""
        found = [Counter() for _ in range(WEEKS_OF_WORK)]
        for episode in self.council.episodes:
            for holding in episode.involvements:
                for week in self._sundays(holding.began_at.date(), holding.ended_on):
                    found[week][holding.worker] += 1
        return found

    @cached_property
    def unallocated(self) -> list[int]:
        """Open children without a worker on the Sunday of each week."""
        found = [0] * WEEKS_OF_WORK
        for episode in self.council.episodes:
            if not episode.is_nfa:
                for week in self._sundays(episode.referred_on, episode.closed_on):
                    found[week] += 1
        return [there - sum(held.values()) for there, held in zip(found, self.held, strict=True)]

    def _sundays(self, begins: date, ends: date | None) -> range:
        first = -((self.sunday(0) - begins).days // 7)
        last = WEEKS_OF_WORK if ends is None else -((self.sunday(0) - ends).days // 7)
        return range(max(0, first), min(WEEKS_OF_WORK, last))

    def workers(self, week: int, teams: tuple[str, ...] = ASSESSMENT_TEAMS) -> list[str]:
        day = self.sunday(week)
        return [
            place.staff_id for place in self.council.staff.places
            if place.team in teams and place.is_case_holding and place.starts_on <= day
            and (place.leaves_on is None or place.leaves_on > day)
        ]  # fmt: skip

    def mean_caseload(self, week_of_change: int) -> float:
        week = self.place(week_of_change)
        workers = self.workers(week)
        return sum(self.held[week][worker] for worker in workers) / len(workers)


@pytest.fixture(scope="module")
def weeks(council) -> Weeks:
    return Weeks(council)


def test_it_has_the_size_of_wigan(weeks):
    children = sum(len(contact.children) for contact in weeks.council.contacts)
    to_workers = sum(each.outcome == Outcome.TO_ALLOCATED_WORKER for c in weeks.council.contacts for each in c.children)

    assert children / 2.5 == pytest.approx(17_000, rel=0.05)
    assert to_workers / 2.5 == pytest.approx(5_000, rel=0.1)
    calm = [weeks.decided[1][week] for week in range(CALM_WEEKS)]
    assert sum(calm) / len(calm) == pytest.approx(229, rel=0.05)


@pytest.mark.finding("S22")
def test_conversion_rises_from_30_to_70_and_settles_near_43(weeks):
    assert weeks.conversion(-CALM_WEEKS, -1) == pytest.approx(0.30, abs=0.015)
    assert weeks.conversion(8, 10) == pytest.approx(0.66, abs=0.05)
    assert weeks.conversion(24, 29) == pytest.approx(0.70, abs=0.03)
    assert weeks.conversion(55, 74) == pytest.approx(0.43, abs=0.025)


@pytest.mark.finding("S22")
def test_the_weekly_chart_signals_by_the_fourth_week_and_is_quiet_before(weeks):
    referred, decided = weeks.decided
    every_week = range(WEEKS_OF_WORK)

    chart = p_chart([referred[w] for w in every_week], [decided[w] for w in every_week])

    signals = [week - CALM_WEEKS for week in every_week if chart.marks[week].signals]
    assert min(week for week in signals if week >= 0) <= 3  # week 0 is the first
    assert len([week for week in signals if week < 0]) <= 4


@pytest.mark.finding("S34")
def test_caseloads_reach_40(weeks):
    assert 38 <= max(max(held.values()) for held in weeks.held) <= 42
    assert weeks.mean_caseload(10) == pytest.approx(31, abs=1.5)


@pytest.mark.finding("S3")
def test_children_wait_without_a_worker_for_three_months(weeks):
    longest = max(
        (len(list(run)) for is_long, run in groupby(weeks.unallocated, lambda number: number >= 50) if is_long)
    )

    assert 10 <= longest <= 16
    assert weeks.unallocated[weeks.place(11)] > 200
    assert max(weeks.unallocated[: weeks.place(-1)]) < 70


@pytest.mark.finding("L2")
def test_two_of_four_assessment_teams_are_all_agency(weeks):
    at_the_worst = weeks.sunday(weeks.place(24))
    shares = defaultdict(list)
    for place in weeks.council.staff.places:
        there = place.starts_on <= at_the_worst and (place.leaves_on is None or place.leaves_on > at_the_worst)
        if place.team in ASSESSMENT_TEAMS and place.is_case_holding and there:
            shares[place.team].append(place.basis == Basis.AGENCY)

    assert {team for team, agency in shares.items() if all(agency)} == set(AGENCY_TEAMS)
    assert [len(weeks.workers(weeks.place(week))) for week in (8, 15, 24)] == pytest.approx([24, 36, 48], abs=2)


@pytest.mark.finding("L1")
def test_a_manager_answers_for_about_350_children(weeks):
    children = [
        sum(weeks.held[week][worker] for worker in weeks.workers(week, (team,)))
        for week in range(WEEKS_OF_WORK)
        for team in ASSESSMENT_TEAMS
    ]

    assert 340 <= max(children) <= 400


def test_before_the_change_caseloads_are_those_of_the_arithmetic(weeks):
    caseloads = [weeks.mean_caseload(week) for week in range(-50, 0, 4)]

    assert sum(caseloads) / len(caseloads) == pytest.approx(25.8, abs=2.5)


def test_afterwards_the_service_recovers(weeks):
    assert weeks.mean_caseload(74) == pytest.approx(22, abs=2.5)
    assert max(weeks.held[weeks.place(74)].values()) <= 35
    assert max(weeks.unallocated[weeks.place(60) :]) < 70
    agency = {p.staff_id for p in weeks.council.staff.places if p.basis == Basis.AGENCY}
    assert not agency & set(weeks.workers(weeks.place(74)))


def test_assessments_are_late_while_the_service_is_strained(weeks):
    in_time = defaultdict(list)
    for episode in weeks.council.episodes:
        if episode.authorised_on and episode.authorised_on >= weeks.story.starts_on:
            used = england().working_days_between(episode.referred_on, episode.authorised_on)
            in_time[weeks.story.weeks_since_change(episode.authorised_on) // 10].append(used <= 45)
    shares = {tens: sum(found) / len(found) for tens, found in in_time.items()}

    assert shares[-1] > 0.83
    assert shares[2] < 0.72
    assert shares[6] > 0.78


@pytest.mark.finding("S27")
def test_almost_all_contacts_are_decided_within_24_hours(weeks):
    times = [
        (each.decided_at - contact.received_at) if each.decided_at else None
        for contact in weeks.council.contacts
        for each in contact.children
    ]

    within = sum(1 for time in times if time is not None and time <= timedelta(hours=24))
    assert 0.98 <= within / len(times) < 1
    assert 0 < sum(time is None for time in times) < 40


@pytest.mark.finding("S28")
def test_a_backlog_of_police_notifications_lands_with_the_change(weeks):
    late = [
        contact for contact in weeks.council.contacts if contact.received_at - contact.happened_at > timedelta(days=14)
    ]

    assert {contact.source for contact in late} == {"6"}
    assert 150 <= sum(len(contact.children) for contact in late) <= 400
    assert all(0 <= weeks.story.weeks_since_change(contact.received_at.date()) < 8 for contact in late)


def test_what_follows_a_referral_is_in_the_national_proportions(weeks):
    """DOMAIN.md 11.4, in the calm year."""
    calm = [e for e in weeks.council.episodes if weeks.story.starts_on <= e.referred_on < weeks.story.changed_on]
    enquiries = [enquiry for e in calm for enquiry in e.enquiries if enquiry.began_enquiry]
    conferences = [enquiry for enquiry in enquiries if enquiry.conference_on]
    assessed = [e for e in calm if e.authorised_on]

    assert sum(e.is_nfa for e in calm) / len(calm) == pytest.approx(0.065, abs=0.015)
    assert len(enquiries) / len(calm) == pytest.approx(0.36, abs=0.05)
    assert len(conferences) / len(enquiries) == pytest.approx(0.31, abs=0.04)
    assert sum(c.led_to_plan for c in conferences) / len(conferences) == pytest.approx(0.86, abs=0.06)
    assert sum(not e.needs_support for e in assessed) / len(assessed) == pytest.approx(0.31, abs=0.04)


def test_about_a_fifth_of_referrals_are_re_referrals(weeks):
    by_child = defaultdict(list)
    for episode in weeks.council.episodes:
        by_child[episode.child.number].append(episode.referred_on)
    calm = [
        any(timedelta(0) < day - earlier <= timedelta(days=365) for earlier in days)
        for days in by_child.values()
        for day in days
        if weeks.story.starts_on <= day < weeks.story.changed_on
    ]

    assert sum(calm) / len(calm) == pytest.approx(0.22, abs=0.04)
