"""
Train the weights of the search with Splink: python -m bench.matching_people.training

By expectation maximisation: Splink is told which records there are, never which of them are one person. The city and
the slips are others than those the search is measured on. What is rare in it (numbers, the people around somebody) and
what only a person can set (from which sum a record is called likely) stands in the file already and is kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import yaml

from bench.matching_people.mistakes import Asked, Mistakes
from bench.matching_people.people import City, Invented
from lintel.foundation.matching import in_splink
from lintel.foundation.matching.scoring import WEIGHTS
from lintel.foundation.matching.sought import place_of

PEOPLE, CITY, SLIPS = 16_000, 101, 102
HEAD = """\
# Trained by Splink (expectation maximisation, invented people): python -m bench.matching_people.training
# m: how often a field comes out so between two records of one person; u: between records of two people.
# weight: log2(m/u). Set by hand, and kept in training: likely, possible (the sums from which a record is called so),
# swapped_names (what it costs when first and family name are the other way round), and the levels marked by_hand.
"""


def training_set() -> tuple[list[Invented], list[Asked]]:
    city = City(PEOPLE, CITY)
    people = [one for family in city.families_of_people() for one in family]
    mistakes = Mistakes(city, SLIPS, {one.number: one for one in people})
    return people, [mistakes.about(one) for one in people[::2]]


def rows_of(people: Sequence[Invented], asked: Sequence[Asked]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Records and searches as rows for Splink."""
    held = [
        in_splink.row(
            one.number, given=one.given, family=one.family, born_on=one.born_on, is_estimated=False, sex=one.sex,
            place=place_of(one.postcode, one.street),
        )
        for one in people
    ]  # fmt: skip
    sought = [
        in_splink.row(
            10_000_000 + number, given=one.given, family=one.family, born_on=one.born_on,
            is_estimated=one.is_estimated, sex=one.sex, place=place_of(one.postcode, one.street),
        )
        for number, one in enumerate(asked)
    ]  # fmt: skip
    return held, sought


def train() -> dict[str, dict[str, tuple[float, float]]]:
    """m and u for every field and level that could be trained."""
    splink = in_splink.splink()
    held, sought = rows_of(*training_set())
    api = splink.DuckDBAPI(connection=in_splink.connection())
    tables = [
        api.register(in_splink.table(held), dataset_display_name="held"),
        api.register(in_splink.table(sought), dataset_display_name="sought"),
    ]
    # Splink leaves out of each round the fields it blocks on; so a field is never trained on pairs chosen by itself.
    # No round by place: a family at one address would pass for one person many times over.
    rounds = [splink.block_on("born"), splink.block_on("given", "family")]
    told = [rule.create_blocking_rule_dict("duckdb") for rule in rounds]
    linker = splink.Linker(tables, in_splink.settings("link_only", blocking=told, is_trained=False))
    linker.training.estimate_probability_two_random_records_match(
        [splink.block_on("given", "family", "born"), splink.block_on("given", "born", "place")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=500_000, seed=7, min_count_per_level=None)
    for rule in rounds:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    model = linker.misc.save_model_to_json()
    return {
        comparison["output_column_name"]: {
            level["label_for_charts"]: (level["m_probability"], level["u_probability"])
            for level in comparison["comparison_levels"]
            if level.get("m_probability") is not None and level.get("u_probability") is not None
        }
        for comparison in model["comparisons"]
    }


def main() -> None:
    known = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    found = train()
    for field, levels in known["fields"].items():
        for level, one in levels.items():
            if one.get("by_hand") or level not in found.get(field, {}):
                print(f"kept: {field} {level}")
                continue
            m, u = (max(value, 1e-6) for value in found[field][level])
            one |= {"m": round(m, 6), "u": round(u, 7), "weight": round(math.log2(m / u), 2)}
    lines = [f"{name}: {known[name]}" for name in ("likely", "possible", "swapped_names")] + ["fields:"]
    for field, levels in known["fields"].items():
        lines.append(f"  {field}:")
        lines += [f"    {level}: {{{', '.join(f'{k}: {v}' for k, v in one.items())}}}" for level, one in levels.items()]
    WEIGHTS.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
