"""
What happens in Ravenshire: every curve and date of the story, in one place.

Sizes and shares are those of DOMAIN.md 11; the collapse is the arithmetic of PRODUCT.md 0.5 (fixture WIF-R0): 229
child-contacts a week about children who are not open, nine weeks in assessment, 24 workers and then 36 and 48.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from lintel.statute.calendar import LONDON

WEEKS_OF_WORK = 130
CALM_WEEKS = 54
# Before the first contact that is kept, work is let run so that the council starts with cases under way and a past.
WEEKS_BEFORE = 78
WEEKS_REMEMBERED = 52
RECORD_ENDS = time(8, 0)

NEW_CHILD_CONTACTS_A_WEEK = 212.0
OPEN_CHILD_CONTACTS_A_WEEK = 84.0

CALM, AFTER_NINE_WEEKS, PEAK, SETTLED = 0.30, 0.66, 0.70, 0.43
RAMP_WEEKS, PEAK_FROM, PEAK_UNTIL, SETTLED_FROM = 9, 26, 29, 52

FIRST_AGENCY_TEAM_WEEK, SECOND_AGENCY_TEAM_WEEK = 12, 20
BACKLOG_CHILD_CONTACTS = 240
RECOVERY_WEEK = 30


@dataclass(frozen=True)
class Story:
    """
    The story laid out so that its last day is `until`.

    :param scale: 1 for the whole council; smaller for quick tests (fewer contacts and proportionately fewer workers).
    """

    until: date
    scale: float = 1.0

    @property
    def starts_on(self) -> date:
        """The Monday of the first week whose contacts are kept."""
        monday = self.until - timedelta(days=self.until.weekday())
        return monday - timedelta(weeks=WEEKS_OF_WORK)

    @property
    def runs_from(self) -> date:
        return self.starts_on - timedelta(weeks=WEEKS_BEFORE)

    @property
    def remembers_from(self) -> date:
        """Work that ended before this day is not in the record any more."""
        return self.starts_on - timedelta(weeks=WEEKS_REMEMBERED)

    @property
    def changed_on(self) -> date:
        """The Monday on which the threshold changes."""
        return self.starts_on + timedelta(weeks=CALM_WEEKS)

    @property
    def ends_at(self) -> datetime:
        """The record ends in the morning of the last day, before work begins."""
        return datetime.combine(self.until, RECORD_ENDS, LONDON)

    def week_of_change(self, weeks: float) -> date:
        return self.changed_on + timedelta(days=round(7 * weeks))

    def weeks_since_change(self, day: date) -> float:
        return (day - self.changed_on).days / 7

    def conversion(self, day: date) -> float:
        """The share of decided child-contacts, of children not open, that becomes a referral."""
        weeks = self.weeks_since_change(day)
        return along(
            weeks,
            (0, CALM), (RAMP_WEEKS, AFTER_NINE_WEEKS), (PEAK_FROM, PEAK), (PEAK_UNTIL, PEAK), (SETTLED_FROM, SETTLED),
        )  # fmt: skip

    def strain(self, day: date) -> float:
        """How far beyond its strength the service works: 0 in the calm, 1 at the worst."""
        return along(self.weeks_since_change(day), (3, 0), (10, 1), (20, 1), (28, 0.5), (50, 0.15), (60, 0.05))

    def marginal_share(self, day: date) -> float:
        """The share of referrals that would not have been referrals under the old threshold."""
        return 1 - CALM / self.conversion(day)

    def days(self) -> list[date]:
        length = (self.until - self.runs_from).days + 1
        return [self.runs_from + timedelta(days=n) for n in range(length)]


def along(place: float, *points: tuple[float, float]) -> float:
    """The value at a place on a line through points; level before the first and after the last."""
    if place <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if place <= right:
            return low + (high - low) * (place - left) / (right - left)
    return points[-1][1]


@dataclass(frozen=True)
class Change:
    """A change record of the story."""

    what: str
    changed_on: date
    decided_by: str
    detail: str


def changes(story: Story) -> list[Change]:
    """What was changed on which day and by whom; only the second and third matter to the story."""
    return [
        Change(
            "New contact form for schools", story.week_of_change(-30), "Ines Thornwick, front-door manager",
            "Schools send contacts through a form instead of by telephone. Nothing else changes.",
        ),
        Change(
            "New wording of the threshold document: neglect and domestic abuse",
            story.changed_on, "Corvin Ashgill, director of children's services",
            "After a strategic review, contacts that would have gone to advice or early help become referrals. "
            "Start Well reviews its own thresholds in the same month.",
        ),
        Change(
            "Ravenshire Police begins to send a backlog of notifications", story.week_of_change(0.4),
            "Superintendent Marl Brackenshaw, Ravenshire Police",
            "A new police record system held back domestic-abuse notifications for several weeks.",
        ),
        Change(
            "Two agency teams for assessment agreed", story.week_of_change(9), "Corvin Ashgill, director",
            "Castle duty from week 12, Dalefoot duty from week 20; twelve workers each.",
        ),
        Change(
            "Step-down panel with Start Well every Tuesday", story.week_of_change(RECOVERY_WEEK + 2),
            "Odile Larchmere, head of service",
            "Children whose needs early help can meet are handed over with the family in the room.",
        ),
        Change(
            "Contact line moves to a new telephone number", story.week_of_change(60),
            "Ines Thornwick, front-door manager", "The old number forwards for a year.",
        ),
    ]  # fmt: skip
