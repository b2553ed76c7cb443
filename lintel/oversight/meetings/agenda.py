"""
Making an agenda out of what indicators say on a day: reading, and nothing written.

What the last meeting agreed comes first; then what is counted otherwise, by other words, other limits or another number
of a rule; then special causes and breaches of agreed limits. A number that does neither is not on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.local_limits.models import LocalLimit
from lintel.foundation.local_limits.queries import number_before
from lintel.oversight.drift.codes import Rule
from lintel.oversight.drift.models import RuleVersion
from lintel.oversight.ledger.models import Action
from lintel.oversight.ledger.wording import target_in_words, value_in_words
from lintel.oversight.meetings import rules
from lintel.oversight.meetings.codes import Answer, Forum, Kind
from lintel.oversight.meetings.models import Item, Meeting, Watched
from lintel.oversight.performance.models import Rebaseline
from lintel.oversight.performance.queries import series, tiles
from lintel.oversight.performance.registry import all_indicators
from lintel.statute.calendar import local_day
from lintel.statute.clocks import TIME_LIMITS
from lintel.statute.numbers import LOCAL_NUMBERS

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.oversight.performance.answers import Series


# The indicator that counts what the rules of drift find.
OF_DRIFT = "K80"
LONGEST_SHOWN = 120


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing that is to stand on an agenda, and why."""

    kind: Kind
    why: str
    indicator: str = ""
    week: date | None = None
    shown: str = ""
    action: Action | None = None


def agenda_of(forum: Forum, *, viewer: User, held_on: date) -> list[Due]:
    """Everything that stands on the agenda of a meeting of this kind, in the order in which it is talked about."""
    last = _last(forum)
    since = rules.looks_back_to(last.held_on if last else None, held_on=held_on)
    found = [*_earlier_actions(forum), *_counted_otherwise(last)]
    looked_at = [each for each in Watched.objects.filter(forum=forum) if each.indicator in all_indicators()]
    read = tiles(viewer=viewer, as_at=held_on, codes=[each.indicator for each in looked_at])
    numbers = [
        due
        for watched, tile in zip(looked_at, read, strict=True)
        for due in _of_a_number(watched, tile.series, since=since)
    ]
    # In the order of the catalogue, special causes first: never by how bad a number looks.
    order = list(all_indicators())
    numbers.sort(key=lambda due: (list(Kind).index(due.kind), order.index(due.indicator)))
    return found + numbers


def special_cause_of(code: str, forum: Forum, *, viewer: User, held_on: date) -> Due | None:
    """The special cause of any indicator since the last meeting, whether the meeting looks at it or not."""
    last = _last(forum)
    since = rules.looks_back_to(last.held_on if last else None, held_on=held_on)
    found = _of_a_number(Watched(indicator=code), series(code, viewer=viewer, as_at=held_on), since=since)
    return next((due for due in found if due.kind is Kind.SIGNAL), None)


def _last(forum: Forum) -> Meeting | None:
    return Meeting.objects.filter(forum=forum, closed_at__isnull=False).order_by("began_at").last()


def definitions() -> dict[str, dict[str, str]]:
    """How each indicator is counted now, in the words that people read."""
    return {code: {part: each.words[part] for part in rules.COUNTS} for code, each in all_indicators().items()}


def _earlier_actions(forum: Forum) -> Iterator[Due]:
    """What earlier meetings agreed and nobody has ended, and what was ended since the last of them."""
    agreed = Item.objects.filter(meeting__forum=forum, action__isnull=False).values("action")
    for action in Action.objects.filter(pk__in=agreed).select_related("owner", "agency").order_by("due_on", "pk"):
        if Item.objects.filter(action=action, answer__in=(Answer.DONE, Answer.DROPPED)).exists():
            continue
        ended = f" {action.get_ended_as_display()} on {local_day(action.ended_at):%-d %B %Y}: {action.ended_words}" if (
            action.ended_at
        ) else ""  # fmt: skip
        yield Due(
            kind=Kind.ACTION, indicator=action.indicator, action=action,
            why=f"{action.words} ({action.whose}, by {action.due_on:%-d %B %Y}).{ended}",
        )  # fmt: skip


