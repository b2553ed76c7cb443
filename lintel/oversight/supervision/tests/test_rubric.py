"""Reading records blind: a draw nobody chose, nobody's own, names struck out, and no mean before readers agree."""

import pytest
from django.db import IntegrityError, transaction

from lintel.oversight.alike.second_looks.rules import is_drawn
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.models import ChildDiscussed, Rating, RubricDraw
from lintel.oversight.supervision.rubric import queries
from lintel.oversight.supervision.rubric.actions import NotAllRated, NotOnTheirList, hand_in
from lintel.oversight.supervision.rubric.rules import Scored, agreement_of, weighted_kappa
from lintel.oversight.supervision.tests.builders import CHALLENGE, draw_all, signed
from lintel.oversight.voice.tests.builders import principal
from tests.cast import NOW
from tests.trace import finding

GIVEN = {Dimension.CHILD: 3, Dimension.REFLECTION: 1, Dimension.CHALLENGE: 2, Dimension.DIRECTION: 3,
         Dimension.FOLLOW_THROUGH: 0, Dimension.SUPPORT: 1}  # fmt: skip
DAY = NOW.date()


@pytest.fixture
def all_are_drawn(cast):
    draw_all(cast)


def test_one_in_twenty_is_drawn_and_a_fifth_of_those_is_read_by_two():
    drawn = [n for n in range(40_000) if is_drawn(n, seed="a", chance=0.05)]
    twice = [n for n in drawn if is_drawn(n, seed="a:two", chance=0.2)]

    assert 1_900 < len(drawn) < 2_100
    assert 330 < len(twice) < 470


def test_kappa_of_a_table_worked_out_by_hand():
    # Two readers, ten records: alike in eight, one step apart in two.
    pairs = [(0, 0)] * 2 + [(1, 1)] * 2 + [(2, 2)] * 2 + [(3, 3)] * 2 + [(1, 2), (2, 1)]

    # Observed: 2 × 1 / 10 = 0.2. Expected from the margins (.2, .3, .3, .2) of both: 2 × 1.05 = 2.1.
    assert weighted_kappa(pairs) == pytest.approx(1 - 0.2 / 2.1)


@pytest.mark.parametrize("pairs", [[], [(2, 2), (2, 2)]])
def test_kappa_is_not_said_where_there_is_nothing_to_agree_about(pairs):
    assert weighted_kappa(pairs) is None


def test_readers_who_disagree_are_not_used():
    far = [
        Scored(draw=n, scores=(3, 0) * 3) if k else Scored(draw=n, scores=(0, 3) * 3) for n in (1, 2) for k in (0, 1)
    ]

    found = agreement_of(far, floor=0.6)

    assert (found.pairs, found.is_used) == (2, False)
    assert found.kappa == pytest.approx(-1)


@pytest.mark.django_db
@finding("S37", screen="/supervision/reading/")
def test_a_record_is_read_blind_by_two_who_are_neither_of_the_pair(cast, bells, all_are_drawn):
    signed(cast, bells)
    psw = principal(cast)

    assert queries.offered(viewer=cast.marcus) == queries.offered(viewer=cast.tom) == []
    [offered] = queries.offered(viewer=psw)
    blind = queries.to_read(offered.pk, viewer=psw)
    everything = repr(blind)
    assert "Priya" not in everything
    assert "Marcus" not in everything
    assert ("What was questioned", CHALLENGE.replace("Priya", queries.STRUCK)) in blind.parts

    hand_in(offered.pk, GIVEN, by=psw, at=NOW)
    assert queries.offered(viewer=psw) == []
    hand_in(offered.pk, GIVEN | {Dimension.SUPPORT: 2}, by=cast.sofia, at=NOW)

    assert queries.offered(viewer=cast.helen) == []
    found = queries.agreed(viewer=psw, on=DAY)
    assert (found.pairs, found.is_used) == (1, True)


@pytest.mark.django_db
def test_nobody_rates_their_own_or_half_of_it_or_again(cast, bells, all_are_drawn):
    signed(cast, bells)
    draw = RubricDraw.objects.get()

    with pytest.raises(NotOnTheirList):
        hand_in(draw.pk, GIVEN, by=cast.marcus, at=NOW)
    with pytest.raises(NotAllRated):
        hand_in(draw.pk, {Dimension.CHILD: 1}, by=cast.sofia, at=NOW)
    scores = {str(each): score for each, score in GIVEN.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(draw=draw, rated_by=cast.marcus, rated_at=NOW, **scores)
    hand_in(draw.pk, GIVEN, by=cast.sofia, at=NOW)
    with pytest.raises(NotOnTheirList):
        hand_in(draw.pk, GIVEN, by=cast.sofia, at=NOW)


@pytest.mark.django_db
def test_nothing_on_a_record_says_that_it_was_drawn(cast, bells, all_are_drawn):
    signed(cast, bells)

    assert RubricDraw.objects.exists()
    assert not [
        f for f in ChildDiscussed._meta.get_fields() if f.is_relation and f.related_model is RubricDraw and f.name
    ]
