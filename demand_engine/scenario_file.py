"""Scenarios and levers as plain values (JSON) and as TOML files a planner can read and change."""

from __future__ import annotations

import dataclasses
import sys
import tomllib
from datetime import date
from enum import StrEnum
from pathlib import Path as File
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from demand_engine import curves, levers, scenario
from demand_engine.levers import Levers
from demand_engine.scenario import Scenario
from demand_engine.sense import MakesNoSense, Problem

Built = TypeVar("Built")
_NAMES = {**vars(curves), **vars(scenario), **vars(levers)}


def to_plain(value: Any) -> Any:
    """A scenario, levers or a part of them as dicts, lists, numbers and words; dates as `2026-11-23`."""
    if dataclasses.is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, frozenset):
        return [to_plain(item) for item in sorted(value)]
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def from_plain(plain: dict[str, Any]) -> Scenario:
    """
    `to_plain` turned round.

    :raises MakesNoSense: naming the entry that is missing, unknown or of the wrong kind, or what cannot be.
    """
    built: Scenario = _built(Scenario, plain, where="scenario")
    return built


def levers_from_plain(plain: dict[str, Any]) -> Levers:
    """Levers from plain values, with the same errors as `from_plain`."""
    built: Levers = _built(Levers, plain, where="levers")
    return built


def built(kind: type[Built], plain: Any) -> Built:
    """
    Any of the engine's frozen values from the plain values that `to_plain` made of it: an answer that was kept.

    :raises MakesNoSense: naming the entry that is not what it should be.
    """
    value: Built = _built(kind, plain, where=kind.__name__)
    return value


def read(file: File) -> tuple[Scenario, tuple[tuple[str, Levers], ...]]:
    """
    A TOML file: the scenario under `[scenario]`, and what to compare it with under `[[choice]]` (a `name` and levers).

    :raises MakesNoSense: in words for the person who wrote the file.
    :raises FileNotFoundError: if there is none.
    """
    try:
        plain = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(file.name, f"This file cannot be read as TOML: {error}.") from error
    unknown = sorted(set(plain) - {"scenario", "choice"})
    if unknown or "scenario" not in plain:
        raise _wrong(file.name, "The file holds one [scenario] and any number of [[choice]], and nothing else.")
    choices = []
    for number, choice in enumerate(plain.get("choice", []), start=1):
        name = choice.pop("name", f"choice {number}")
        choices.append((name, _built(Levers, choice, where=f"choice {name}")))
    return from_plain(plain["scenario"]), tuple(choices)


def _wrong(where: str, words: str) -> MakesNoSense:
    return MakesNoSense((Problem(where=where, words=words),))


def _built(kind: Any, plain: Any, *, where: str) -> Any:
    """One value of a kind, or MakesNoSense that says where it went wrong."""
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind, plain, where=where)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        chosen = [other for other in get_args(kind) if other is not type(None)]
        return None if plain is None else _built(chosen[0], plain, where=where)
    if origin in (tuple, frozenset):
        return _several(kind, plain, where=where)
    return _single(kind, plain, where=where)


def _dataclass(kind: Any, plain: Any, *, where: str) -> Any:
    if kind in (curves.Path, curves.Curve) and isinstance(plain, int | float):
        plain = to_plain(curves.level(plain) if kind is curves.Path else curves.fixed(plain))
    if not isinstance(plain, dict):
        raise _wrong(where, "Give a table of named values here.")
    kinds = get_type_hints(kind, {**vars(sys.modules[kind.__module__]), **_NAMES})
    fields = {field.name: field for field in dataclasses.fields(kind)}
    unknown = sorted(set(plain) - set(fields))
    missing = sorted(name for name, field in fields.items() if name not in plain and _is_needed(field))
    if unknown:
        raise _wrong(where, f"There is no {', '.join(unknown)} here; there are {', '.join(fields)}.")
    if missing:
        raise _wrong(where, f"Please give {', '.join(missing)}.")
    values = {name: _built(kinds[name], value, where=f"{where}.{name}") for name, value in plain.items()}
    try:
        return kind(**values)
    except curves.NotACurve as error:
        raise _wrong(where, str(error)) from error


def _is_needed(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _several(kind: Any, plain: Any, *, where: str) -> Any:
    if not isinstance(plain, list | tuple):
        raise _wrong(where, "Give a list here.")
    inner = get_args(kind)
    if get_origin(kind) is frozenset:
        return frozenset(_built(inner[0], item, where=where) for item in plain)
    if inner[-1] is Ellipsis:
        return tuple(_built(inner[0], item, where=f"{where}[{place}]") for place, item in enumerate(plain))
    if len(inner) != len(plain):
        raise _wrong(where, f"Give {len(inner)} values together here.")
    return tuple(_built(each, item, where=where) for each, item in zip(inner, plain, strict=True))


def _single(kind: Any, plain: Any, *, where: str) -> Any:
    if kind is date:
        return _date(plain, where=where)
    if kind is float and isinstance(plain, int | float) and not isinstance(plain, bool):
        return float(plain)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        if plain not in [str(member) for member in kind]:
            raise _wrong(where, f"Choose one of {', '.join(kind)}.")
        return kind(plain)
    if type(plain) is not kind:
        words = {int: "a whole number", float: "a number", str: "words", bool: "true or false"}
        raise _wrong(where, f"Give {words.get(kind, 'another value')} here, not {plain!r}.")
    return plain


def _date(plain: Any, *, where: str) -> date:
    try:
        return plain if isinstance(plain, date) else date.fromisoformat(str(plain))
    except ValueError as error:
        raise _wrong(where, f"Give a date such as 2026-11-23 here, not {plain!r}.") from error
