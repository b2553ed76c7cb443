"""How long it takes to fill a post, and which posts are on their way: as it was known on the morning of one day."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date

from demand_engine.calibrate import FittedCurve, Spell, fit_curve
from demand_engine.scenario import TWELVE_WEEKS
from lintel.oversight.performance.records import Filling

FEWEST_FILLED = 8


def time_to_fill(fillings: Sequence[Filling], *, on: date) -> FittedCurve:
    """
    Calendar days from signing for a post to its holder's first day, posts still empty censored (K40).

    A post that was closed empty says how long it was looked for in vain, and no more.
    """
    spells = [
        Spell(days=float((_filled(each, on) or _looked_until(each, on)).toordinal() - each.signed_on.toordinal()),
              has_ended=ended)
        for each in fillings
        if each.signed_on < on
        for ended in [_filled(each, on) is not None]
    ]  # fmt: skip
    return fit_curve(spells, national=TWELVE_WEEKS, fewest=FEWEST_FILLED)


def on_their_way(fillings: Sequence[Filling], *, on: date, half_filled_after_days: float) -> Counter[tuple[int, int]]:
    """
    Posts signed for, funded and still empty: how many by team and by the week their holders are to be expected.

    A post with an agreed start is expected on that day. Any other is expected when half of all posts are filled,
    counted from the day it was signed for or, where an offer came to nothing since, from that day: the search began
    again. A post that has waited longer than that is expected in four weeks. Nobody is expected in week 0: whoever
    holds a post then is there already.
    """
    found: Counter[tuple[int, int]] = Counter()
    for each in fillings:
        if each.signed_on < on and each.is_funded and _filled(each, on) is None and not _is_closed(each, on):
            found[each.team_id, _expected_week(each, on, half_filled_after_days)] += 1
    return found


def _expected_week(each: Filling, on: date, half_filled_after_days: float) -> int:
    if (agreed := agreed_start(each, on)) is not None and agreed >= on:
        return max(1, math.ceil((agreed - on).days / 7))
    again = [day for day in each.fell_through if day <= on]
    left = max([each.signed_on, *again]).toordinal() + half_filled_after_days - on.toordinal()
    return math.ceil(left / 7) if left > 0 else 4


def agreed_start(each: Filling, on: date) -> date | None:
    """The start that stood agreed on the morning of a day; None where there was none, or it had fallen through."""
    stood = [
        agreement
        for agreement in each.agreed
        if agreement.agreed_on <= on and (agreement.fell_through_on is None or agreement.fell_through_on > on)
    ]
    return max(stood, key=lambda agreement: agreement.agreed_on).starts_on if stood else None


def _filled(each: Filling, on: date) -> date | None:
    return each.filled_on if each.filled_on is not None and each.filled_on <= on else None


def _is_closed(each: Filling, on: date) -> bool:
    return each.closes_on is not None and each.closes_on <= on


def _looked_until(each: Filling, on: date) -> date:
    return max(each.signed_on, min(on, each.closes_on or on))
