"""Observed sessions: offered, agreed to, taken back, rated; and nobody else is ever told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.supervision.actions import sign_as_supervisor, sign_as_worker
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.models import RubricDraw, SupervisionSession
from lintel.oversight.supervision.observed import actions, queries, rules
from lintel.oversight.supervision.observed.models import Observation, ObservedRating
from lintel.oversight.supervision.queries import supervision_waits
from lintel.oversight.supervision.rubric.actions import hand_in as hand_in_blind
from lintel.oversight.supervision.tests.builders import draw_all, written
from lintel.oversight.supervision.tests.observing import LINE, SEEN, agreed_to, ask_for_one, offered, seen
from lintel.oversight.voice.tests.builders import principal, somebody
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SCORES = {str(each): score for each, score in SEEN.items()}


@pytest.fixture
def session(cast, bells, request):
    """Of today, written and not signed."""
    return once("supervision written", lambda: written(cast, bells), request)


@pytest.fixture
def psw(cast):
    return principal(cast)


def theirs(session, viewer):
    return queries.observations(viewer=viewer).filter(session=session).first()


# --- offering and agreeing ---


@finding("S37", screen="/supervision/observed/")
def test_a_session_is_observed_once_both_have_said_yes(cast, session, psw):
    observation = offered(session, psw)
    assert theirs(session, psw) is None
    assert supervision_waits(viewer=psw, on=NOW.date()) == []
    assert "1 session is offered to be observed: yes or no is yours" in supervision_waits(
        viewer=cast.priya, on=NOW.date()
    )

    actions.agree(observation, by=cast.priya, at=NOW)
    assert theirs(session, psw) == observation
    assert supervision_waits(viewer=psw, on=NOW.date()) == ["1 session of colleagues is yours to observe"]

    actions.hand_in(observation, SEEN, f" {LINE} ", by=psw, at=NOW)
    for who in (cast.marcus, cast.priya, psw):
        given = theirs(session, who).rating
        assert (given.scores, given.words) == (tuple(SEEN.values()), LINE)
    assert supervision_waits(viewer=psw, on=NOW.date()) == []


def test_an_observer_may_read_blind_sees_the_children_and_is_neither_of_the_two(cast, session, psw):
    found = queries.who_may_observe(session, viewer=cast.marcus)

    assert psw in found
    assert cast.helen in found
    assert not {cast.marcus, cast.priya, cast.tom, cast.grace, cast.dawn} & set(found)
    for who in (cast.marcus, cast.priya, cast.tom, cast.grace):
        with pytest.raises(actions.NotAnObserver):
            offered(session, who)


def test_a_closed_account_is_not_asked(cast, session, psw):
    psw.is_active = False
    psw.save()

    assert psw not in queries.who_may_observe(session, viewer=cast.marcus)


@pytest.mark.parametrize("who", ["sofia", "helen", "tom"])
def test_nobody_offers_a_session_for_its_supervisor(cast, session, psw, who):
    with pytest.raises((SupervisionSession.DoesNotExist, NotAllowed)):
        actions.offer(session, psw.pk, by=cast.people[who], at=NOW)
    with pytest.raises((SupervisionSession.DoesNotExist, NotAllowed)):
        queries.who_may_observe(session, viewer=cast.people[who])


@pytest.mark.parametrize("who", ["marcus", "sofia", "helen", "tom"])
def test_nobody_agrees_for_the_worker(cast, session, psw, who):
    observation = offered(session, psw)

    with pytest.raises((Observation.DoesNotExist, NotAllowed)):
        actions.agree(observation, by=cast.people[who], at=NOW)

    observation.refresh_from_db()
    assert observation.agreed_at is None


def test_a_session_is_offered_once_and_agreeing_twice_is_agreeing(cast, session, psw):
    observation = agreed_to(cast, session, psw)

    with pytest.raises(actions.OfferedAlready):
        offered(session, cast.helen)
    assert actions.agree(observation, by=cast.priya, at=NOW + DAY).agreed_at == NOW


def test_what_is_over_or_signed_is_not_offered(cast, session, psw):
    with pytest.raises(actions.NotToCome):
        offered(session, psw, at=NOW + DAY)
    sign_as_supervisor(session, by=cast.marcus, at=NOW)
    with pytest.raises(actions.NotToCome):
        offered(session, psw)


def test_nobody_agrees_once_the_day_is_over_and_an_offer_without_an_answer_is_forgotten(cast, session, psw):
    observation = offered(session, psw)

    assert actions.forget_unanswered(at=NOW) == 0
    with pytest.raises(actions.NotToCome):
        actions.agree(observation, by=cast.priya, at=NOW + DAY)
    assert actions.forget_unanswered(at=NOW + DAY) == 1
    assert not Observation.objects.exists()


# --- taking it back ---


@pytest.mark.parametrize("who", ["priya", "marcus"])
@pytest.mark.parametrize("is_agreed", [True, False])
def test_either_takes_it_back_and_nothing_is_left(cast, session, psw, who, is_agreed):
    observation = agreed_to(cast, session, psw) if is_agreed else offered(session, psw)

    actions.take_back(observation, by=cast.people[who], at=NOW)

    assert not Observation.objects.exists()
    assert all(theirs(session, each) is None for each in (cast.marcus, cast.priya, psw, cast.helen))
    offered(session, psw)  # and it may be offered anew


def test_an_observer_who_cannot_come_gives_it_back(cast, session, psw):
    actions.take_back(agreed_to(cast, session, psw), by=psw, at=NOW)

    assert not Observation.objects.exists()


def test_what_is_rated_is_not_taken_back(cast, session, psw):
    observation = seen(cast, session, psw)

    for who in (cast.marcus, cast.priya, psw):
        with pytest.raises(actions.RatedAlready):
            actions.take_back(observation, by=who, at=NOW)


def test_nobody_else_takes_it_back(cast, session, psw):
    observation = offered(session, psw)

    for who in (cast.sofia, cast.helen, cast.tom, psw):
        with pytest.raises(Observation.DoesNotExist):
            actions.take_back(observation, by=who, at=NOW)


def test_the_log_tells_nobody_who_said_yes_or_no_or_of_which_session(cast, bells, session, psw):
    actions.take_back(offered(session, psw), by=cast.priya, at=NOW)
    seen(cast, session, psw)

    found = Entry.objects.filter(act__contains="observation")
    told = set(found.values_list("act", "subject_kind", "subject_id", "child_id"))
    assert told == {("voluntary observation of supervision", "", None, None)}
    assert [each.details for each in found if each.details] == []
    assert found.count() == 5


# --- rating ---


def test_a_rating_is_of_a_day_that_has_come_whole_once_and_by_its_observer(cast, session, psw):
    observation = agreed_to(cast, session, psw)

    with pytest.raises(actions.NotYetHeld):
        actions.hand_in(observation, SEEN, "", by=psw, at=NOW - DAY)
    with pytest.raises(actions.NotAllRated):
        actions.hand_in(observation, {Dimension.CHILD: 1}, "", by=psw, at=NOW)
    with pytest.raises(actions.NotAllRated):
        actions.hand_in(observation, SEEN | {Dimension.CHILD: 4}, "", by=psw, at=NOW)
    for who in (cast.helen, cast.marcus):
        with pytest.raises(Observation.DoesNotExist):
            actions.hand_in(observation, SEEN, "", by=who, at=NOW)
    with pytest.raises(NotAllowed):
        actions.hand_in(observation, SEEN, "", by=cast.priya, at=NOW)
    actions.hand_in(observation, SEEN, "", by=psw, at=NOW)
    with pytest.raises(actions.RatedAlready):
        actions.hand_in(observation, SEEN, "", by=psw, at=NOW)


def test_nothing_is_rated_that_the_worker_has_not_agreed_to(cast, session, psw):
    observation = offered(session, psw)

    with pytest.raises(Observation.DoesNotExist):
        actions.hand_in(observation, SEEN, "", by=psw, at=NOW)


@pytest.mark.parametrize("who", ["sofia", "helen", "tom", "ines", "grace", "anil"])
def test_what_was_seen_is_for_the_two_and_whoever_saw_it(cast, session, psw, who):
    seen(cast, session, psw)

    assert theirs(session, cast.people[who]) is None


# --- what the database refuses by itself ---


def test_the_database_keeps_to_it_too(cast, bells, session, psw):
    observation = offered(session, psw)
    auditor = somebody(cast, "Ida Frost", Role.AUDITOR)
    own = {"observation": observation, "rated_at": NOW, **SCORES}
    refused = [
        lambda: Observation.objects.filter(pk=observation.pk).update(observer=auditor),
        lambda: Observation.objects.filter(pk=observation.pk).update(offered_by=cast.sofia),
        lambda: Observation.objects.filter(pk=observation.pk).update(agreed_by=cast.marcus, agreed_at=NOW),
        lambda: Observation.objects.filter(pk=observation.pk).update(agreed_at=NOW),
        lambda: ObservedRating.objects.create(rated_by=psw, **own),
    ]
    _all_refused(refused)

    actions.agree(observation, by=cast.priya, at=NOW)
    _all_refused([
        lambda: Observation.objects.filter(pk=observation.pk).update(agreed_by=None, agreed_at=None),
        lambda: ObservedRating.objects.create(rated_by=auditor, **own),
        lambda: ObservedRating.objects.create(rated_by=psw, **own | {"rated_at": NOW - DAY}),
        lambda: ObservedRating.objects.create(rated_by=psw, **own | {"support": 4}),
    ])  # fmt: skip

    given = actions.hand_in(observation, SEEN, "", by=psw, at=NOW)
    _all_refused([
        lambda: ObservedRating.objects.filter(pk=given.pk).update(support=3),
        lambda: ObservedRating.objects.filter(pk=given.pk).delete(),
        lambda: Observation.objects.filter(pk=observation.pk)._raw_delete("default"),
    ])  # fmt: skip


def test_the_database_lets_neither_of_the_two_observe(cast, session):
    new = {"session": session, "offered_by": cast.marcus, "offered_at": NOW}

    _all_refused([lambda who=who: Observation.objects.create(observer=who, **new) for who in (cast.marcus, cast.priya)])


def _all_refused(writes):
    for write in writes:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


# --- what the service is told ---


AFTER = NOW.date() + timedelta(days=30)  # the first days of the next quarter


def test_one_session_is_nobodys_mean(cast, session, psw):
    seen(cast, session, psw)

    found = queries.side_by_side(viewer=psw, on=AFTER)

    assert list(found.quarters) == []
    assert (found.comparison.talks, found.comparison.pairs, list(found.comparison.by_dimension)) == (0, 0, [])
    assert queries.side_by_side(viewer=cast.sofia, on=AFTER) is None
    with pytest.raises(NotAllowed):
        queries.side_by_side(viewer=cast.priya, on=AFTER)


def test_an_authority_asks_for_more_sessions_and_never_for_fewer(cast, session, psw):
    ask_for_one(cast)
    seen(cast, session, psw)

    found = queries.side_by_side(viewer=cast.helen, on=AFTER)

    assert (found.fewest, list(found.quarters)) == (rules.Fewest(sessions=10, supervisors=5), [])
    assert rules.Fewest(sessions=20, supervisors=3).at_least(found.fewest) == rules.Fewest(sessions=20, supervisors=5)


@finding("S37", screen="/supervision/reading/")
def test_a_talk_stands_beside_its_record_read_blind(cast, bells, session, psw, monkeypatch):
    monkeypatch.setattr(rules, "NEVER_FEWER", rules.Fewest(sessions=1, supervisors=1))
    ask_for_one(cast)
    draw_all(cast)
    seen(cast, session, psw)
    sign_as_supervisor(session, by=cast.marcus, at=NOW)
    sign_as_worker(session, by=cast.priya, at=NOW)
    draw = RubricDraw.objects.get(discussed__session=session)
    for reader, support in ((psw, 2), (cast.sofia, 1)):
        hand_in_blind(draw.pk, SEEN | {Dimension.CHILD: 1, Dimension.SUPPORT: support}, by=reader, at=NOW)

    assert list(queries.side_by_side(viewer=cast.helen, on=NOW.date()).quarters) == []
    found = queries.side_by_side(viewer=cast.helen, on=AFTER)

    [shown] = found.quarters
    assert (shown.sessions, [each.mid for each in shown.talks]) == (1, list(SEEN.values()))
    assert shown.read == ()  # of fewer than five records there is no mean
    monkeypatch.setattr(rules, "FEWEST_RECORDS", 1)
    [shown] = queries.side_by_side(viewer=cast.helen, on=AFTER).quarters
    assert (shown.records, [each.mid for each in shown.read]) == (2, [1, 2, 1, 3, 0, 1.5])
    compared = {each.dimension: each.apart.mid for each in found.comparison.by_dimension}
    assert (found.comparison.pairs, found.readers_agree) == (1, True)
    assert (compared[Dimension.CHILD], compared[Dimension.SUPPORT], compared[Dimension.REFLECTION]) == (2, 0.5, 0)
