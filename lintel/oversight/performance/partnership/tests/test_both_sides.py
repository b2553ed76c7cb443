"""Both partners are told the same, by the same code, and nobody is pointed at."""

from datetime import timedelta
from itertools import count
from random import Random

import pytest
from django.core.cache import cache

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.agencies.actions import leave_agency, name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import AgencyMember
from lintel.foundation.people.models import Person
from lintel.journey.notifications.tests.builders import MIA, notice, police, received
from lintel.journey.protecting.actions import climb_ladder
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.partnership.queries import numbers_of_both_sides
from lintel.oversight.performance.partnership.rules import Told, answers_of, words_of
from lintel.oversight.performance.rules import TOO_FEW_TO_SHOW, must_be_hidden
from lintel.steps.enquiries.codes import Party, PostponedBecause
from lintel.steps.enquiries.discussing.following.actions import answer_ladder
from lintel.steps.enquiries.discussing.slots.actions import Postponing, postpone, set_slot
from lintel.steps.enquiries.models import DiscussionEscalation
from lintel.steps.enquiries.tests.builders import asked_for, caused, held
from lintel.steps.police_notifications.codes import Grade
from tests.cast import NOW, TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_empty_cache")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + 30 * DAY
PARTNERS = (Party.SOCIAL_CARE, Party.POLICE, Party.HEALTH)


@pytest.fixture
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def agencies(cast):
    """Hart’s force, and a health trust nobody signs in for."""
    name_agency(key="trust", name="Ravenshire NHS Trust", kind=AgencyKind.HEALTH, by=cast.rosa, at=NOW)
    return police(cast)


def discussions(cast, luck, number):
    """So many children discussed on the days after NOW, some without somebody, some later than they were to be."""
    for n in range(number):
        child = Person.objects.create(**TYPED, key=f"child {n}", is_child=True)
        at = NOW + n * HOUR + luck.randrange(9) * DAY
        meeting = asked_for([child], by=cast.marcus, at=at)
        for _ in range(luck.randrange(3)):
            party, because = luck.choice(PARTNERS), luck.choice(list(PostponedBecause))
            if meeting.slot_starts_at is None:
                meeting = set_slot(meeting, starts_at=at + 2 * HOUR, by=cast.marcus, at=at)
            said = Postponing(party=party, because=because, reason="Busy.", interim_safety="At her aunt’s.")
            meeting = postpone(meeting, to=None, said=said, by=cast.marcus, at=at + HOUR).meeting
        without = luck.sample(PARTNERS, luck.choice((0, 0, 1, 2)))
        then = at + luck.randrange(3, 40) * HOUR
        held(meeting, by=cast.marcus, at=then, without=without, urgent_because="Tonight." if without else "")


def notices(cast, force, luck, number):
    for n in range(number):
        then = NOW + n * HOUR
        occurred = then - luck.randrange(1, 90) * HOUR
        told = {"occurred_at": occurred, "occurred_on": occurred.date(), "grade": luck.choice(list(Grade))}
        received(notice(f"RC/{n}", **told, people=(MIA,)), agency=force, by=cast.hart, received_at=then)


@pytest.mark.finding("S10", screen="/partners/numbers/")
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happened_both_readers_get_equal_numbers_and_they_are_those_of_the_catalogue(cast, agencies, seed):
    luck = Random(seed)
    discussions(cast, luck, luck.randrange(20, 28))
    notices(cast, agencies, luck, luck.randrange(5, 12))
    for each in climb_ladder(by=None, at=LATER)[:3]:
        answer_ladder(each, answer="They meet today.", by=cast.sofia, at=LATER + HOUR)

    theirs = numbers_of_both_sides(viewer=cast.hart, at=LATER + 2 * HOUR)
    cache.clear()
    ours = numbers_of_both_sides(viewer=cast.helen, at=LATER + 2 * HOUR)

    assert [(line.reading, line.words) for line in theirs.lines] == [(line.reading, line.words) for line in ours.lines]
    assert (theirs.ladder, theirs.answers_of_all) == (ours.ladder, ours.answers_of_all)
    for one, all_of_them in zip(theirs.lines, ours.lines, strict=True):
        assert one.shares == tuple(share for share in all_of_them.shares if share.kind is AgencyKind.POLICE)
    assert sum(line.reading.is_known for line in ours.lines) >= 3
    for line in ours.lines:
        ours_alone = queries.reading(line.reading.code, viewer=cast.helen, as_at=LATER.date(), now=LATER + 2 * HOUR)
        assert_is_the_catalogues(line, ours_alone)


