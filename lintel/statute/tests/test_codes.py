"""Code sets, held to the sector's schema of the census."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from lintel.statute import codes
from lintel.statute.codes import NotACode


def sets_of_the_schema() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with (Path(__file__).parent / "cin_codesets_from_xsd_2026.csv").open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            name, code = list(row.values())[:2]
            found[name].add(code)
    return found


SCHEMA = sets_of_the_schema()


@pytest.mark.parametrize(
    "ours",
    [
        codes.REFERRAL_SOURCE, codes.PRIMARY_NEED, codes.CLOSURE_REASON, codes.ASSESSMENT_FACTOR, codes.ABUSE_CATEGORY,
        codes.SEX, codes.UPN_UNKNOWN, codes.ETHNICITY, codes.DISABILITY,
    ],
    ids=lambda ours: ours.name,
)  # fmt: skip
def test_our_codes_are_the_schemas(ours):
    assert set(ours.codes) in list(SCHEMA.values())


def test_retired_factors_are_read_but_marked():
    assert codes.ASSESSMENT_FACTOR.retired == {"18A", "19A"}
    assert "18A" in codes.ASSESSMENT_FACTOR


def test_every_source_and_ethnicity_belongs_to_a_group():
    assert set(codes.REFERRAL_SOURCE) <= set(codes.REFERRAL_SOURCE_GROUP)
    assert set(codes.ETHNICITY) <= set(codes.ETHNICITY_GROUP)


def test_a_code_that_does_not_exist_has_no_label():
    with pytest.raises(NotACode):
        codes.PRIMARY_NEED.label("N99")


def test_a_label_is_in_plain_words():
    assert codes.REFERRAL_SOURCE.label("6") == "Police"
