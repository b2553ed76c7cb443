"""Agreement, variation, drift, the clock and the records on screen."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lintel.oversight.alike.codes import Measure
from lintel.oversight.alike.examples.models import ProvisionalView
from lintel.oversight.alike.patterns import actions as measuring
from lintel.oversight.alike.patterns.tests.builders import many_decisions
from lintel.oversight.alike.second_looks.models import Calibration, SecondLook
from lintel.oversight.alike.second_looks.tests.builders import another_decider, pairs_laid_down
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db


def page(client, user, path, **typed):
    client.force_login(user)
    answer = client.post(path, typed, follow=True) if typed else client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@finding("S7", screen="/alike/agreement/")
def test_agreement_stands_with_its_range_its_precision_and_the_levels_chosen(client, cast):
    pairs_laid_down(cast, 57)

    shown = page(client, cast.anil, "/alike/agreement/")

    assert "About 200 pairs are needed for ±0.10. You have 57: about ±0.19." in shown
    assert "Which levels were chosen" in shown
    assert "Trial" in shown
    assert not any(name in shown for name in ("Femi", "Rosa"))


def test_of_a_few_pairs_no_table_gives_away_whose_decision_was_drawn(client, cast):
    pairs_laid_down(cast, 9)

    shown = page(client, cast.femi, "/alike/agreement/")

    assert "You have 9" in shown
    assert "Below ten pairs no table is shown" in shown
    assert "<table" not in shown


def test_agreement_with_and_without_examples_stands_beside_each_other(client, cast):
    pairs_laid_down(cast, 20)
    for look in SecondLook.objects.select_related("decision__child_contact")[:6]:
        ProvisionalView.objects.create(
            contact=look.decision.child_contact.contact, words="I think early help.", written_by=cast.femi,
            written_at=look.decision.decided_at - timedelta(minutes=5),
        )  # fmt: skip

    shown = page(client, cast.rosa, "/alike/agreement/")

    assert "After looking up examples" in shown
    assert "14 pairs" in shown


def test_without_pairs_it_says_how_many_are_needed(client, cast):
    assert "There are none yet" in page(client, cast.rosa, "/alike/agreement/")


def test_a_session_is_written_down(client, cast):
    held = Calibration.objects.create(coefficient=0.3, low=0.1, high=0.5, floor=0.6, pairs=40, called_at=NOW)
    assert "Agreement is below the floor of 0.60" in page(client, cast.rosa, "/alike/agreement/")

    shown = page(client, cast.rosa, f"/alike/agreement/sessions/{held.pk}/", held_on="2025-03-02", learned="Bruises")

    assert "Held on 2 March 2025: Bruises" in shown
    client.force_login(cast.femi)
    assert client.get(f"/alike/agreement/sessions/{held.pk}/").status_code == 403


@finding("S7", screen="/alike/variation/")
def test_variation_is_off_until_switched_on_and_names_nobody(client, cast):
    ivo = another_decider(cast)
    shares = {cast.femi: 0.3, cast.rosa: 0.3, ivo: 0.6}
    many_decisions(cast, shares, ending=timezone.now() - timedelta(days=1))
    assert "switched off" in page(client, cast.helen, "/alike/variation/")

    page(client, cast.helen, "/alike/measures/variation/switch/", because="Agreed with everybody")
    shown = page(client, cast.helen, "/alike/variation/")

    assert "<svg" in shown
    assert "differs from what" in shown or "differ from what" in shown
    assert not any(name in shown for name in ("Femi", "Rosa", "Ivo"))
    own = page(client, ivo, "/alike/variation/mine/")
    assert "Differs from expected" in own
    page(client, ivo, "/alike/variation/mine/share/", share="yes")
    assert "Ivo Marsh, who shares it" in page(client, cast.helen, "/alike/variation/")
    assert "Ivo Marsh" not in page(client, cast.dawn, "/alike/variation/")


def test_below_the_minimum_ones_own_page_says_nothing(client, cast):
    measuring.switch(Measure.VARIATION, is_on=True, because="Test", by=cast.helen, at=NOW)

    assert "Below 150 nothing can be said" in page(client, cast.femi, "/alike/variation/mine/")


@finding("S1", screen="/alike/drift/")
def test_drift_asks_who_decided_it(client, cast):
    late = timezone.now() - timedelta(days=1)
    many_decisions(cast, {cast.femi: 0.2}, each=700, seed=1, ending=late - timedelta(weeks=20))
    many_decisions(cast, {cast.femi: 0.6}, each=700, seed=2, ending=late)

    shown = page(client, cast.helen, "/alike/drift/")

    assert "Who decided this?" in shown
    assert "Threshold: the same sources meet it more or less often" in shown


def test_the_clock_is_asked_once_it_is_switched_on(client, cast):
    measuring.switch(Measure.ENVIRONMENT, is_on=True, because="Test", by=cast.helen, at=NOW)
    assert "asked from 200 decided contacts on" in page(client, cast.helen, "/alike/clock/")
    many_decisions(cast, {cast.femi: 0.3, cast.rosa: 0.4}, ending=timezone.now() - timedelta(days=1))

    shown = page(client, cast.helen, "/alike/clock/")

    assert "By the hour of the decision" in shown
    assert "never about a person" in shown


@finding("S7", screen="/alike/measures/")
def test_a_measure_is_contested_answered_validated_and_counted(client, cast):
    page(client, cast.femi, "/alike/measures/agreement/contest/", words="My nights are not like days.")
    shown = page(client, cast.helen, "/alike/measures/")
    assert "Contested: 1, 1 not answered yet" in shown
    pk = measuring.Contest.objects.get().pk
    page(client, cast.helen, f"/alike/contests/{pk}/", answer="We look at nights apart.")
    assert "We look at nights apart." in page(client, cast.femi, "/alike/measures/")
    assert "My nights" not in page(client, cast.anil, "/alike/measures/")

    typed = {"done_on": date(2025, 3, 1).isoformat(), "what": "40 vignettes", "found": "0.7", "known_failures": "Few"}
    shown = page(client, cast.helen, "/alike/measures/agreement/validate/", **typed)

    assert "no longer wears the label" in shown
    assert "Validated" in shown
    client.force_login(cast.femi)
    assert client.get("/alike/measures/agreement/validate/").status_code == 403
    assert client.get("/alike/measures/nothing/contest/").status_code == 404
