"""What comes to the front door of Ravenshire each day, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from lintel.demo.chance import Chance, Shares
from lintel.demo.events import Child, ChildContact, Contact, EarlyHelp, Episode, Family
from lintel.demo.families import Population
from lintel.demo.story import (
    BACKLOG_CHILD_CONTACTS,
    NEW_CHILD_CONTACTS_A_WEEK,
    OPEN_CHILD_CONTACTS_A_WEEK,
    RECOVERY_WEEK,
    Story,
)
from lintel.statute.ages import age_on
from lintel.statute.calendar import LONDON, england
from lintel.steps.front_door.codes import Channel, Consent, Outcome

SOURCES = {
    "1A": 0.045, "1B": 0.02, "1C": 0.015, "1D": 0.01, "2A": 0.145, "2B": 0.015, "3A": 0.03, "3B": 0.04, "3C": 0.03,
    "3D": 0.02, "3E": 0.04, "3F": 0.01, "4": 0.03, "5A": 0.04, "5B": 0.05, "5C": 0.025, "5D": 0.03, "6": 0.32,
    "7": 0.025, "8": 0.03, "9": 0.025, "10": 0.005,
}  # fmt: skip
# How much likelier than others contacts from a source are to become referrals (assumed).
WEIGHT_OF_SOURCE = {
    "6": 0.85, "2A": 1.15, "2B": 1.1, "9": 0.6, "4": 0.7, "1B": 0.7, "1D": 0.7, "5A": 1.25, "5D": 1.3, "3E": 1.2,
}  # fmt: skip
WEEKDAYS = (1.17, 1.12, 1.06, 1.03, 1.02, 0.34, 0.26)
CHILDREN_IN_AN_EVENT = 1.62
# Brothers and sisters usually share the decision, but are each decided for themselves.
SHARES_THE_DECISION = 0.55
# Decisions are dealt from packs of so many (see `Chance.dealt`).
CARDS = 40
NEW_FAMILY, REFERRED_LATELY = 0.56, 0.15
OTHER_OUTCOMES = Shares(
    {Outcome.EARLY_HELP: 0.19, Outcome.ADVICE: 0.43, Outcome.NO_FURTHER_ACTION: 0.29, Outcome.OTHER: 0.09}
)
OTHER_OUTCOMES_LATER = Shares(
    {Outcome.EARLY_HELP: 0.30, Outcome.ADVICE: 0.37, Outcome.NO_FURTHER_ACTION: 0.25, Outcome.OTHER: 0.08}
)
CONSENT = Shares({Consent.GIVEN: 0.46, Consent.DISPENSED_WITH: 0.3, Consent.NOT_SOUGHT: 0.18, Consent.REFUSED: 0.06})
REASONS_WITHOUT_CONSENT = (
    "Asking first could put the child at more risk.", "Domestic abuse: asking could put a parent at risk.",
    "The parents could not be reached and the worry could not wait.",
)  # fmt: skip
RATIONALES = {
    Outcome.REFERRAL: "Meets level 4 of the threshold document: the child's health or development is likely to suffer.",
    Outcome.EARLY_HELP: "Level 3: several needs that early help can meet with the family's agreement.",
    Outcome.ADVICE: "Level 2: advice given to the referrer and the family; services named.",
    Outcome.NO_FURTHER_ACTION: "Level 1: no need beyond what school, health and family already give.",
    Outcome.OTHER: "Passed to the authority or service it belongs to.",
    Outcome.TO_ALLOCATED_WORKER: "The child has a social worker; passed on the same day.",
}
EARLY_HELP_ORGANISATIONS = (
    "Start Well Ravensbeck", "Start Well Nethermere", "Start Well Corvingate", "Larchmere Academy",
    "Quarrydale Primary", "Ravenshire 0-19 nurses",
)  # fmt: skip
LEFT_UNDECIDED = 0.012
FIRST_REFERENCE = 100_001

OpenReferrals = Callable[[list[ChildContact], datetime], list[Episode]]


class FrontDoor:
    """The contacts of one day after another, each with its decisions."""

    def __init__(self, story: Story, seed: int, screeners: Callable[[date], list[str]], refer: OpenReferrals) -> None:
        self.story = story
        self.population = Population(seed)
        self.contacts: list[Contact] = []
        self.early_help: list[EarlyHelp] = []
        self._chance = Chance(seed, "front door")
        self._decisions = self._chance.dealt(CARDS)
        self._screeners = screeners
        self._refer = refer
        self._known: list[Family] = []
        self._referred: list[tuple[date, Family]] = []
        self._forgotten = 0
        self._backlog_days = {story.changed_on + timedelta(days=n) for n in (3, 14, 25, 36, 46)}

    def open_for(self, day: date, open_families: list[Family]) -> None:
        """Take in and decide everything that arrives on this day."""
        arrived = [
            (self._received_at(day, source), source, family, False)
            for family, source in self._families_of(day, open_families)
        ]
        if day in self._backlog_days:
            arrived += self._backlog(day)
        for received_at, source, family, is_late in sorted(arrived, key=lambda a: a[0]):
            if received_at < self.story.ends_at:
                self._take_in(received_at, source, family, is_late)

    def _families_of(self, day: date, open_families: list[Family]) -> list[tuple[Family, str]]:
        sources = _sources_of(day)
        pace = _pace(day) * (1 - 0.9 * SOURCES["2A"] * (sources is _IN_SCHOOL_HOLIDAYS)) * self.story.scale
        strangers = self._chance.count(NEW_CHILD_CONTACTS_A_WEEK * pace / CHILDREN_IN_AN_EVENT)
        found = [(self._somebody(day), self._chance.share(sources.shares)) for _ in range(strangers)]
        if open_families:
            again = self._chance.count(OPEN_CHILD_CONTACTS_A_WEEK * pace / CHILDREN_IN_AN_EVENT)
            found += [(self._chance.one_of(open_families), self._chance.share(sources.shares)) for _ in range(again)]
        return found

    def _somebody(self, day: date) -> Family:
        """A family that is not open: new, referred within the last year, or known from an earlier contact."""
        luck = self._chance.uniform()
        for _ in range(6):
            family = None
            if luck < NEW_FAMILY:
                break
            if luck < NEW_FAMILY + REFERRED_LATELY:
                family = self._referred_lately(day)
            elif self._known:
                # More often one that came lately than one from long ago.
                family = self._known[-1 - int(len(self._known) * self._chance.uniform() ** 2)]
            if family and any(_may_come(child, day) for child in family.children):
                return family
        return self.population.new_family(day)

    def _referred_lately(self, day: date) -> Family | None:
        while self._forgotten < len(self._referred) and (day - self._referred[self._forgotten][0]).days > 365:
            self._forgotten += 1
        lately = len(self._referred) - self._forgotten
        return self._referred[self._forgotten + int(lately * self._chance.uniform())][1] if lately else None

    def _backlog(self, day: date) -> list[tuple[datetime, str, Family, bool]]:
        """Police notifications that waited for weeks, sent all at once in one morning."""
        events = round(BACKLOG_CHILD_CONTACTS * self.story.scale / len(self._backlog_days) / CHILDREN_IN_AN_EVENT)
        start = datetime.combine(day, time(9, 30), LONDON)
        return [
            (start + timedelta(minutes=n // 4), "6", self._somebody(day), True)
            for n in range(events)
        ]  # fmt: skip

    def _received_at(self, day: date, source: str) -> datetime:
        luck, minutes = self._chance.uniform(), self._chance.uniform()
        if source == "6":
            minute = 360 + 480 * minutes if luck < 0.6 else 1439 * minutes
        elif luck < 0.88 and day.weekday() < 5:
            minute = 510 + 540 * minutes
        else:
            minute = 480 + 900 * minutes
        return datetime.combine(day, time(int(minute) // 60, int(minute) % 60), LONDON)

    def _take_in(self, received_at: datetime, source: str, family: Family, is_late: bool) -> None:
        day = received_at.date()
        here = [child for child in family.children if age_on(child.born_on, day) < 18 and _is_expected(child, day)]
        if not here:
            return
        if len(here) > 1 and self._chance.happens(0.25):
            here = [self._chance.one_of(here)]
        contact = Contact(
            f"RC{FIRST_REFERENCE + len(self.contacts)}", self._channel(source, received_at), source,
            self._happened_at(received_at, source, is_late), received_at,
            _later(received_at, minutes=self._chance.long_tailed(median=14, spread=1.1)),
        )  # fmt: skip
        contact.children = [ChildContact(contact, child) for child in here]
        if day >= self.story.starts_on:
            self.contacts.append(contact)
            family.is_kept = True
        self._known.append(family)
        self._decide(contact, family)

    def _happened_at(self, received_at: datetime, source: str, is_late: bool) -> datetime:
        if is_late:
            return received_at - timedelta(days=self._chance.between(16, 52), minutes=self._chance.between(0, 600))
        median = {"6": 19, "2A": 4, "3E": 6}.get(source, 16)
        hours = min(240.0, self._chance.long_tailed(median=median, spread=1.0))
        return _later(received_at, minutes=-60 * hours)

    def _channel(self, source: str, received_at: datetime) -> Channel:
        is_out_of_hours = received_at.weekday() >= 5 or not 8 <= received_at.hour < 18
        if source == "6":
            return Channel.POLICE_FEED
        if source == "2A" and received_at.date() >= self.story.week_of_change(-30):
            return Channel.FORM
        if is_out_of_hours:
            return Channel.OUT_OF_HOURS
        if source[0] in "19":
            return Channel.TELEPHONE
        return self._chance.one_of((Channel.TELEPHONE, Channel.EMAIL, Channel.FORM))

    def _decide(self, contact: Contact, family: Family) -> None:
        decided_at = self._decided_at(contact)
        if decided_at >= self.story.ends_at or self._is_left_lying(contact):
            return
        day = decided_at.date()
        screener = self._chance.one_of(self._screeners(day))
        chance_of_referral = self.story.conversion(day) * _weight(contact)
        shared = next(self._decisions)
        for each in contact.children:
            each.decided_at, each.decided_by = decided_at, screener
            luck = shared if self._chance.happens(SHARES_THE_DECISION) else self._chance.uniform()
            each.outcome = self._outcome(each.child, luck < chance_of_referral, day)
            each.rationale = RATIONALES[Outcome(each.outcome)]
            each.consent = self._chance.share(CONSENT)
            if each.consent == Consent.DISPENSED_WITH and self._chance.happens(0.93):
                each.consent_reason = self._chance.one_of(REASONS_WITHOUT_CONSENT)
            if each.outcome == Outcome.EARLY_HELP:
                self.hand_to_early_help(each.child, each, day)
        referred = [each for each in contact.children if each.outcome == Outcome.REFERRAL]
        if referred and not all(episode.is_nfa for episode in self._refer(referred, decided_at)):
            self._referred.append((day, family))

    def _is_left_lying(self, contact: Contact) -> bool:
        return self.story.ends_at - contact.received_at < timedelta(days=5) and self._chance.happens(LEFT_UNDECIDED)

    def _decided_at(self, contact: Contact) -> datetime:
        """Within hours; what the evening finds undecided waits for the morning unless that breaks the 24 hours."""
        strain = self.story.strain(contact.received_at.date())
        hours = self._chance.long_tailed(median=3.2 + 0.5 * strain, spread=0.80 + 0.04 * strain)
        decided_at = _later(contact.recorded_at, minutes=60 * hours)
        if 8 <= decided_at.hour < 20:
            return decided_at
        morning = decided_at.date() + timedelta(days=1 if decided_at.hour >= 20 else 0)
        put_off = datetime.combine(morning, time(8, self._chance.between(0, 55)), LONDON)
        return put_off if put_off - contact.received_at < timedelta(hours=23, minutes=50) else decided_at

    def _outcome(self, child: Child, meets_threshold: bool, day: date) -> Outcome:
        if child.episode is not None:
            return Outcome.TO_ALLOCATED_WORKER
        if meets_threshold:
            return Outcome.REFERRAL
        is_recovering = day >= self.story.week_of_change(RECOVERY_WEEK)
        return self._chance.share(OTHER_OUTCOMES_LATER if is_recovering else OTHER_OUTCOMES)

    def hand_to_early_help(self, child: Child, child_contact: ChildContact | None, day: date) -> None:
        """Begin early help for a child, a few days later."""
        starts_on = day + timedelta(days=self._chance.between(1, 12))
        completed_on = england().due_on(trigger=starts_on, working_days=self._chance.between(12, 40))
        ended_on = completed_on + timedelta(days=round(self._chance.long_tailed(median=110, spread=0.6)))
        if day < self.story.remembers_from or starts_on >= self.story.until:
            return
        self.early_help.append(
            EarlyHelp(
                child, child_contact if day >= self.story.starts_on else None,
                self._chance.one_of(EARLY_HELP_ORGANISATIONS), starts_on,
                _if_before(completed_on, self.story.until), _if_before(ended_on, self.story.until),
            )
        )  # fmt: skip
        child.family.is_kept = True


class _Sources:
    """Where contacts come from on a kind of day, and how each source's conversion differs from the day's."""

    def __init__(self, without: dict[str, float]) -> None:
        shares = {source: share * without.get(source, 1) for source, share in SOURCES.items()}
        self.shares = Shares(shares)
        together = sum(share * WEIGHT_OF_SOURCE.get(source, 1) for source, share in shares.items())
        self._level = sum(shares.values()) / together

    def weight(self, source: str) -> float:
        """The weights average to one on such a day, so that the story's conversion holds in school holidays too."""
        return WEIGHT_OF_SOURCE.get(source, 1) * self._level


