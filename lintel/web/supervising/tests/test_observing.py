"""Observed sessions on their screens: offered, answered by the worker alone, rated, and found by nobody else."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages

from lintel.foundation.audit_log.models import Entry
from lintel.oversight.supervision.actions import sign_as_supervisor
from lintel.oversight.supervision.codes import Dimension
from lintel.oversight.supervision.observed import queries, rules
from lintel.oversight.supervision.observed.actions import take_back
from lintel.oversight.supervision.observed.models import Observation, ObservedRating
from lintel.oversight.supervision.tests.builders import written
from lintel.oversight.supervision.tests.observing import LINE, SEEN, agreed_to, ask_for_one, offered, seen
from lintel.oversight.voice.tests.builders import principal
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
LIST = "/supervision/observed/"
SENT = {str(each): str(score) for each, score in SEEN.items()} | {"words": LINE}
NEXT_QUARTER = NOW + timedelta(days=30)


@pytest.fixture
def session(cast, bells, request):
    return once("supervision written", lambda: written(cast, bells), request)


@pytest.fixture
def psw(cast):
    return principal(cast)


def page(client, user, where):
    client.force_login(user)
    answer = client.get(where)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def send(client, user, where, **fields):
    client.force_login(user)
    return client.post(where, fields)


def told(answer):
    return [str(each) for each in get_messages(answer.wsgi_request)]


@finding("S37", screen="/supervision/observed/")
def test_a_session_is_offered_agreed_to_rated_and_read_by_its_people(client, cast, session, psw):
    assert "Let a colleague sit in" in page(client, cast.marcus, f"/supervision/{session.pk}/")
    where = f"{LIST}offer/{session.pk}/"
    assert "Wren Calloway" in page(client, cast.marcus, where)
    assert "Choose whom you ask" in send(client, cast.marcus, where, observer="").content.decode()
    send(client, cast.marcus, where, observer=psw.pk)
    one = f"{LIST}{Observation.objects.get(session=session).pk}/"

    assert page(client, psw, one) == 404
    assert "1 session is offered to be observed: yes or no is yours" in page(client, cast.priya, "/")
    assert "Yes, Wren Calloway can sit in" in page(client, cast.priya, one)
    send(client, cast.priya, f"{one}agree/")

    assert "Wren Calloway sits in" in page(client, cast.priya, f"/supervision/{session.pk}/")
    assert "1 session of colleagues is yours to observe" in page(client, psw, "/supervision/")
    assert "Reflection, in the talk" in page(client, psw, one)
    send(client, psw, one, **SENT)

    for who in (cast.marcus, cast.priya, psw):
        shown = page(client, who, one)
        assert LINE in shown
        assert "3: it shapes the talk" in shown
        assert "Take it back" not in shown


def test_half_a_rating_comes_back_with_every_word(client, cast, session, psw):
    one = f"{LIST}{agreed_to(cast, session, psw).pk}/"

    shown = send(client, psw, one, **SENT | {"support": ""}).content.decode()

    assert "Give a number for support" in shown
    assert LINE in shown
    assert not ObservedRating.objects.exists()


def test_what_is_sent_after_it_was_taken_back_or_twice_loses_no_word(client, cast, session, psw):
    observation = agreed_to(cast, session, psw)
    take_back(observation, by=cast.priya, at=NOW)

    answer = send(client, psw, f"{LIST}{observation.pk}/", **SENT)
    assert answer.status_code == 409
    assert "it was taken back, which needs no reason" in answer.content.decode()
    assert LINE in answer.content.decode()

    again = seen(cast, session, psw)
    answer = send(client, psw, f"{LIST}{again.pk}/", **SENT | {"words": "Another line"})
    assert answer.status_code == 409
    assert "You have handed it in already." in answer.content.decode()
    assert "Another line" in answer.content.decode()


@pytest.mark.parametrize("who", ["marcus", "priya"])
def test_either_takes_it_back_with_one_button_and_no_reason(client, cast, session, psw, who):
    one = f"{LIST}{offered(session, psw).pk}/"

    answer = send(client, cast.people[who], f"{one}take-back/")

    assert told(answer) == ["Nobody sits in. Nothing is left of it."]
    assert not Observation.objects.exists()
    assert page(client, cast.people[who], one) == 404


def test_what_is_rated_stands_and_what_is_over_is_not_offered(client, cast, session, psw, time_machine):
    rated = seen(cast, session, psw)
    assert told(send(client, cast.priya, f"{LIST}{rated.pk}/take-back/")) == [
        "It is rated, and stands for the three of you."
    ]
    sign_as_supervisor(session, by=cast.marcus, at=NOW)
    answer = send(client, cast.marcus, f"{LIST}offer/{session.pk}/", observer=psw.pk)
    assert told(answer) == [
        "The day of the session is over or its record is signed, so nobody can sit in on it any more."
    ]


def test_nobody_agrees_once_the_day_went_by(client, cast, session, psw, time_machine):
    one = f"{LIST}{offered(session, psw).pk}/"
    time_machine.move_to(NOW + timedelta(days=1), tick=False)

    assert "can sit in" not in page(client, cast.priya, one)
    assert "The day went by" in page(client, cast.priya, LIST)
    send(client, cast.priya, f"{one}agree/")
    assert Observation.objects.get(session=session).agreed_at is None


@pytest.mark.parametrize("who", ["tom", "sofia", "helen", "ines", "grace", "sam"])
def test_somebody_else_finds_nothing_of_it(client, cast, session, psw, who):
    rated = seen(cast, session, psw)
    for where in (f"{LIST}{rated.pk}/", f"{LIST}offer/{session.pk}/"):
        assert page(client, cast.people[who], where) in (403, 404)
    for act in ("agree", "take-back"):
        assert send(client, cast.people[who], f"{LIST}{rated.pk}/{act}/").status_code in (403, 404)
    assert page(client, cast.people[who], LIST) == 403 or "No session of yours is offered" in page(
        client, cast.people[who], LIST
    )
    for where in ("/supervision/", "/supervision/reading/"):
        assert LINE not in str(page(client, cast.people[who], where))


def test_opening_it_is_noted_without_saying_which(client, cast, session, psw):
    page(client, psw, f"{LIST}{agreed_to(cast, session, psw).pk}/")
    page(client, cast.ines, LIST)
    page(client, cast.sofia, LIST)

    found = Entry.objects.filter(act="observations of supervision opened")
    assert {each.by_id for each in found} == {psw.pk, cast.sofia.pk}  # whether or not anything is there for them
    assert {(each.subject_id, each.child_id, str(each.details)) for each in found} == {(None, None, "{}")}


# --- what the service is told ---


def test_the_service_is_told_nothing_of_one_session(client, cast, session, psw, time_machine):
    seen(cast, session, psw)
    time_machine.move_to(NEXT_QUARTER, tick=False)

    shown = page(client, cast.helen, "/supervision/reading/")

    assert "There are not enough yet." in shown
    assert "Not enough evidence yet." in shown
    assert "of at least 10 sessions of 5 supervisors" in shown
    assert "Talks beside records" not in page(client, cast.sofia, "/supervision/reading/")


def test_means_are_shown_once_a_quarter_is_over(client, cast, session, psw, time_machine, monkeypatch):
    monkeypatch.setattr(rules, "NEVER_FEWER", rules.Fewest(sessions=1, supervisors=1))
    ask_for_one(cast)
    seen(cast, session, psw)

    assert "There are not enough yet." in page(client, cast.helen, "/supervision/reading/")
    time_machine.move_to(NEXT_QUARTER, tick=False)
    shown = page(client, cast.helen, "/supervision/reading/")
    assert "1 January 2025 to 31 March 2025: 1 session observed" in shown
    assert "2.0 (0.0 to 3.0)" in shown


@pytest.mark.parametrize("is_paired", [True, False])
def test_how_far_records_tell_of_talks_is_a_table_with_intervals(client, cast, monkeypatch, is_paired):
    apart = rules.Estimate(low=-0.6, mid=-0.4, high=-0.2)
    alike = rules.Estimate(low=0.21, mid=0.52, high=0.74) if is_paired else None
    each = rules.Compared(dimension=Dimension.CHILD, talk=1.0, record=1.4, apart=apart, alike=alike)
    found = rules.Comparison(
        needed=30, pairs=31 if is_paired else 1, talks=40, records=50, is_paired=is_paired, by_dimension=[each]
    )
    told = queries.SideBySide(
        fewest=rules.Fewest(sessions=10, supervisors=5), quarters=[], readers_agree=True, comparison=found
    )
    monkeypatch.setattr("lintel.web.supervising.reading.side_by_side", lambda **_: told)

    shown = page(client, cast.helen, "/supervision/reading/")

    assert "−0.4 (−0.6 to −0.2)" in shown
    assert ("+0.52 (+0.21 to +0.74)" in shown) is is_paired
    assert ("Of 31 sessions that were observed" in shown) is is_paired
    assert ("all 40 talks beside all 50 readings" in shown) is not is_paired
