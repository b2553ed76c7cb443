"""Who works in Ravenshire: teams, posts, the people in them one after another, and who is away when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from lintel.demo import names
from lintel.demo.chance import Chance, Shares
from lintel.demo.events import Absence, Place
from lintel.demo.story import FIRST_AGENCY_TEAM_WEEK, RECOVERY_WEEK, SECOND_AGENCY_TEAM_WEEK, Story
from lintel.foundation.workforce.codes import AbsenceReason, Basis, TeamKind

COUNCIL = "Ravenshire Children's Services"
FRONT_DOOR, EARLY_HELP = "Ravenshire Front Door", "Start Well early help"
ASHGILL, BECKSIDE, CASTLE, DALEFOOT = "Ashgill assessment", "Beckside assessment", "Castle duty", "Dalefoot duty"
ASSESSMENT_TEAMS = (ASHGILL, BECKSIDE, CASTLE, DALEFOOT)
AGENCY_TEAMS = (CASTLE, DALEFOOT)
SAFEGUARDING_TEAMS = ("Esk safeguarding", "Fell safeguarding", "Grange safeguarding")

# name: (kind, the service it is part of)
TEAMS: dict[str, tuple[TeamKind, str]] = {
    COUNCIL: (TeamKind.SERVICE, ""),
    "Front door service": (TeamKind.SERVICE, COUNCIL),
    "Assessment service": (TeamKind.SERVICE, COUNCIL),
    "Safeguarding service": (TeamKind.SERVICE, COUNCIL),
    FRONT_DOOR: (TeamKind.FRONT_DOOR, "Front door service"),
    EARLY_HELP: (TeamKind.EARLY_HELP, "Front door service"),
    **dict.fromkeys(ASSESSMENT_TEAMS, (TeamKind.ASSESSMENT, "Assessment service")),
    **dict.fromkeys(SAFEGUARDING_TEAMS, (TeamKind.SAFEGUARDING, "Safeguarding service")),
}

TURNOVER_A_YEAR = 0.13
VACANT_DAYS = (0, 21)
ABSENCES_A_YEAR = 1.6
LENGTHS_OF_ABSENCE = Shares({(1, 4): 0.62, (5, 12): 0.26, (20, 70): 0.12})
# How many children a worker takes on in quiet times and at most, by experience (PRODUCT.md 0.5: 31 on average).
EXPERIENCED, USUAL, PART_TIME, NEWLY_QUALIFIED = (33, 40), (30, 32), (23, 24), (20, 23)
PATTERN = (
    USUAL, EXPERIENCED, USUAL, PART_TIME, USUAL, EXPERIENCED, NEWLY_QUALIFIED, USUAL, USUAL, EXPERIENCED, USUAL, USUAL,
)  # fmt: skip
SAFEGUARDING_TAKES = (26, 34)
# Two whom the change records name.
NAMED = {"Head of service": "Odile Larchmere", "Front-door manager": "Ines Thornwick"}
# Of twelve agency workers of a team, five are not replaced when they leave.
NOT_REPLACED = (2, 5, 8, 10, 11)
WORKERS_IN_AN_ASSESSMENT_TEAM, WORKERS_IN_A_SAFEGUARDING_TEAM = 12, 12


@dataclass
class Staff:
    """Everybody's appointments and absences over the whole story."""

    names: dict[str, str] = field(default_factory=dict)
    swe_numbers: dict[str, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    leads: dict[str, str] = field(default_factory=dict)


def employ(story: Story, seed: int) -> Staff:
    """Fill every post of the establishment from before the story starts until it ends."""
    office = _Personnel(story, Chance(seed, "staff"))
    for team, (kind, _) in TEAMS.items():
        if kind is TeamKind.SERVICE:
            office.lead(team, "Head of service" if team == COUNCIL else "Service manager", team)
    for team, (kind, service) in TEAMS.items():
        if kind is TeamKind.FRONT_DOOR:
            office.front_door(team, service)
        elif kind is TeamKind.EARLY_HELP:
            office.lead(team, "Early help coordinator", service)
        elif kind is TeamKind.ASSESSMENT:
            office.assessment_team(team, service)
        elif kind is TeamKind.SAFEGUARDING:
            office.safeguarding_team(team, service)
    office.send_some_away()
    return office.staff


class _Personnel:
    """Makes people up and puts them into posts."""

    def __init__(self, story: Story, chance: Chance) -> None:
        self.story = story
        self.chance = chance
        self.staff = Staff()
        self._names_taken: set[str] = set()
        self._posts = 0

    def lead(self, team: str, title: str, service: str, *, starts_on: date | None = None) -> str:
        """A manager who stays for the whole story."""
        supervisor = "" if title == "Head of service" else self.staff.leads.get(service, "")
        if service == team:
            supervisor = self.staff.leads.get(COUNCIL, "")
        starts_on = starts_on or self.story.runs_from - timedelta(days=self.chance.between(100, 2_500))
        person = self._hire(team, title, starts_on, None, self._new_post(title), supervisor=supervisor)
        self.staff.leads[team] = person
        return person

    def front_door(self, team: str, service: str) -> None:
        manager = self.lead(team, "Front-door manager", service)
        for _ in range(self._scaled(9)):
            self._fill_post(team, "Screening social worker", self._new_post("screening"), supervisor=manager)

    def assessment_team(self, team: str, service: str) -> None:
        if team in AGENCY_TEAMS:
            self._agency_team(team, service)
            return
        manager = self.lead(team, "Team manager", service)
        lead_on = self.story.week_of_change(RECOVERY_WEEK + self.chance.between(0, 3))
        practice_lead = self._practice_lead(team, manager, lead_on)
        for number in range(self._scaled(WORKERS_IN_AN_ASSESSMENT_TEAM)):
            self._fill_post(
                team, "Social worker", self._new_post("assessment"), supervisor=manager, takes=PATTERN[number % 12],
                later_supervisor=practice_lead if number % 2 else "", later_from=lead_on,
            )  # fmt: skip

    def _agency_team(self, team: str, service: str) -> None:
        """Twelve agency workers on one day; from the recovery on, fewer permanent ones in their place."""
        week = FIRST_AGENCY_TEAM_WEEK if team == CASTLE else SECOND_AGENCY_TEAM_WEEK
        arrives_on = self.story.week_of_change(week)
        manager = self.lead(team, "Team manager", service, starts_on=arrives_on)
        lead_on = self.story.week_of_change(RECOVERY_WEEK + self.chance.between(0, 3))
        practice_lead = self._practice_lead(team, manager, lead_on)
        for number in range(self._scaled(WORKERS_IN_AN_ASSESSMENT_TEAM)):
            leaves_on = self.story.week_of_change(36 + 2 * number + self.chance.between(0, 2))
            takes = USUAL if PATTERN[number % 12] == NEWLY_QUALIFIED else PATTERN[number % 12]
            supervisors = (manager, practice_lead if number % 2 else "", lead_on)
            self._hire_under(team, "Agency social worker", arrives_on, leaves_on, f"agency cover {team} {number + 1}",
                             supervisors, basis=Basis.AGENCY, takes=takes)  # fmt: skip
            if number not in NOT_REPLACED:
                starts_on = leaves_on - timedelta(days=7)
                takes = NEWLY_QUALIFIED if number % 4 == 0 else USUAL
                self._hire_under(team, "Social worker", starts_on, None, self._new_post("assessment"),
                                 supervisors, takes=takes)  # fmt: skip

    def safeguarding_team(self, team: str, service: str) -> None:
        managers = [self.lead(team, "Team manager", service)]
        managers.append(self._practice_lead(team, managers[0], self.story.runs_from))
        for number in range(self._scaled(WORKERS_IN_A_SAFEGUARDING_TEAM)):
            basis = Basis.AGENCY if number == 11 else Basis.PERMANENT
            self._fill_post(team, "Social worker", self._new_post("safeguarding"), supervisor=managers[number % 2],
                            takes=SAFEGUARDING_TAKES, basis=basis)  # fmt: skip
        extra_from = self.story.week_of_change(18)
        for number in range(self._scaled(2)):
            self._hire(team, "Social worker", extra_from, None, self._new_post("safeguarding"),
                       supervisor=managers[number % 2], takes=SAFEGUARDING_TAKES)  # fmt: skip

    def _practice_lead(self, team: str, manager: str, starts_on: date) -> str:
        return self._hire(team, "Advanced practitioner", starts_on, None, self._new_post("lead"), supervisor=manager)

    def _fill_post(
        self,
        team: str,
        title: str,
        post: str,
        *,
        supervisor: str,
        takes: tuple[int, int] = (0, 0),
        basis: Basis = Basis.PERMANENT,
        later_supervisor: str = "",
        later_from: date = date.max,
    ) -> None:
        """One post and its holders one after another, with a gap between them."""
        starts_on = self.story.runs_from - timedelta(days=self.chance.between(30, 2_500))
        from_day = self.story.runs_from
        while starts_on < self.story.until:
            stays = self.chance.long_tailed(median=365 * 0.69 / TURNOVER_A_YEAR, spread=0.9)
            leaves_on: date | None = max(starts_on, from_day) + timedelta(days=max(60, round(stays)))
            if leaves_on is None or leaves_on > self.story.until:
                leaves_on = None
            self._hire_under(team, title, starts_on, leaves_on, post, (supervisor, later_supervisor, later_from),
                             takes=takes, basis=basis)  # fmt: skip
            if leaves_on is None:
                return
            starts_on = leaves_on + timedelta(days=self.chance.between(*VACANT_DAYS))
            takes = USUAL if takes == EXPERIENCED and self.chance.happens(0.3) else takes

    def _hire_under(
        self,
        team: str,
        title: str,
        starts_on: date,
        leaves_on: date | None,
        post: str,
        supervisors: tuple[str, str, date],
        *,
        takes: tuple[int, int],
        basis: Basis = Basis.PERMANENT,
    ) -> None:
        """Hire somebody whose supervisor may change once: one appointment ends that day and the next begins."""
        first, later, changes_on = supervisors
        if not later or (leaves_on and leaves_on <= changes_on):
            self._hire(team, title, starts_on, leaves_on, post, supervisor=first, takes=takes, basis=basis)
            return
        if starts_on >= changes_on:
            self._hire(team, title, starts_on, leaves_on, post, supervisor=later, takes=takes, basis=basis)
            return
        person = self._hire(team, title, starts_on, changes_on, post, supervisor=first, takes=takes, basis=basis)
        self._hire(team, title, changes_on, leaves_on, post, supervisor=later, takes=takes, basis=basis, person=person)

    def _hire(
        self,
        team: str,
        title: str,
        starts_on: date,
        leaves_on: date | None,
        post: str,
        *,
        supervisor: str,
        takes: tuple[int, int] = (0, 0),
        basis: Basis = Basis.PERMANENT,
        person: str = "",
    ) -> str:
        person = person or self._new_person(NAMED.get(title, ""))
        self.staff.places.append(
            Place(
                person, team, title, 0.8 if takes == PART_TIME else 1.0, basis, is_case_holding=takes != (0, 0),
                is_newly_qualified=takes == NEWLY_QUALIFIED, supervisor=supervisor, starts_on=starts_on,
                leaves_on=leaves_on, post=post, takes=takes[0], takes_at_most=takes[1],
            )
        )  # fmt: skip
        return person

    def _new_person(self, name: str = "") -> str:
        culture = self.chance.share(names.WORKER_CULTURES)
        while not name or name in self._names_taken:
            given = names.given_name(culture, self.chance.one_of("FFFFM"), self.chance)
            name = f"{given} {names.family_name(culture, self.chance)}"
        self._names_taken.add(name)
        person = f"S{1_000 + len(self._names_taken)}"
        self.staff.names[person] = name
        self.staff.swe_numbers[person] = f"SW0{len(self._names_taken):05d}"
        return person

    def _new_post(self, line: str) -> str:
        self._posts += 1
        return f"{line} {self._posts}"

    def _scaled(self, number: int) -> int:
        return max(1, round(number * self.story.scale))

    def send_some_away(self) -> None:
        """Sickness and leave of case-holding workers; nobody is away twice at once."""
        for person in {place.staff_id: None for place in self.staff.places if place.is_case_holding}:
            places = [p for p in self.staff.places if p.staff_id == person]
            day = max(self.story.runs_from, places[0].starts_on)
            ends = min(p for p in (places[-1].leaves_on, self.story.until) if p)
            while True:
                day += timedelta(days=round(self.chance.long_tailed(median=170, spread=0.8)))
                away = self.chance.between(*self.chance.share(LENGTHS_OF_ABSENCE))
                if day + timedelta(days=away) >= ends:
                    break
                reason = AbsenceReason.SICKNESS if self.chance.happens(0.8) else AbsenceReason.LEAVE
                self.staff.absences.append(Absence(person, reason, day, day + timedelta(days=away)))
                day += timedelta(days=away)
