"""
Asking for numbers: readings, series, the lists behind them, what changed and why.

Every question says who asks; the answer covers the children that person may see. `as_at` is a day and means its end;
on a day that is not over, `now` says how late it is (the page reads the clock), and clocks are judged at that moment.
A day after the last one the loaded files speak of is answered for that last day, and says so in `as_at`. `period`
without a value means the last thirteen whole weeks (one for volumes); a stock is looked at as at the last day of the
period, or `as_at` itself when no period is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import SEE_CHILDREN, require
from lintel.foundation.access.visibility import sees_whole_service
from lintel.oversight.performance import permissions, spc
from lintel.oversight.performance.answers import Change, NewLimits, Point, Reading, Series, State, Tile
from lintel.oversight.performance.cases import NO_FILTERS, WEEK, Case, Filters, Period
from lintel.oversight.performance.comparison import NOT_JUDGED, change_since_last_quarter
from lintel.oversight.performance.decomposition import Rise, split_the_rise
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.gathering import Reader, files_until, sees_only_numbers
from lintel.oversight.performance.indicator import Also, Indicator
from lintel.oversight.performance.keeping import CHANGES_CONTACTS, keep, state_of_the_record, what_they_see
from lintel.oversight.performance.limits_drawn import charted, how_limits_were_drawn
from lintel.oversight.performance.measuring import (
    Amount,
    cases_of,
    cases_of_weeks,
    in_words,
    lists_beside,
    measure,
    said_beside,
    weeks_between,
)
from lintel.oversight.performance.models import ChangeRecord, Rebaseline
from lintel.oversight.performance.registry import all_indicators, indicator
from lintel.oversight.performance.rules import TOO_FEW_TO_SHOW, must_be_hidden
from lintel.statute.calendar import local_day

# What looks at the hour is worked out anew after so long, or as soon as something is written.
SECONDS_KEPT_ON_A_DAY_NOT_OVER = 300
FRONT_DOOR_THIS_WEEK = ("K01", "K03", "K02", "K06", "K30", "K35", "K36", "K50", "K63", "K32")


def reading(
    code: str, *, viewer: User, as_at: date, period: Period | None = None, filters: Filters = NO_FILTERS,
    now: datetime | None = None,
) -> Reading:  # fmt: skip
    """
    One number as it stands, with its interval, its spread and how it may be shown.

    :raises NotAllowed: if this person may not see indicators.
    :raises NoSuchIndicator: if no indicator has this code.
    """
    return _Asking(viewer, as_at, filters, now).reading(indicator(code), period)


def readings(
    *, viewer: User, as_at: date, codes: Sequence[str] | None = None, period: Period | None = None,
    filters: Filters = NO_FILTERS, now: datetime | None = None,
) -> list[Reading]:  # fmt: skip
    """Many numbers at once (all of the catalogue without `codes`), reading each kind of record once."""
    asking = _Asking(viewer, as_at, filters, now)
    return [asking.reading(indicator(code), period) for code in codes or all_indicators()]


def series(
    code: str, *, viewer: User, as_at: date, filters: Filters = NO_FILTERS, weeks: int | None = None,
    today: date | None = None,
) -> Series:  # fmt: skip
    """
    An indicator week by week (Monday to Sunday), for the whole weeks the records speak of.

    :param weeks: only the last so many. Limits do not depend on it: they are drawn from the first weeks there are.
    :param today: if not the day looked at; what a leader is not shown yet depends on it.
    """
    return _Asking(viewer, as_at, filters, today=today).series(indicator(code), weeks)


def tile(
    code: str, *, viewer: User, as_at: date, period: Period | None = None, filters: Filters = NO_FILTERS,
    weeks: int | None = None, now: datetime | None = None,
) -> Tile:  # fmt: skip
    """Reading, series and real change of one indicator, for its own page."""
    return _Asking(viewer, as_at, filters, now).tile(indicator(code), period, weeks)


def tiles(
    *, viewer: User, as_at: date, codes: Sequence[str] = FRONT_DOOR_THIS_WEEK, period: Period | None = None,
    filters: Filters = NO_FILTERS, weeks: int | None = None, now: datetime | None = None, today: date | None = None,
) -> list[Tile]:  # fmt: skip
    """What a home page shows of several indicators, for few queries however many tiles."""
    asking = _Asking(viewer, as_at, filters, now, today=today)
    return [asking.tile(indicator(code), period, weeks) for code in codes]


def cases(
    code: str, *, viewer: User, as_at: date, period: Period | None = None, filters: Filters = NO_FILTERS,
    now: datetime | None = None,
) -> list[Case]:  # fmt: skip
    """
    The list behind a number or, with a week as `period`, behind one point of its chart.

    Its length is the denominator and its cases that count are the numerator (see `Measure` for sums and ratios).

    :raises NotAllowed: if this person may not see indicators, or not the children behind them.
    """
    require(viewer, SEE_CHILDREN)
    asking = _Asking(viewer, as_at, filters, now)
    return asking.cases(indicator(code), period)


def to_add_up(
    code: str, *, viewer: User, as_at: date, period: Period | None = None, filters: Filters = NO_FILTERS,
    now: datetime | None = None,
) -> tuple[Reading, list[Case]]:  # fmt: skip
    """
    A number and the list behind it, for an answer that is made of both and names nobody; no list where it is not known.

    :raises NotAllowed: if this person may not see indicators.
    """
    asking = _Asking(viewer, as_at, filters, now)
    said = asking.reading(indicator(code), period)
    return said, asking.cases(indicator(code), period) if said.is_known else []


def weeks_to_add_up(code: str, *, viewer: User, as_at: date, weeks: int) -> list[tuple[Period, list[Case]]]:
    """
    The lists behind the last so many weeks, earliest first, for an answer that is made of them and names nobody.

    :raises NotAllowed: if this person may not see indicators.
    """
    return _Asking(viewer, as_at, NO_FILTERS).weeks_to_add_up(indicator(code), weeks)


def of_the_whole_service(
    codes: Sequence[str], *, viewer: User, as_at: date, now: datetime
) -> tuple[Evidence, list[tuple[Reading, list[Case]]]]:
    """
    Numbers as somebody is told them who may see no child, with the lists that an agency's share is made of.

    :raises NotAllowed: if this person may not see the numbers of both sides.
    """
    asking = _Asking(viewer, as_at, NO_FILTERS, now, numbers_only=True)
    asked = [indicator(code) for code in codes]
    return asking.evidence, [(asking.reading(each, None), asking.cases(each, None)) for each in asked]


def why_did_referrals_change(
    *, viewer: User, as_at: date, before: Period, after: Period, filters: Filters = NO_FILTERS
) -> Rise | None:
    """
    Split the change in referrals from one period to another into volume, conversion and mix that add up exactly.

    Counted on the cases of K06; periods of different length are compared as they are. See `split_the_rise`. None where
    K06 cannot be said for both periods, is too small to show to this viewer, or its change is not judged for them.
    """
    if not_judged("K06", viewer=viewer):
        return None
    asking = _Asking(viewer, as_at, filters)
    conversion = indicator("K06")
    if not all(asking.reading(conversion, period).is_known for period in (before, after)):
        return None
    return split_the_rise(asking.cases(conversion, before), asking.cases(conversion, after))


def not_judged(code: str, *, viewer: User) -> str:
    """Why no change of an indicator from week to week is judged for this viewer; empty where it is."""
    require(viewer, permissions.SEE_INDICATORS)
    sees_past = sees_only_numbers(viewer) or sees_whole_service(viewer)
    return "" if sees_past or not indicator(code).counts_children else NOT_JUDGED


def change_records(*, viewer: User, period: Period | None = None) -> list[Change]:
    """What was changed and when, earliest first, without what was withdrawn."""
    require(viewer, permissions.SEE_INDICATORS)
    found = ChangeRecord.objects.filter(withdrawn_at__isnull=True).order_by("changed_on", "pk")
    numbered = [
        Change(c.pk, c.what, c.changed_on, c.decided_by, c.detail, number) for number, c in enumerate(found, start=1)
    ]
    return [change for change in numbered if period is None or change.changed_on in period]


def change_record(pk: int, *, viewer: User) -> ChangeRecord | None:
    """One change record that still stands; None where there is none."""
    require(viewer, permissions.SEE_INDICATORS)
    return ChangeRecord.objects.filter(pk=pk, withdrawn_at__isnull=True).first()


def last_day_known(*, viewer: User) -> date | None:
    """
    The last day the loaded files speak of.

    None where no file says, and where contacts or referrals are also written on screens, which speak of today. A staff
    list says nothing of what happened to children.
    """
    require(viewer, permissions.SEE_INDICATORS)
    return files_until()


class _Asking:
    """One question, or several at once, by one viewer: what has been read is shared among them."""

    def __init__(
        self, viewer: User, as_at: date, filters: Filters, now: datetime | None = None, *, numbers_only: bool = False,
        today: date | None = None,
    ) -> None:  # fmt: skip
        require(viewer, permissions.SEE_NUMBERS_OF_BOTH_SIDES if numbers_only else permissions.SEE_INDICATORS)
        self.viewer = viewer
        self.is_blunted = numbers_only or sees_only_numbers(viewer)
        # Narrowing a number that hides small counts would let somebody take differences.
        self.filters = NO_FILTERS if self.is_blunted else filters
        last = files_until()
        self.as_at = min(as_at, last) if last else as_at
        self.today = today or (local_day(now) if now else as_at)
        self.now = now if now and local_day(now) == self.as_at else None

    @cached_property
    def evidence(self) -> Evidence:
        blunted, today = self.is_blunted, self.today
        return Evidence(Reader(self.viewer, self.as_at, now=self.now, numbers_only=blunted, today=today))

    @cached_property
    def stamp(self) -> tuple[object, ...]:
        seen = what_they_see(self.viewer, self.as_at, numbers_only=self.is_blunted)
        return (seen, state_of_the_record(), self.as_at, self.filters)

    @cached_property
    def state_of_contacts(self) -> tuple[tuple[int, datetime], ...]:
        return state_of_the_record(*CHANGES_CONTACTS)

    def stamp_of(self, asked: Indicator) -> tuple[object, ...]:
        """What an answer is kept under: its own needs, so that a contact does not make every number anew."""
        stamp = self.stamp
        if asked.follows_contacts:
            stamp = (*stamp, self.state_of_contacts)
        if asked.is_kept_back:
            stamp = (*stamp, self.evidence.reader.shown_until())
        if asked.looks_at_the_hour and self.now:
            stamp = (*stamp, int(self.now.timestamp() // SECONDS_KEPT_ON_A_DAY_NOT_OVER))
        return stamp

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change_records(viewer=self.viewer))

    @cached_property
    def rebaselines(self) -> list[Rebaseline]:
        return list(Rebaseline.objects.select_related("signed_by").order_by("starts_on"))

    def last_day(self, asked: Indicator) -> date:
        """The last day this indicator can speak of: the day looked at, or an earlier one."""
        return min(self.as_at, asked.known_until(self.evidence) or self.as_at)

    def period_of(self, asked: Indicator, period: Period | None) -> Period:
        """The period meant, not reaching beyond what is known unless it lies there as a whole."""
        last = self.last_day(asked)
        if asked.is_stock:
            day = min(period.end if period else last, last)
            return Period(day, day)
        if period is None:
            return Period.weeks_to(last, asked.weeks)
        return period if period.start > last else Period(period.start, min(period.end, last))

    def cases(self, asked: Indicator, period: Period | None) -> list[Case]:
        meant = self.period_of(asked, period)
        return [] if self._cannot_say(asked, meant)[1] else cases_of(asked, self.evidence, meant, self.filters)

    def weeks_to_add_up(self, asked: Indicator, number: int) -> list[tuple[Period, list[Case]]]:
        if self._cannot_say(asked, None)[1]:
            return []
        weeks = weeks_between(asked.known_from(self.evidence) or self.as_at, self.last_day(asked))[-number:]
        return list(zip(weeks, cases_of_weeks(asked, self.evidence, weeks, self.filters), strict=True))

    def reading(self, asked: Indicator, period: Period | None) -> Reading:
        stamp = self.stamp_of(asked)
        return keep(lambda: self._reading(asked, self.period_of(asked, period)), "reading", asked.code, period, stamp)

    def series(self, asked: Indicator, weeks: int | None) -> Series:
        return keep(lambda: self._series(asked, weeks), "series", asked.code, weeks, self.stamp_of(asked))

    def tile(self, asked: Indicator, period: Period | None, weeks: int | None) -> Tile:
        whole = self.series(asked, None)
        shown = whole if weeks is None else self.series(asked, weeks)
        return Tile(asked.code, self.reading(asked, period), shown, self._change(asked, whole))

    def _change(self, asked: Indicator, whole: Series) -> str:
        if not asked.counts_overdue or not whole.is_judged:
            return change_since_last_quarter(whole)
        last = Period.quarter_to(self.as_at)
        before = Period.quarter_to(last.start - date.resolution)
        values = [self.reading(asked, quarter).value for quarter in (before, last)]
        if values[0] is None or values[1] is None:
            return ""
        return change_since_last_quarter(whole, (values[0], values[1]))

    def _cannot_say(self, asked: Indicator, period: Period | None) -> tuple[State, str]:
        if reason := asked.cannot_say(self.evidence):
            return State.NOT_IN_DATA, f"Not in your data yet: {reason}."
        if foreign := self.filters.in_use - asked.filters:
            words = " and ".join(sorted(WORDS_OF_FILTERS[name] for name in foreign))
            return State.NOT_BY_FILTER, f"The records do not say this by {words}."
        begins = asked.known_from(self.evidence)
        if begins is None or begins > (period.end if period else self.as_at):
            since = f"the records say this only from {begins:%-d %B %Y}" if begins else "nothing says it"
            return State.NOT_IN_DATA, f"Not in your data yet: {since}."
        if period and period.start > (last := self.last_day(asked)):
            until = f"the records say this only until {last:%-d %B %Y}. {asked.note(self.evidence)}".strip()
            return State.NOT_IN_DATA, f"Not in your data yet: {until}"
        return State.KNOWN, ""

    def _reading(self, asked: Indicator, period: Period) -> Reading:
        state, why = self._cannot_say(asked, period)
        if why:
            return Reading(asked.code, self.as_at, period, self.filters, state, why, shown=state.value)
        found = cases_of(asked, self.evidence, period, self.filters)
        amount = measure(asked, found)
        is_blunted = self.is_blunted and asked.is_about_children
        if is_blunted and must_be_hidden(amount.numerator, amount.denominator):
            return Reading(asked.code, self.as_at, period, self.filters, State.HIDDEN, shown=TOO_FEW_TO_SHOW)
        mix = Counter(case.category for case in found if case.category) if not is_blunted else Counter[str]()
        return Reading(
            asked.code, self.as_at, period, self.filters, State.KNOWN, "",
            amount.numerator, amount.denominator, amount.value, amount.interval, amount.spread,
            shown=in_words(asked, amount), also=() if is_blunted else self._also(asked, period, found, amount),
            mix=tuple(mix.most_common()), note=self._note(asked, period),
            breakdowns=() if is_blunted else asked.breakdowns(found, self.evidence),
        )  # fmt: skip

    def _also(self, asked: Indicator, period: Period, found: list[Case], amount: Amount) -> Also:
        """What is said beside a number: its own words, the one it is read with and the gap, and the days since."""
        said = list(asked.also(found, self.evidence))
        said += lists_beside(asked, self.evidence, period.end, self.filters)
        if asked.beside:
            said += said_beside(asked, amount, indicator(asked.beside), self.evidence, period, self.filters)
        since = Period(period.end + date.resolution, self.as_at)
        if asked.says_so_far and 1 <= since.days <= WEEK.days:
            so_far = measure(asked, cases_of(asked, self.evidence, since, self.filters))
            said.append((f"Since then, until {self.as_at:%-d %B}", in_words(asked, so_far)))
        return tuple(said)

    def _note(self, asked: Indicator, period: Period) -> str:
        begins = asked.known_from(self.evidence)
        begun = f"The records say this from {begins:%-d %B %Y}." if begins and begins > period.start else ""
        return " ".join(filter(None, (asked.note(self.evidence), begun)))

    def _series(self, asked: Indicator, weeks: int | None) -> Series:
        state, why = self._cannot_say(asked, None)
        if why:
            return Series(asked.code, self.as_at, self.filters, state, why)
        begins = asked.known_from(self.evidence) or self.as_at
        whole = weeks_between(begins, self.last_day(asked))
        amounts = [measure(asked, found) for found in cases_of_weeks(asked, self.evidence, whole, self.filters)]
        signed = [note for note in self.rebaselines if note.indicator == asked.code]
        chart = charted(asked, whole, amounts, [note.starts_on for note in signed])
        points = [self._point(asked, week, a, mark) for week, a, mark in zip(whole, amounts, chart.marks, strict=True)]
        if unjudged := not_judged(asked.code, viewer=self.viewer):
            points = [Point(p.week, p.numerator, p.denominator, p.value) for p in points]
        if weeks is not None:
            points = points[len(points) - min(weeks, len(points)) :]
        return Series(
            asked.code, self.as_at, self.filters, State.KNOWN, "", tuple(points), self.changes,
            tuple(NewLimits(note.pk, note.starts_on, note.reason, str(note.signed_by)) for note in signed),
            limits_note=unjudged or how_limits_were_drawn(asked, chart, whole),
            note=asked.note(self.evidence), is_judged=not unjudged,
        )  # fmt: skip

    def _point(self, asked: Indicator, week: Period, amount: Amount, mark: spc.Mark) -> Point:
        lines = (mark.centre, mark.lower, mark.upper)
        if self.is_blunted and asked.is_about_children and must_be_hidden(amount.numerator, amount.denominator):
            return Point(week, None, None, None, *lines, is_hidden=True)
        return Point(week, amount.numerator, amount.denominator, mark.value, *lines, mark.signals)


WORDS_OF_FILTERS = {
    "team_id": "team", "source_group": "source", "age_band": "age", "ethnicity_group": "ethnicity",
}  # fmt: skip
