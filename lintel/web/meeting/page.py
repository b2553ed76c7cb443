"""What the page of a meeting shows: families with what could be chosen, workers before and after, the weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

from lintel.journey.allocating.giving.queries import who_may_answer
from lintel.journey.allocating.loads.fitting import Fit
from lintel.journey.allocating.loads.load import Load
from lintel.journey.allocating.meeting.families import Foreseen, Meeting, Row, foresee
from lintel.oversight.demand.next_weeks.queries import rates
from lintel.oversight.demand.next_weeks.weeks import Ahead, Start, TooThin, ahead
from lintel.steps.allocation.rules import Verdict
from lintel.web.meeting.forms import NOBODY_SAFE, Choices

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

ON_A_PAGE = 25
COULD_TAKE = 3
GROUPS = {
    Verdict.WITHIN: "Within what was agreed",
    Verdict.OVER_THE_CEILING: "Above the ceiling: a manager must answer for it",
    Verdict.BEYOND_PROTECTED_LOAD: "Not possible",
}
WAITS_ON, NOBODY_CAN = "Stays waiting", "No safe allocation possible"
WIDE, HIGH, LEFT, FOOT = 600, 220, 50, 30


@dataclass(frozen=True)
class Option:
    """One line of the list of workers for a family."""

    value: str
    words: str
    is_chosen: bool
    is_possible: bool = True


@dataclass(frozen=True)
class Shown:
    """A family on the page, with whom it could go to, what speaks for it, and why what was sent was refused."""

    row: Row
    first: Sequence[Option]
    groups: Sequence[tuple[str, Sequence[Option]]]
    could_take: Sequence[Fit]
    answering: Sequence[Option]
    refused: str
    left_because: str

    @property
    def key(self) -> int:
        return self.row.family.key

    @property
    def needs_somebody_to_answer(self) -> bool:
        return self.row.is_over


@dataclass(frozen=True)
class Worker:
    """A worker before and after what is chosen."""

    before: Load
    after: Load

    @property
    def is_changed(self) -> bool:
        return self.after.count != self.before.count

    @property
    def notes(self) -> list[str]:
        """What to know before giving them anybody."""
        load = self.before
        said = {
            "Newly qualified": load.terms.is_newly_qualified,
            "Agency": load.basis == "agency",
            f"speaks {', '.join(load.languages)}": bool(load.languages),
            f"{load.terms.fte:g} of full time": load.terms.fte < 1,
            f"Away until {load.away_until:%-d %B}" if load.away_until else "Away": load.is_away,
            f"Away from {load.away_from:%-d %B}" if load.away_from else "": load.away_from is not None,
            f"{len(load.asked)} not answered yet": bool(load.asked),
        }
        return [words for words, holds in said.items() if holds]


def families_shown(
    table: Meeting,
    form: Choices,
    *,
    number: Any,
    refused: Mapping[int, str],
    left: Mapping[str, str],
    viewer: User,
    today: date,
) -> tuple[Foreseen, Page[Row], list[Shown]]:
    """One page of families as the choices stand, and what all choices together come to."""
    foreseen = foresee(table, form.chosen, today=today)
    page = Paginator(foreseen.rows, ON_A_PAGE).get_page(number)
    shown = [_shown(row, form, refused, left, viewer, today) for row in page]
    return foreseen, page, shown


def _shown(
    row: Row, form: Choices, refused: Mapping[int, str], left: Mapping[str, str], viewer: User, today: date
) -> Shown:  # fmt: skip
    family, chosen = row.family, form.data.get(f"to-{row.family.key}", "")
    found = row.fits(today)
    groups = [
        (words, [_option(fit, chosen) for fit in found if _verdict(fit) is verdict])
        for verdict, words in GROUPS.items()
    ]
    first = [Option("", WAITS_ON if family.waits else "Nobody yet", not chosen)]
    if family.waits:
        first.append(Option(NOBODY_SAFE, NOBODY_CAN, chosen == NOBODY_SAFE))
    return Shown(
        row=row, first=first, groups=[group for group in groups if group[1]],
        could_take=[fit for fit in found if fit.may_be_given][:COULD_TAKE],
        answering=_answering(row, form, viewer), refused=refused.get(family.key, ""),
        left_because=left.get(family.asked.family, "") if not row.chosen else "",
    )  # fmt: skip


def _answering(row: Row, form: Choices, viewer: User) -> list[Option]:
    """Whom a manager may name where the choice goes above the ceiling; nobody is named beforehand."""
    if row.chosen is None or not row.is_over:
        return []
    named = form.data.get(f"manager-{row.family.key}", "")
    may = who_may_answer(row.chosen.before.team_id, row.family.asked.points, viewer=viewer)
    return [Option("", "Choose who answers", not named), *(Option(str(u.pk), u.name, str(u.pk) == named) for u in may)]


def _verdict(fit: Fit) -> Verdict:
    return fit.verdict if fit.may_be_given else Verdict.BEYOND_PROTECTED_LOAD


def _option(fit: Fit, chosen: str) -> Option:
    before, after = fit.before, fit.after
    words = f"{before.name}, {before.count} of {before.most:g} → {after.count}"
    if before.asked:
        words += f" ({len(before.asked)} of them given and not answered)"
    if not fit.may_be_given:
        words += " (away)" if before.is_away else " (newly qualified)"
    return Option(str(before.worker_id), words, chosen == str(before.worker_id), fit.may_be_given)


def workers_shown(table: Meeting, foreseen: Foreseen) -> list[Worker]:
    """Every worker as before and as after, by team and name: never by how much they hold."""
    return [Worker(load, foreseen.after[load.worker_id]) for load in table.loads]


# --- the weeks ahead --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WeeksAhead:
    """The next weeks if nobody is given today, and with what is chosen; and what both are reckoned from."""

    rates: Any
    as_it_is: Ahead
    as_chosen: Ahead
    today: date

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The table: today, as the meeting ends, and as each week ends."""
        before, after = self.as_it_is, self.as_chosen
        ends = [
            {
                "words": f"{self.today + timedelta(weeks=old.number):%-d %B}", "referrals": old.referrals,
                "before": old.waiting, "after": new.waiting, "caseload": old.caseload, "caseload_after": new.caseload,
                "is_full": new.is_full,
            }
            for old, new in zip(before.weeks, after.weeks, strict=True)
        ]  # fmt: skip
        now = {
            "words": "Today", "referrals": None, "before": before.start.waiting, "after": after.start.waiting,
            "caseload": before.start.caseload, "caseload_after": after.start.caseload, "is_full": after.start.is_full,
        }  # fmt: skip
        return [now, *ends]

    @property
    def saved(self) -> int:
        """Days of waiting that what is chosen spares all children together."""
        return round(self.as_it_is.child_days - self.as_chosen.child_days)

    @property
    def going_out(self) -> float:
        return float(self.rates.going_out(self.as_chosen.start.held))

    @property
    def coming_in(self) -> float:
        return float(sum(self.rates.referrals) / len(self.rates.referrals))

    @property
    def full_in_words(self) -> str:
        """When every place agreed is taken, or how many are held above that."""
        if above := self.as_chosen.start.above:
            held = "1 more child is held" if above == 1 else f"{above} more children are held"
            ends = f"Every place agreed is taken as this meeting ends and {held}"
            return f"{ends}: nobody is placed until as many have gone."
        week = self.as_chosen.full_from
        if week is None:
            return f"In {len(self.as_chosen.weeks)} weeks not every place agreed is taken."
        if week == 0:
            return "Every place agreed is taken as this meeting ends."
        return f"Every place agreed is taken by {self.today + timedelta(weeks=week):%-d %B %Y}."

    @property
    def lines(self) -> dict[str, str]:
        """Both lines of the chart, as points."""
        most = self.most
        step = (WIDE - LEFT) / len(self.as_it_is.weeks)
        return {
            name: " ".join(
                f"{LEFT + n * step:.0f},{HIGH - FOOT - (HIGH - FOOT - 10) * row[name] / most:.0f}"
                for n, row in enumerate(self.rows)
            )
            for name in ("before", "after")
        }

    @property
    def most(self) -> float:
        return max(1.0, *(row[name] for row in self.rows for name in ("before", "after")))


def weeks_ahead(
    table: Meeting, foreseen: Foreseen, *, also_waiting: int, viewer: User, today: date
) -> WeeksAhead | TooThin:
    """
    The next weeks with what is chosen beside them without it.

    :param also_waiting: children who wait and are not on the table, as while somebody's children are shared out.
    """
    found = rates(viewer=viewer, on=today)
    if isinstance(found, TooThin):
        return found
    theirs = [load for load in table.loads if load.team in found.teams]
    if not theirs:
        return TooThin(words="Nobody who holds cases is in a team that takes new referrals.")
    waiting = also_waiting + table.children
    given = sum(len(row.family.children) for row in foreseen.rows if row.chosen)
    before = Start(
        waiting=waiting, held=sum(load.count for load in theirs), workers=len(theirs),
        places=sum(min(load.count, load.most // 1) if load.is_away else load.most // 1 for load in theirs),
    )  # fmt: skip
    after = replace(
        before, waiting=waiting - given, held=sum(foreseen.after[load.worker_id].count for load in theirs)
    )  # fmt: skip
    return WeeksAhead(found, ahead(found, before), ahead(found, after), today)
