"""
Splink as it comes, on the same records and searches: its own comparisons, trained on them by itself.

It is given names, date, postcode and sex; the search besides reads the first line of the address, numbers and the
mother's name. Splink is made for comparing everything with everything, which it does far quicker than the search would.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.matching_people.mistakes import Asked
from bench.matching_people.people import Invented
from bench.matching_people.training import rows_of

ONE_BY_ONE = 15


@dataclass
class InSplink:
    """How many searches had the truth first and within five, how long all took together, and each alone."""

    searches: int
    first: int
    within_five: int
    seconds_together: float
    milliseconds_alone: list[float]


def search_with_splink(people: Sequence[Invented], asked: Sequence[Asked]) -> InSplink:
    import splink
    import splink.comparison_library as cl

    from lintel.foundation.matching import in_splink

    held, sought = rows_of(people, asked)
    api = splink.DuckDBAPI()
    records = api.register(in_splink.table(held), dataset_display_name="held")
    searches = api.register(in_splink.table(sought), dataset_display_name="sought")
    rules: list[Any] = [
        splink.block_on("born"), splink.block_on("given", "family"), splink.block_on("postcode", "family"),
        splink.block_on("postcode", "given"), splink.block_on("given_sound", "family_sound"),
    ]  # fmt: skip
    settings = splink.SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.NameComparison("given"), cl.NameComparison("family"),
            cl.DateOfBirthComparison("born", input_is_string=True), cl.PostcodeComparison("postcode"),
            cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=rules,
    )  # fmt: skip
    linker = splink.Linker([records, searches], settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match([splink.block_on("given", "family", "born")], 0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=7)
    for rule in (splink.block_on("born"), splink.block_on("given", "family")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    begun = time.perf_counter()
    pairs = linker.inference.predict_between(records, searches, threshold_match_weight=-10).as_record_list()
    together = time.perf_counter() - begun
    alone = []
    for number, one in enumerate(sought[:ONE_BY_ONE]):
        single = api.register(in_splink.table([one]), dataset_display_name="sought", table_name=f"alone_{number}")
        begun = time.perf_counter()
        linker.inference.predict_between(records, single, threshold_match_weight=-10).as_record_list()
        alone.append(1000 * (time.perf_counter() - begun))
    first, within_five = _hits(pairs, asked)
    return InSplink(len(asked), first, within_five, together, alone)


def _hits(pairs: list[dict[str, Any]], asked: Sequence[Asked]) -> tuple[int, int]:
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for pair in pairs:
        one, other = sorted((pair["unique_id_l"], pair["unique_id_r"]))
        found[other - 10_000_000].append((-pair["match_weight"], one))
    ranked = [[pk for _, pk in sorted(found[number])[:5]] for number in range(len(asked))]
    first = sum(ids[:1] == [one.truth] for ids, one in zip(ranked, asked, strict=True))
    return first, sum(one.truth in ids for ids, one in zip(ranked, asked, strict=True))
