"""All indicators, found by their files. An indicator that is not fully defined, or defined twice, stops the start."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from lintel.oversight.performance import indicators
from lintel.oversight.performance.indicator import Indicator

CODE = re.compile(r"K\d{2,3}")
FINDING = re.compile(r"[SL]\d{1,2}")

# Numbers that PRODUCT.md 4 wants and nothing here counts, and why: said plainly rather than counted as nothing.
NOT_COUNTED_YET = MappingProxyType(
    {
        "K122": (
            "Data quality",
            "Lintel writes the CIN census so that it is valid against its schema, and checks none of its published "
            "validation rules; without those there are no errors to count, nor owners to send them to.",
        ),
        "K124": ("System burden", "Lintel does not measure how long anybody takes over a form."),
    }
)


class NoSuchIndicator(Exception):
    """No indicator has this code."""


class DefinedTwice(Exception):
    """Two indicators have the same code."""


class IncompleteDefinition(Exception):
    """An indicator leaves a part of its definition empty, or says nowhere where its cases come from."""


def collect(found: Iterable[Indicator]) -> Mapping[str, Indicator]:
    """
    Indicators by code, in the order of their numbers.

    :raises DefinedTwice: if two have the same code.
    :raises IncompleteDefinition: if one is not fully defined.
    """
    by_code: dict[str, Indicator] = {}
    for indicator in found:
        if faults := _faults(indicator):
            raise IncompleteDefinition(f"{indicator.code}: {', '.join(faults)}")
        if indicator.code in by_code:
            raise DefinedTwice(indicator.code)
        by_code[indicator.code] = indicator
    return MappingProxyType(dict(sorted(by_code.items(), key=lambda item: int(item[0][1:]))))


@cache
def all_indicators() -> Mapping[str, Indicator]:
    """Every indicator of the catalogue, by code."""
    names = [module.name for module in pkgutil.iter_modules(indicators.__path__) if re.match(r"k\d", module.name)]
    modules = [importlib.import_module(f"{indicators.__name__}.{name}") for name in names]
    return collect(module.INDICATOR for module in modules)


def indicator(code: str) -> Indicator:
    """
    The indicator with this code.

    :raises NoSuchIndicator: if there is none.
    """
    try:
        return all_indicators()[code.upper()]
    except KeyError:
        raise NoSuchIndicator(code) from None


def _faults(indicator: Indicator) -> list[str]:
    faults = [f"no {name.lower()}" for name, text in indicator.words.items() if not text.strip()]
    if not CODE.fullmatch(indicator.code):
        faults.append("its code is not of the form K06")
    if not all(FINDING.fullmatch(finding) for finding in indicator.findings):
        faults.append("a finding is not of the form S22 or L1")
    if not indicator.short_name.strip():
        faults.append("no short name")
    ways = [indicator.flow, indicator.stock, indicator.during]
    if not any(ways) or (indicator.during and (indicator.flow or indicator.stock)):
        faults.append("its cases come from nowhere, or from two places at once")
    return faults
