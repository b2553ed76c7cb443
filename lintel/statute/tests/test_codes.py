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
    ("ours", "type_of_the_schema"),
    [
        (codes.REFERRAL_SOURCE, "referralsourcetype"),
        (codes.PRIMARY_NEED, "primaryneedcodetype"),
        (codes.CLOSURE_REASON, "reasonforclosuretype"),
        (codes.ASSESSMENT_FACTOR, "assessmentfactorstype"),
        (codes.ABUSE_CATEGORY, "categoryofabusetype"),
        (codes.SEX, "sextype"),
        (codes.UPN_UNKNOWN, "unknownupntype"),
        (codes.ETHNICITY, "ethnicitytype"),
        (codes.DISABILITY, "disabilitytype"),
    ],
)
def test_our_codes_are_the_schemas(ours, type_of_the_schema):
    assert set(ours.codes) == SCHEMA[type_of_the_schema]


def test_every_code_set_of_the_schema_is_ours_but_yes_and_no():
    assert set(SCHEMA) - {"yesnotype"} == {
        "referralsourcetype", "primaryneedcodetype", "reasonforclosuretype", "assessmentfactorstype",
        "categoryofabusetype", "sextype", "unknownupntype", "ethnicitytype", "disabilitytype",
    }  # fmt: skip


def test_retired_factors_are_read_but_no_longer_offered():
    factors = codes.ASSESSMENT_FACTOR

    assert factors.retired == {"18A", "19A"}
    assert factors.label("18A") == "Physical abuse"
    assert set(factors) - set(factors.offered) == {"18A", "19A"}


def test_every_source_and_ethnicity_belongs_to_a_group():
    assert set(codes.REFERRAL_SOURCE_GROUP) == {*codes.REFERRAL_SOURCE, ""}
    assert set(codes.ETHNICITY_GROUP) == {*codes.ETHNICITY, ""}


def test_the_groups_are_these():
    assert set(codes.REFERRAL_SOURCE_GROUP.values()) == {
        "Police", "Schools", "Health", "Family or individual", "Local authority", "Housing", "Other legal", "Other",
        "Anonymous", "Not known",
    }  # fmt: skip
    assert set(codes.ETHNICITY_GROUP.values()) == {"White", "Mixed", "Asian", "Black", "Other", "Not stated"}


@pytest.mark.parametrize(
    "ours", [it for it in vars(codes).values() if isinstance(it, codes.CodeSet)], ids=lambda ours: ours.name
)
def test_no_two_codes_of_a_set_mean_the_same_and_none_can_be_changed(ours):
    assert len(set(ours.codes.values())) == len(ours.codes)
    with pytest.raises(TypeError):
        ours.codes["1A"] = "changed"


def test_a_code_that_does_not_exist_has_no_label():
    with pytest.raises(NotACode):
        codes.PRIMARY_NEED.label("N99")


def test_a_label_is_in_plain_words():
    assert codes.REFERRAL_SOURCE.label("6") == "Police"
    assert codes.ASSESSMENT_FACTOR.label("3B") == "Domestic violence: parent or carer"
    assert codes.WORKER_CHANGE_REASON.label("LEFTRL") == "Worker left the role"
