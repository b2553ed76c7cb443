"""
The same model in Splink, for training its weights and for comparing every record with every other.

Splink is an extra: `pip install lintel[matching]`. Its levels are answered by our own functions, so that both mean the
same by "sounds alike". Records are dicts with the columns of `COLUMNS`; empty is None.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from typing import Any

from lintel.foundation.matching.names import family_words, given_words, sound_of
from lintel.foundation.matching.scoring import Facts, Field, Level, born_level, name_level, place_level, weights

COLUMNS = (
    "unique_id", "given", "family", "born", "is_estimated", "place", "sex", "given_sound", "family_sound", "postcode",
)  # fmt: skip
TRAINED = (Field.GIVEN, Field.FAMILY, Field.BORN, Field.PLACE, Field.SEX)


class SplinkIsMissing(Exception):
    """Splink is not installed; the message says what to do."""


def splink() -> Any:
    """
    The library, when somebody needs it.

    :raises SplinkIsMissing:
    """
    try:
        return import_module("splink")
    except ImportError:
        raise SplinkIsMissing(
            "Comparing every record with every other needs Splink, which is not installed. Install it with: "
            "pip install 'lintel[matching]'"
        ) from None


def row(
    unique_id: int, *, given: str, family: str, born_on: date | None, is_estimated: bool, sex: str,
    place: tuple[str, str],
) -> dict[str, Any]:  # fmt: skip
    """One record as Splink is given it."""
    first, last = given_words(given), family_words(family)
    return {
        "unique_id": unique_id, "given": " ".join(first) or None, "family": " ".join(last) or None,
        "born": born_on.isoformat() if born_on else None, "is_estimated": is_estimated,
        "place": "|".join(place) if any(place) else None, "sex": sex if sex in ("M", "F") else None,
        "given_sound": sound_of(first[0]) if first else None, "family_sound": sound_of(last[-1]) if last else None,
        "postcode": place[0] or None,
    }  # fmt: skip


def table(rows: Iterable[dict[str, Any]]) -> Any:
    """The records as an Arrow table with the types said: a column that is empty throughout has none of its own."""
    pyarrow = import_module("pyarrow")
    types = {name: pyarrow.string() for name in COLUMNS} | {
        "unique_id": pyarrow.int64(), "is_estimated": pyarrow.bool_(),
    }  # fmt: skip
    schema = pyarrow.schema([(name, types[name]) for name in COLUMNS])
    return pyarrow.Table.from_pylist(list(rows), schema=schema)


def connection() -> Any:
    """A DuckDB in memory that knows our levels."""
    duckdb = import_module("duckdb")
    made = duckdb.connect(":memory:")
    text = duckdb.typing.VARCHAR if hasattr(duckdb, "typing") else "VARCHAR"
    truth = duckdb.typing.BOOLEAN if hasattr(duckdb, "typing") else "BOOLEAN"
    made.create_function("given_level", _given, [text, text], text)
    made.create_function("family_level", _family, [text, text], text)
    made.create_function("born_level", _born, [text, text, truth, truth], text)
    made.create_function("place_level", _place, [text, text], text)
    return made


def _given(one: str, other: str) -> str:
    return name_level(tuple(one.split()), tuple(other.split()), may_stand_for=True).value


def _family(one: str, other: str) -> str:
    return name_level(tuple(one.split()), tuple(other.split()), may_stand_for=False).value


def _born(one: str, other: str, one_is_estimated: bool, other_is_estimated: bool) -> str:
    mine = Facts(born_on=date.fromisoformat(one), is_estimated=one_is_estimated)
    level = born_level(mine, Facts(born_on=date.fromisoformat(other), is_estimated=other_is_estimated))
    return (level or Level.DIFFERS).value


def _place(one: str, other: str) -> str:
    return (place_level((_parts(one),), (_parts(other),)) or Level.DIFFERS).value


def _parts(place: str) -> tuple[str, str]:
    postcode, _, line = place.partition("|")
    return postcode, line


ASKS = {
    Field.GIVEN: "given_level(given_l, given_r)", Field.FAMILY: "family_level(family_l, family_r)",
    Field.BORN: "born_level(born_l, born_r, is_estimated_l, is_estimated_r)",
    Field.PLACE: "place_level(place_l, place_r)",
    Field.SEX: "CASE WHEN sex_l = sex_r THEN 'same' ELSE 'differs' END",
}  # fmt: skip


def settings(link_type: str, *, blocking: list[Any], is_trained: bool) -> dict[str, Any]:
    """Splink's settings for our fields and levels; with the weights of `weights.yml` where they are trained."""
    return {
        "link_type": link_type, "unique_id_column_name": "unique_id", "source_dataset_column_name": "source_dataset",
        "sql_dialect": "duckdb",
        "blocking_rules_to_generate_predictions": blocking,
        "comparisons": [_comparison(field, is_trained=is_trained) for field in TRAINED],
        "retain_matching_columns": False, "retain_intermediate_calculation_columns": False,
    }  # fmt: skip


def _comparison(field: Field, *, is_trained: bool) -> dict[str, Any]:
    missing = f"{field.value}_l IS NULL OR {field.value}_r IS NULL"
    levels: list[dict[str, Any]] = [{"sql_condition": missing, "label_for_charts": "missing", "is_null_level": True}]
    known = weights().probabilities[field]
    for level in known:
        # The last is everything else, which Splink wants said so.
        condition = "ELSE" if level is Level.DIFFERS else f"{ASKS[field]} = '{level.value}'"
        one: dict[str, Any] = {"sql_condition": condition, "label_for_charts": level.value}
        if is_trained:
            one |= {"m_probability": known[level][0], "u_probability": known[level][1]}
        levels.append(one)
    return {"output_column_name": field.value, "comparison_levels": levels}