def _counted_otherwise(last: Meeting | None) -> Iterator[Due]:
    """
    What changed since the last meeting: words of definitions that count, limits drawn anew, numbers of rules of drift,
    and the numbers the authority set for itself. Whatever day they hold from, it is said once, at the next meeting.
    """
    if last is None:
        return
    now = definitions()
    for code, before in last.definitions.items():
        for part, was, became in rules.counted_otherwise(before, now.get(code, before)):
            yield Due(kind=Kind.DEFINITION, indicator=code, why=f"{part} was “{was}” and is now “{became}”")
    for drawn in Rebaseline.objects.filter(signed_at__gt=last.began_at).select_related("signed_by").order_by("pk"):
        why = f"Limits drawn anew from {drawn.starts_on:%-d %B %Y} by {drawn.signed_by}: {drawn.reason}"
        yield Due(kind=Kind.DEFINITION, indicator=drawn.indicator, why=why)
    yield from _rules_set(last)
    yield from _numbers_set(last)


def _rules_set(last: Meeting) -> Iterator[Due]:
    """Numbers of rules of drift that were set since the last meeting."""
    for row in RuleVersion.objects.filter(set_at__gt=last.began_at).select_related("set_by").order_by("set_at", "pk"):
        rule = Rule(row.rule)
        yield Due(
            kind=Kind.DEFINITION, indicator=OF_DRIFT, shown=rule.title,
            why=f"From {row.effective_from:%-d %B %Y}: {rule.says(row.numbers)} Set by {row.set_by}: {row.why}",
        )  # fmt: skip


def _numbers_set(last: Meeting) -> Iterator[Due]:
    """Time limits, ceilings, shares and weights that the authority set for itself since the last meeting."""
    names = {each.code: each.name for each in TIME_LIMITS} | {each.code: each.name for each in LOCAL_NUMBERS}
    rows = LocalLimit.objects.filter(decided_at__gt=last.began_at).select_related("decided_by")
    for row in rows.order_by("decided_at", "pk"):
        before = number_before(row)
        became = f"{float(row.amount):g}" + (f", in place of {before:g}" if before is not None else "")
        yield Due(
            kind=Kind.DEFINITION, shown=names.get(row.code, row.code)[:LONGEST_SHOWN],
            why=f"From {row.effective_from:%-d %B %Y}: {became}. Set by {row.decided_by}: {row.reason}",
        )  # fmt: skip


def _of_a_number(watched: Watched, read: Series, *, since: date) -> Iterator[Due]:
    """The special cause of an indicator since the last meeting, or else the breach of its limits."""
    weeks = _weeks_of(read)
    special = rules.special_causes(weeks, since=since)
    outside = _outside(watched, weeks)
    if special:
        last = special[-1]
        others = rules.also_in(len(special) - 1)
        also = f" It is also outside what was agreed: {_limits(read, watched)}." if outside else ""
        yield Due(
            kind=Kind.SIGNAL, indicator=watched.indicator, week=last.begins, shown=_shown(read, last),
            why=f"{rules.in_words(last.signals)}.{others}{also}",
        )  # fmt: skip
    elif outside:
        yield Due(
            kind=Kind.LIMIT, indicator=watched.indicator, week=outside.begins, shown=_shown(read, outside),
            why=f"Agreed: {_limits(read, watched)}. No special cause: it has been like this.",
        )  # fmt: skip


def _outside(watched: Watched, weeks: list[rules.Week]) -> rules.Week | None:
    """The last week with a value, if it lies outside what was agreed."""
    known = [week for week in weeks if week.value is not None]
    if not known or known[-1].value is None:
        return None
    is_outside = rules.is_outside(known[-1].value, at_least=watched.at_least, at_most=watched.at_most)
    return known[-1] if is_outside else None


def _weeks_of(read: Series) -> list[rules.Week]:
    return [
        rules.Week(point.week.start, point.week.end, point.value, tuple(str(rule) for rule in point.signals))
        for point in read.points
    ]


def _limits(read: Series, watched: Watched) -> str:
    return target_in_words(read.indicator, at_least=watched.at_least, at_most=watched.at_most)


def _shown(read: Series, week: rules.Week) -> str:
    value = value_in_words(read.indicator, week.value) if week.value is not None else "nothing to count"
    return f"{value} in the week of {week.begins:%-d %B %Y}"
