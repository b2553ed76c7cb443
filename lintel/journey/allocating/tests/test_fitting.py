"""Whom a worker holds a brother or sister of, and what is no reason for a worker."""

from datetime import date

from lintel.journey.allocating.loads.fitting import Asked, fit_of, has_sibling
from lintel.journey.allocating.loads.load import Load
from lintel.steps.allocation.rules import Agreed, Terms
from tests.trace import finding

ASKED = Asked(family="household 1", points={11: 1.0, 12: 1.0})


def worker(**said):
    terms, agreed = Terms(fte=1.0, is_newly_qualified=False), Agreed(ceiling=18, protected=10)
    return Load(
        worker_id=1, name="Priya Nair", team_id=1, team="North", agreed=agreed, basis="permanent", terms=terms,
        since=date(2020, 1, 6), **said,
    )  # fmt: skip


def test_a_brother_who_is_held_counts():
    assert has_sibling(ASKED, worker(children={13: 1.0}, held_together={"household 1": {13}}))


@finding("S34", screen="/waiting/1/allocate/")
def test_a_brother_who_is_only_given_and_not_answered_does_not():
    assert not has_sibling(ASKED, worker(children={13: 1.0}, asked={13}, families={"household 1"}))


def test_the_children_asked_about_are_no_brothers_of_themselves():
    assert not has_sibling(ASKED, worker(children={11: 1.0}, held_together={"household 1": {11}}))


def test_a_language_nobody_asked_for_is_no_reason():
    fit = fit_of(ASKED, worker(languages=("Lithuanian",)), today=date(2025, 3, 3))

    assert not [words for words in fit.for_it if "Lithuanian" in words]


def test_what_is_held_and_what_is_only_asked_are_said_apart():
    load = worker(children={13: 1.0, 14: 1.5, 15: 1.0}, asked={14, 15})

    assert load.in_words == "1 child, 2 more given and not answered"
    assert (load.held, load.held_points, load.count) == (1, 1.0, 3)