def assert_is_the_catalogues(line, found):
    """The same number, or hidden exactly where a few could be pointed at."""
    if found.is_known and must_be_hidden(found.numerator, found.denominator):
        assert (line.reading.state, line.words, line.shares) == (State.HIDDEN, TOO_FEW_TO_SHOW, ())
    else:
        assert line.words == words_of(found)
        assert (line.reading.state, line.reading.numerator) == (found.state, found.numerator)


def test_an_agency_reads_its_own_share_and_not_anothers(cast, agencies):
    for n in range(12):
        child = Person.objects.create(**TYPED, key=f"child {n}", is_child=True)
        without = [Party.HEALTH] if n < 6 else []
        meeting = asked_for([child], by=cast.marcus, at=NOW + n * HOUR)
        held(meeting, by=cast.marcus, at=NOW + (n + 2) * HOUR, without=without, urgent_because="Tonight.")

    [quorate] = numbers_of_both_sides(viewer=cast.helen, at=LATER).of(("K61",))
    assert [(share.whose, share.words) for share in quorate.shares] == [
        ("Police", "present at 100.0% (12 of 12)"), ("Health", "present at 50.0% (6 of 12)"),
    ]  # fmt: skip
    [theirs] = numbers_of_both_sides(viewer=cast.hart, at=LATER).of(("K61",))
    assert (theirs.words, [share.whose for share in theirs.shares]) == (quorate.words, ["Police"])


def test_a_few_are_hidden_from_both_and_what_is_left_over_too(cast, agencies):
    held(asked_for([Person.objects.create(**TYPED, key="one", is_child=True)], by=cast.marcus), by=cast.marcus,
         at=NOW + 2 * HOUR)  # fmt: skip

    for viewer in (cast.hart, cast.helen):
        found = numbers_of_both_sides(viewer=viewer, at=LATER)
        assert {line.words for line in found.of(("K60", "K61"))} == {TOO_FEW_TO_SHOW}
        assert {share for line in found.lines for share in line.shares} == set()


def test_whoever_left_the_agency_is_told_nothing_and_others_may_not_ask(cast, agencies):
    leave_agency(AgencyMember.objects.get(user=cast.hart), by=cast.rosa, at=NOW)

    assert numbers_of_both_sides(viewer=cast.hart, at=LATER) is None
    for stranger in (cast.tom, cast.priya, cast.grace):
        with pytest.raises(NotAllowed):
            numbers_of_both_sides(viewer=stranger, at=LATER)


def test_the_catalogue_itself_stays_closed_to_partners(cast, agencies):
    with pytest.raises(NotAllowed):
        queries.reading("K60", viewer=cast.hart, as_at=LATER.date())


def test_a_rung_that_answers_has_its_hours(cast, agencies):
    for n in range(6):
        caused(Person.objects.create(**TYPED, key=f"child {n}", is_child=True), by=cast.marcus, at=NOW)
    told_at = NOW + 5 * HOUR
    climb_ladder(by=None, at=told_at)
    for n, each in enumerate(DiscussionEscalation.objects.order_by("pk")):
        answer_ladder(each, answer="At two.", by=cast.marcus, at=told_at + (n + 1) * HOUR)

    [first, second, third] = numbers_of_both_sides(viewer=cast.hart, at=NOW + DAY).ladder

    assert (first.whose, first.told, first.answered) == ("team manager", "6", "6 of 6")
    assert first.hours == "half within 3.5 hours, nine in ten within 6"
    assert (second.whose, second.told) == ("service manager and detective inspector", "0")
    assert third.answered == "none in this period"


def test_of_a_few_on_a_rung_neither_how_many_nor_how_long_is_told():
    moments = count()
    few = [Told(NOW + next(moments) * HOUR, NOW + 5 * HOUR) for _ in range(4)]

    said = answers_of("team manager", few, at=LATER, is_about_children=True)

    assert {said.told, said.answered, said.hours} == {TOO_FEW_TO_SHOW}
    assert answers_of("The police", few, at=LATER, is_about_children=False).told == "4"
