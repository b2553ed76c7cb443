"""Sixty labelled assessments: those about the adults rank below those about the child, in every group of children."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from statistics import mean

import pytest

from lintel.oversight.reading import child_focus
from lintel.oversight.reading.explained import held_to
from lintel.oversight.reading.index import index_of, shares_of
from lintel.oversight.reading.people import Stage
from lintel.oversight.reading.sentences import sentences
from lintel.oversight.reading.tests.sixty import KINDS, Labelled, sixty
from lintel.oversight.reading.word_lists import pattern, word_list

finding = pytest.mark.finding
ENOUGH = 0.85
FAR_FROM_ENOUGH = 0.8


def in_the_right_order(texts: Sequence[Labelled], values: Sequence[float]) -> float:
    """AUC: of all pairs of an assessment about the child and one about the adults, the share put in the right order."""
    high = [value for text, value in zip(texts, values, strict=True) if text.label]
    low = [value for text, value in zip(texts, values, strict=True) if not text.label]
    return mean((one > other) + 0.5 * (one == other) for one in high for other in low)


def by(measure: Callable[[Labelled], float]) -> float:
    return in_the_right_order(sixty(), [measure(text) for text in sixty()])


def bars(text: Labelled) -> tuple[float, ...]:
    return shares_of(text.child, child_focus.read(sentences(text.text), text.people))


def all_bars() -> list[tuple[float, ...]]:
    return [bars(text) for text in sixty()]


def words(text: Labelled) -> float:
    return len(text.text.split())


def names(text: Labelled) -> float:
    """How often the child's name is written, for each word: what a measure would be that counts names."""
    name = text.child.name if text.child.stage is Stage.UNBORN else text.child.name.split()[0]
    return text.text.lower().count(name.lower()) / words(text)


def worked_out() -> dict[str, float]:
    """Everything the page of the measure says about the sixty."""
    found = all_bars()
    index = index_of(found)
    by_bar = ("The child is in the sentence", "About the child’s life", "Own words, or what was shown", "What it means")
    kinds = {kind: [n for n, text in enumerate(sixty()) if text.kind == kind] for kind in KINDS}
    return {
        "All four bars, by the mean of their ranks": in_the_right_order(sixty(), index),
        **{f"Only: {name}": in_the_right_order(sixty(), [each[n] for each in found]) for n, name in enumerate(by_bar)},
        **{
            f"All four, {kind}": in_the_right_order([sixty()[n] for n in which], [index[n] for n in which])
            for kind, which in kinds.items()
        },
        "For comparison: counting the words": by(words),
        "For comparison: counting the child’s name": by(names),
    }


@finding("S43", screen="/measures/child-focus/")
def test_assessments_about_the_adults_rank_below_those_about_the_child():
    found = worked_out()
    print("\n" + "\n".join(f"{value:.2f}  {name}" for name, value in found.items()))

    assert found["All four bars, by the mean of their ranks"] >= ENOUGH
    assert all(found[f"All four, {kind}"] >= ENOUGH for kind in KINDS)


def test_a_measure_that_counts_words_or_names_would_not_pass():
    assert by(words) < FAR_FROM_ENOUGH
    assert by(names) < FAR_FROM_ENOUGH


def test_the_page_says_what_is_worked_out_here():
    assert {name: round(value, 2) for name, value in worked_out().items()} == held_to()["found"]


@pytest.mark.parametrize("seed", range(4))
def test_it_does_not_hang_on_the_words_that_happen_to_be_listed(monkeypatch, seed):
    """With every second word of the lists of life and of showing thrown away, the order still holds."""
    chance = Random(seed)
    half = {
        stage: tuple(pattern([word for word in word_list(name).words if chance.random() < 0.5]) for name in lists)
        for stage, lists in ((Stage.CHILD, ["lived_experience"]), (Stage.UNBORN, ["unborn"]),
                             (Stage.BABY, ["lived_experience", "babies"]))
    }  # fmt: skip
    showing = [word for word in word_list("saying").groups["showing"] if chance.random() < 0.5]
    monkeypatch.setattr(child_focus, "LIVED", half)
    monkeypatch.setattr(child_focus, "SHOWING", pattern(showing))

    assert in_the_right_order(sixty(), index_of(all_bars())) >= ENOUGH


def test_there_are_ten_of_each_kind_half_of_them_about_the_child():
    for kind in KINDS:
        labels = [text.label for text in sixty() if text.kind == kind]
        assert (len(labels), sum(labels)) == (10, 5)
