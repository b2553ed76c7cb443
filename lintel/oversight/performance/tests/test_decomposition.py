"""Why referrals changed: parts that add up exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.oversight.performance.decomposition import Counts, split


def counts(**sources: tuple[int, int]) -> Counts:
    """Decided and referred, by source."""
    return Counts({s: n[0] for s, n in sources.items()}, {s: n[1] for s, n in sources.items()})


@st.composite
def periods(draw) -> Counts:
    decided = draw(st.dictionaries(st.sampled_from(["Police", "Schools", "Health", "Not known"]), st.integers(0, 400)))
    return Counts(decided, {source: draw(st.integers(0, n)) for source, n in decided.items()})


@pytest.mark.finding("S1")
@given(before=periods(), after=periods())
def test_volume_conversion_and_mix_add_up_exactly(before, after):
    rise = split(before, after)

    assert rise.volume + rise.conversion + rise.mix == rise.change == after.all_referred - before.all_referred


@given(before=periods(), after=periods())
def test_what_is_shown_adds_up_too(before, after):
    rise = split(before, after)

    shown = sum(float(part.replace(",", "")) for _, part in rise.in_words())

    assert shown == pytest.approx(rise.change, abs=1e-9)


@given(before=periods(), after=periods())
def test_going_back_undoes_every_part(before, after):
    there, back = split(before, after), split(after, before)

    assert (there.volume, there.conversion, there.mix) == (-back.volume, -back.conversion, -back.mix)


def test_twice_the_contacts_alike_is_all_volume():
    rise = split(counts(Police=(100, 30), Schools=(50, 20)), counts(Police=(200, 60), Schools=(100, 40)))

    assert (rise.volume, rise.conversion, rise.mix) == (50, 0, 0)


@pytest.mark.finding("S22")
def test_a_lower_threshold_is_all_conversion():
    rise = split(counts(Police=(229, 69)), counts(Police=(229, 160)))

    assert (rise.volume, rise.conversion, rise.mix) == (0, 91, 0)


def test_the_same_contacts_from_sources_that_convert_more_is_all_mix():
    rise = split(counts(Police=(80, 40), Schools=(20, 2)), counts(Police=(90, 45), Schools=(10, 1)))

    assert (rise.volume, rise.conversion, rise.mix) == (0, 0, 4)


def test_a_new_source_is_mix_and_not_conversion():
    rise = split(counts(Schools=(100, 10)), counts(Schools=(50, 5), Police=(50, 40)))

    assert rise.conversion == 0
    assert rise.mix == 35


def test_from_nothing_everything_is_volume():
    rise = split(counts(), counts(Police=(10, 3)))

    assert (rise.volume, rise.conversion, rise.mix) == (3, 0, 0)
    assert isinstance(rise.volume, Fraction)
