"""K70 to K76: supervision on time, what it agrees, how it is read blind, and managers who say why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.cache import cache

from lintel.oversight.performance import queries
from lintel.oversight.performance import supervision_reading as reading
from lintel.oversight.performance import supervision_together as together
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.indicators import k72_supervision_rubric as k72
from lintel.oversight.performance.indicators import k74_how_and_why as k74
from lintel.oversight.performance.supervision_reading import read_supervision
from lintel.oversight.performance.supervision_work import Rated, Share, Wanted
from lintel.oversight.supervision.actions import announce_inspection, sign_as_supervisor, write_of_child
from lintel.oversight.supervision.directions.actions import carry, make_direction, say_done
from lintel.oversight.supervision.models import Direction, SupervisionNote
from lintel.oversight.supervision.rubric.rules import Scored, agreement_of
from lintel.oversight.supervision.tests.builders import begun, said_of, signed, wanted, written
from lintel.steps.enquiries.tests.builders import decided_for
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LONG = (
    "Mia sleeps at her grandmother’s and has been at school every single day. Her mother has not opened the door since "
    "Thursday. The nurse has seen her teeth and written to us about what hurts."
)
SPRING = Period(date(2025, 2, 1), date(2025, 5, 31))
IN_TIME, TOO_LATE = date(2025, 3, 14), date(2025, 3, 17)


@pytest.fixture(autouse=True)
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def read(code, viewer, *, days):
    at = NOW + days * DAY
    return queries.reading(code, viewer=viewer, as_at=at.date(), period=SPRING, now=at)


def counted(code, viewer, *, days=60):
    found = read(code, viewer, days=days)
    behind = queries.cases(code, viewer=viewer, as_at=(NOW + days * DAY).date(), period=SPRING, now=NOW + days * DAY)
    assert found.denominator == len(behind)
    assert found.numerator == sum(case.counts for case in behind)
    return found.numerator, found.denominator


@pytest.mark.parametrize("code", ["K70", "K71", "K72", "K73", "K74", "K75", "K76"])
def test_nothing_is_said_before_anything_is_signed(cast, bells, code):
    written(cast, bells)

    assert read(code, cast.helen, days=7).state is State.NOT_IN_DATA


@finding("S15", screen="/indicators/K70/")
def test_a_session_is_on_time_by_the_day_agreed_and_who_is_overdue_counts(cast, bells):
    signed(cast, bells)
    assert counted("K70", cast.helen, days=28) == (1, 1)
    signed(cast, bells, at=NOW + 29 * DAY, said=said_of(cast, wants=[]))

    assert counted("K70", cast.helen, days=30) == (1, 3)  # the second a day late, and Tom, whom nobody supervises
    assert counted("K70", cast.marcus, days=30) == (1, 2)


def test_what_is_signed_after_the_call_is_not_held_on_time_and_carries_its_mark(cast, bells):
    session = written(cast, bells)
    announce_inspection(called_at=NOW + DAY, by=cast.helen, at=NOW + DAY)
    sign_as_supervisor(session, by=cast.marcus, at=NOW + 2 * DAY)

    assert counted("K70", cast.helen, days=7) == (0, 1)
    assert ("Signed after an inspection was announced", "1") in read("K70", cast.helen, days=7).also


@pytest.mark.parametrize(("done_on", "counts"), [(IN_TIME, 1), (TOO_LATE, 0)])
@finding("S39", screen="/indicators/K71/")
def test_a_direction_is_on_time_by_the_day_first_agreed_whatever_was_agreed_since(cast, bells, done_on, counts):
    signed(cast, bells)
    given = Direction.objects.get()
    carry(given, due_on=date(2025, 3, 28), because="The nurse is away.", by=cast.priya, at=NOW)
    at = NOW + (done_on - NOW.date())
    say_done(given, done_on=done_on, evidence="", by=cast.priya, at=at)

    assert counted("K71", cast.helen) == (counts, 1)


def test_a_direction_nobody_did_is_not_on_time_once_its_day_is_over(cast, bells):
    signed(cast, bells)

    assert read("K71", cast.helen, days=11).shown == "none in this period"
    assert counted("K71", cast.helen, days=12) == (0, 1)


def test_a_record_counts_with_a_direction_that_is_not_the_same_as_last_time(cast, bells):
    signed(cast, bells, of=[bells.mia, bells.noah])
    signed(cast, bells, of=[bells.mia], at=NOW + 14 * DAY)
    new = wanted(cast, what="Ask her father where he was", due_on=date(2025, 4, 1))
    signed(cast, bells, of=[bells.noah], at=NOW + 15 * DAY, said=said_of(cast, wants=[new]))
    signed(cast, bells, of=[bells.baby], at=NOW + 16 * DAY, said=said_of(cast, wants=[]))

    assert counted("K73", cast.helen) == (3, 5)
    assert read("K73", cast.helen, days=60).also == (("Only what was given word for word last time", "1"),)


@finding("S39", screen="/indicators/K73/")
def test_a_direction_made_of_a_note_after_the_record_was_signed_improves_no_number(cast, bells):
    signed(cast, bells, said=said_of(cast, wants=[wanted(cast, for_what="")]))
    call = NOW + 30 * DAY
    announce_inspection(called_at=call, by=cast.helen, at=call)

    made = make_direction(
        SupervisionNote.objects.get(), wanted(cast, due_on=date(2025, 5, 1)), by=cast.marcus, at=call + DAY
    )  # fmt: skip

    assert counted("K73", cast.helen) == (0, 1)
    work = read_supervision([bells.mia.pk], as_at=date(2025, 5, 1), is_whole=True)
    assert [(each.directions, each.notes) for each in work.wanted] == [(0, 1)]
    assert made.is_after_signing
    assert counted("K71", cast.helen) == (0, 1)  # it is to be done all the same


@finding("L1", screen="/indicators/K75/")
def test_who_was_proposed_and_not_spoken_of_is_seen(cast, bells):
    session = begun(cast, [bells.mia, bells.noah])
    write_of_child(session, bells.mia.pk, said_of(cast), by=cast.marcus, at=NOW)
    sign_as_supervisor(session, by=cast.marcus, at=NOW)

    assert counted("K75", cast.helen) == (1, 2)
    assert read("K75", cast.helen, days=60).also == (("On the list and left for another time", "1"),)


# --- what is the pair's own ---


def test_how_and_why_is_read_for_nobody_who_sees_only_a_part(cast, bells):
    signed(cast, bells)

    for viewer in (cast.marcus, cast.sofia, cast.priya):
        assert "to those who see the whole service" in read("K74", viewer, days=14).why
        assert "to those who see the whole service" in read("K72", viewer, days=14).why
    assert read_supervision({bells.mia.pk}, as_at=NOW.date(), is_whole=False).shares == []
    assert "fewer than five workers" in read("K74", cast.helen, days=14).why


@finding("S37", screen="/indicators/K74/")
def test_of_five_workers_one_middle_number_stands_and_no_line_of_anybody(cast, bells, monkeypatch):
    signed(cast, bells)
    whole = read_supervision({bells.mia.pk}, as_at=NOW.date(), is_whole=True)
    of_five = [Share(NOW.date(), worker, share) for worker, share in enumerate((0.1, 0.2, 0.3, 0.4, 0.5))]
    _reads(monkeypatch, whole, shares=of_five)

    found = read("K74", cast.helen, days=7)
    [case] = queries.cases("K74", viewer=cast.helen, as_at=(NOW + 7 * DAY).date(), period=SPRING, now=NOW + 7 * DAY)

    assert (found.value, found.denominator) == (30, 5)
    assert (case.kind, case.children, case.label) == (k74.INDICATOR.stock and "supervision.howandwhy", (),
                                                      "5 records of the last 13 weeks")  # fmt: skip


@finding("S39", screen="/indicators/K73/")
def test_what_was_carried_forward_stands_for_the_service_beside_k73_and_k74_and_for_nobody_who_sees_a_part(
    cast, bells, monkeypatch
):
    for days in (0, 14):
        signed(cast, bells, of=[bells.mia], at=NOW + days * DAY, said=said_of(cast, changed=LONG, wants=[]))
    whole = read_supervision({bells.mia.pk}, as_at=NOW.date() + 30 * DAY, is_whole=True)
    [again] = whole.carried
    assert (again.held_on, again.carried > 0, again.carried <= again.sentences) == (NOW.date() + 14 * DAY, True, True)
    assert read_supervision({bells.mia.pk}, as_at=NOW.date() + 30 * DAY, is_whole=False).carried == []

    by_five = [again._replace(worker_id=worker, carried=worker, sentences=10) for worker in range(5)]
    wanted_by_five = [Wanted(again.held_on, worker, directions=3, notes=1) for worker in range(5)]
    shares = [Share(again.held_on, worker, 0.1) for worker in range(5)]
    _reads(monkeypatch, whole, carried=by_five, wanted=wanted_by_five, shares=shares)
    for code in ("K73", "K74"):
        said = dict(read(code, cast.helen, days=30).also)
        assert said[together.CARRIED] == "20.0% (10 of 50); some in 4 of 5 records"
        assert said[together.COMPLETE] == "75.0% (15 of 20)"
    [(_, quarters)] = read("K74", cast.helen, days=30).breakdowns
    assert [value for _, value in quarters] == ["Carried forward: 20.0% (10 of 50); some in 4 of 5 records"]

    _reads(monkeypatch, whole, carried=by_five[:4], wanted=wanted_by_five[:4], shares=shares)
    cache.clear()
    assert together.CARRIED not in dict(read("K73", cast.helen, days=30).also)


def test_a_note_somebody_completed_is_a_direction(cast, bells):
    signed(cast, bells, said=said_of(cast, wants=[wanted(cast), wanted(cast, for_what="")]))
    [record] = read_supervision({bells.mia.pk}, as_at=NOW.date(), is_whole=True).wanted
    assert (record.directions, record.notes) == (1, 1)


@finding("S37", screen="/indicators/K72/")
@pytest.mark.parametrize("are_alike", [True, False])
def test_no_mean_is_shown_before_two_readers_agree(cast, bells, monkeypatch, are_alike):
    signed(cast, bells)
    whole = read_supervision({bells.mia.pk}, as_at=NOW.date(), is_whole=True)
    rated = []
    for draw in range(5):
        one = (draw % 4, 1, 2, 3, 0, draw % 3)
        rated += [Rated(NOW.date(), draw, one), Rated(NOW.date(), draw, one if are_alike else one[::-1])]
    _reads(monkeypatch, whole, rated=rated)

    found = read("K72", cast.helen, days=7)

    if are_alike:
        assert found.value == pytest.approx(sum(sum(each.scores) / 6 for each in rated) / 10)
        assert found.also[1] == ("Reflection", "1.0 (1.0 to 1.0)")
        [case] = k72.of_the_service(_Evidence(whole, rated), (NOW + 7 * DAY).date())
        assert case.children == ()
    else:
        assert "two readers do not agree enough" in found.why


class _Evidence:
    """As much of the evidence as the list needs."""

    def __init__(self, whole, rated):
        self.whole = _with(whole, rated=rated)

    def once(self, _):
        return self.whole


def _with(whole, **parts):
    scored = [Scored(draw=each.draw, scores=each.scores) for each in parts.get("rated", [])]
    return replace(whole, **parts, agreed=agreement_of(scored, floor=0.6))


def _reads(monkeypatch, whole, **parts):
    found = _with(whole, **parts)
    monkeypatch.setattr("lintel.oversight.performance.gathering.read_supervision", lambda *_, **__: found)


# --- decisions of managers ---


@finding("S15", screen="/indicators/K76/")
def test_a_decision_counts_with_a_reason_of_its_own(cast, bells):
    decided_for([bells.mia, bells.noah], is_enquiry=True, by=cast.marcus, at=NOW)

    found = counted("K76", cast.helen)

    assert found[1] >= 2
    assert {case.category for case in _behind(cast.helen)} <= {"", "No reason", "Words used for others too, or too few"}


@pytest.mark.parametrize(("moments", "is_own"), [(2, True), (3, False)])
def test_the_same_words_at_three_moments_are_a_template(cast, bells, monkeypatch, moments, is_own):
    words = "Threshold is met; please progress."
    same = [reading._Decided("front_door.decision", n, bells.mia.pk, NOW + n * DAY, words) for n in range(moments)]
    monkeypatch.setattr(reading, "_decisions", lambda: [*same, same[0]._replace(pk=90, words="OK")])

    found = read_supervision({bells.mia.pk}, as_at=NOW.date(), is_whole=False).reasoned

    assert [each.is_own for each in found] == [*[is_own] * moments, False]


def _behind(viewer):
    at = NOW + 60 * DAY
    return queries.cases("K76", viewer=viewer, as_at=at.date(), period=SPRING, now=at)
