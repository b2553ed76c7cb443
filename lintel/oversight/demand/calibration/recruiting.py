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
    """Calendar days from signing for a post to its holder's first day, posts still empty censored (K40)."""
    spells = [
        Spell(days=float((_filled(each, on) or on).toordinal() - each.signed_on.toordinal()), has_ended=ended)
        for each in fillings
        if each.signed_on < on
        for ended in [_filled(each, on) is not None]
    ]
    return fit_curve(spells, national=TWELVE_WEEKS, fewest=FEWEST_FILLED)


def on_their_way(fillings: Sequence[Filling], *, on: date, half_filled_after_days: float) -> Counter[tuple[int, int]]:
    """
    Posts signed for, funded and still empty: how many by team and by the week their holders are to be expected.

    A post that has waited longer than half of them take is expected in four weeks. Nobody is expected in week 0:
    whoever holds a post then is there already.
    """
    found: Counter[tuple[int, int]] = Counter()
    for each in fillings:
        if each.signed_on < on and _filled(each, on) is None and each.is_funded:
            left = each.signed_on.toordinal() + half_filled_after_days - on.toordinal()
            found[each.team_id, math.ceil(left / 7) if left > 0 else 4] += 1
    return found


def _filled(each: Filling, on: date) -> date | None:
    return each.filled_on if each.filled_on is not None and each.filled_on <= on else None
