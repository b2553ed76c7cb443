"""
Runs that allow for not knowing the fitted values exactly: an outer loop over values they might as well have.

Luck alone makes a band too narrow to be believed: rates, shares and lengths were themselves read off some weeks only.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from demand_engine.luck import key_of, luck
from demand_engine.result import Result
from demand_engine.simulate import simulate
from lintel.oversight.demand.calibration.fitting import AsThingsAre, FittedValue
from lintel.oversight.demand.calibration.values import with_values

Z_OF_80 = 1.2816
GUESSES = 20
OWN_STREAM = 99  # of the keyed luck, used by nothing else


def guesses(found: AsThingsAre, *, number: int, seed: int = 1) -> list[dict[str, float]]:
    """
    Sets of values that fit the record about as well: each drawn about its fitted value, as wide as its 80% interval.

    A ceiling is drawn evenly from its interval; a value without an interval stays as it is.
    """
    key = key_of(seed, 0)
    return [
        {
            each.key: _drawn(each, luck(key, OWN_STREAM, guess, place), luck(key, OWN_STREAM, guess, place + 10_000))
            for place, each in enumerate(found.fitted)
            if each.high > each.low
        }
        for guess in range(number)
    ]  # fmt: skip


def _drawn(fitted: FittedValue, first: float, second: float) -> float:
    if fitted.key.startswith("ceiling:"):
        return fitted.low + (fitted.high - fitted.low) * first
    spread = (fitted.high - fitted.low) / (2 * Z_OF_80)
    normal = float(np.sqrt(-2 * np.log(first)) * np.cos(2 * np.pi * second))  # Box and Muller 1958
    value = max(fitted.value / 10, fitted.value + spread * normal)
    return min(1.0, value) if fitted.unit == "share" else value


def simulate_in_doubt(found: AsThingsAre, *, runs: int, seed: int = 1) -> Result:
    """
    So many runs, shared out over values the scenario might as well have.

    :param runs: in all; at least as many as there are guesses.
    """
    each = max(1, runs // GUESSES)
    results = [
        simulate(with_values(found.scenario, values), runs=each, seed=seed, first_run=number * each)
        for number, values in enumerate(guesses(found, number=GUESSES, seed=seed))
    ]
    return replace(
        results[0],
        scenario=found.scenario,
        rows=np.concatenate([result.rows for result in results]),
        waits=np.sum([result.waits for result in results], axis=0),
    )