_ON_SCHOOL_DAYS = _Sources({})
_IN_SCHOOL_HOLIDAYS = _Sources({"2A": 0.1, "2B": 0.3})
_ON_WEEKENDS = _Sources({"2A": 0.02, "2B": 0.02, "3A": 0.1, "3B": 0.05, "3C": 0.02, "4": 0.1, "5A": 0.2, "5D": 0.05})
# First and last (month, day) of school holidays, near enough for any year.
SCHOOL_HOLIDAYS = (((1, 1), (1, 3)), ((2, 14), (2, 21)), ((4, 3), (4, 17)), ((5, 25), (6, 1)), ((7, 22), (9, 2)),
                   ((10, 24), (10, 31)), ((12, 20), (12, 31)))  # fmt: skip


def _sources_of(day: date) -> _Sources:
    if not england().is_working_day(day):
        return _ON_WEEKENDS
    is_holiday = any(first <= (day.month, day.day) <= last for first, last in SCHOOL_HOLIDAYS)
    return _IN_SCHOOL_HOLIDAYS if is_holiday else _ON_SCHOOL_DAYS


def _weight(contact: Contact) -> float:
    """How much likelier than others this contact is to become a referral."""
    if contact.received_at - contact.happened_at > timedelta(days=14):
        return 1.1  # waiting has not made it better
    return _sources_of(contact.received_at.date()).weight(contact.source)


def _pace(day: date) -> float:
    """The share of a week's contacts that this day sees; a bank holiday is like a Sunday."""
    weekday = day.weekday() if england().is_working_day(day) else max(5, day.weekday())
    return WEEKDAYS[weekday] / sum(WEEKDAYS)


def _may_come(child: Child, day: date) -> bool:
    return child.episode is None and age_on(child.born_on, day) < 18 and _is_expected(child, day)


def _is_expected(child: Child, day: date) -> bool:
    """Nobody knows of a child more than seven months before it is born."""
    return child.born_on < day + timedelta(days=215)


def _later(moment: datetime, *, minutes: float) -> datetime:
    """So many true minutes later (or earlier), whatever the clocks on the wall do; nobody writes down seconds."""
    return (moment.astimezone(UTC) + timedelta(minutes=round(minutes))).astimezone(LONDON)


def _if_before(day: date, end: date) -> date | None:
    return day if day < end else None
