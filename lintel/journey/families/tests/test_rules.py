"""What somebody is to a child, and how far along a child is."""

from datetime import date

import pytest

from lintel.journey.families.picture.people import Known
from lintel.journey.families.rules import SoFar, Stage, kinship, stage_of
from lintel.journey.families.tests.test_genogram import (
    ALMA,
    BABY,
    BELLS,
    DEAN,
    FERN,
    JOAN,
    KIT,
    LENA,
    MIA,
    NOAH,
    OWEN,
    RUTH,
    SID,
    TIES,
)

KNOWN = Known({figure.pk: figure for figure in BELLS}, TIES)
DAY = date(2025, 3, 3)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (RUTH, "mother"), (OWEN, "father"), (NOAH, "brother or sister"), (KIT, "half-brother or half-sister"),
        (BABY, "half-brother or half-sister"), (JOAN, "grandparent"), (SID, "grandparent"), (ALMA, "grandparent"),
        (DEAN, "step-parent"), (FERN, "carer"), (LENA, "parent of a half-brother or half-sister"), (MIA, ""),
    ],
)  # fmt: skip
def test_what_each_is_to_mia_follows_from_who_is_related_to_whom(who, words):
    assert kinship(who, MIA, KNOWN) == words


@pytest.mark.parametrize(
    ("so_far", "stage"),
    [
        (SoFar(), Stage.NEVER), (SoFar(closed_on=DAY), Stage.CLOSED), (SoFar(told_of_on=DAY), Stage.AT_THE_DOOR),
        (SoFar(told_of_on=DAY, closed_on=DAY), Stage.AT_THE_DOOR), (SoFar(help_asked_on=DAY), Stage.ASKED_EARLY_HELP),
        (SoFar(helped_since=DAY, closed_on=DAY), Stage.EARLY_HELP), (SoFar(referred_on=DAY), Stage.WAITING),
        (SoFar(referred_on=DAY, has_worker=True), Stage.ASSESSED),
        (SoFar(referred_on=DAY, has_worker=True, assessed_on=DAY), Stage.DECIDED),
        (SoFar(referred_on=DAY, assessed_on=DAY), Stage.WAITING),
        (SoFar(referred_on=DAY, in_need_since=DAY, assessed_on=DAY), Stage.IN_NEED),
        (SoFar(referred_on=DAY, in_need_since=DAY, protected_since=DAY), Stage.PROTECTED),
    ],
)  # fmt: skip
def test_how_far_along_a_child_is(so_far, stage):
    assert stage_of(so_far)[0] is stage
