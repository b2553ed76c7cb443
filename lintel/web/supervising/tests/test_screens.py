"""Supervision on its screens: proposed, prepared, written, answered, signed; Tom finds none of it."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages

from lintel.foundation.audit_log.models import Entry
from lintel.foundation.drafts.models import Draft
from lintel.oversight.supervision.directions.actions import make_direction
from lintel.oversight.supervision.models import Direction, PersonalRecord, SupervisionNote, SupervisionSession
from lintel.oversight.supervision.personal.actions import keep_personal
from lintel.oversight.supervision.tests.builders import (
    CHALLENGE,
    CHANGED,
    OTHERWISE,
    begun,
    said_of,
    signed,
    wanted,
    written,
)
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
NOTHING = {f"{row}-{part}": "" for row in ("first", "second", "third") for part in ("what", "owner", "for")}
SAID = {"changed": CHANGED, "otherwise": "", "challenge": CHALLENGE, "none_needed_because": ""} | NOTHING
DIRECTION = {
    "first-what": "Ring the nurse", "first-for": "She eats without pain",
    "first-due-day": "14", "first-due-month": "3", "first-due-year": "2025",
}  # fmt: skip


@pytest.fixture
def session(cast, bells, request):
    return once("supervision begun", lambda: begun(cast, [bells.mia]), request)


@pytest.fixture
def last_time(cast, bells, request):
    """Signed ten days ago, with a direction due since then."""
    said = said_of(cast, wants=[wanted(cast, due_on=date(2025, 2, 28))])
    return once("supervision signed", lambda: signed(cast, bells, at=NOW - timedelta(days=10), said=said), request)


def page(client, user, where):
    client.force_login(user)
    answer = client.get(where)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def send(client, user, where, **fields):
    client.force_login(user)
    return client.post(where, fields)


def told(answer):
    return [str(each) for each in get_messages(answer.wsgi_request)]


def test_a_manager_finds_whom_they_supervise_with_what_the_hours_allow(client, cast, bells):
    shown = page(client, cast.marcus, "/supervision/")

    assert "Priya Nair" in shown
    assert "At 8 minutes a child, 3 children of 1 worker need 0.4 hours a month" in shown


@finding("L1", screen="/supervision/workers/<worker>/")
def test_the_list_fits_the_minutes_there_are_and_hides_nobody(client, cast, bells):
    where = f"/supervision/workers/{cast.priya.worker_id}/"

    shown = page(client, cast.marcus, f"{where}?minutes=16")

    assert "2 children fit" in shown
    assert shown.count('name="take"') == 3
    assert shown.count("Not this time: the time is full.") == 1
    assert "Write the minutes as a number" in page(client, cast.marcus, f"{where}?minutes=many")


def test_a_session_begins_with_the_children_chosen(client, cast, bells):
    where = f"/supervision/workers/{cast.priya.worker_id}/"
    day = {"held_on-day": "3", "held_on-month": "3", "held_on-year": "2025"}

    refused = send(client, cast.marcus, where, minutes="16", kind="case", **day)
    assert "Choose at least one child to speak of" in refused.content.decode()
    send(client, cast.marcus, where, minutes="16", kind="case", take=[bells.noah.pk], **day)

    session = SupervisionSession.objects.get()
    assert (session.minutes, [each.child for each in session.listed.filter(is_this_time=True)]) == (16, [bells.noah])


@finding("S15", screen="/supervision/<session>/pack/")
def test_the_pack_opens_with_what_was_not_done_and_is_noted_for_each_child(client, cast, bells, last_time, session):
    shown = page(client, cast.marcus, f"/supervision/{session.pk}/pack/")

    assert shown.index("Not done since last time") < shown.index("In the child’s words")
    assert Entry.objects.filter(act="prep pack opened", child_id=bells.mia.pk, by=cast.marcus).exists()


def test_the_talk_asks_three_questions_and_nothing_else(client, cast, session):
    shown = page(client, cast.priya, f"/supervision/{session.pk}/talk/")

    assert len(re.findall(r"<h2 class=\"govuk-heading-l", shown)) == 3
    assert "<textarea" not in shown


@finding("S38", screen="/supervision/<session>/children/<child>/")
def test_a_record_without_a_challenge_comes_back_with_every_word(client, cast, bells, session):
    where = f"/supervision/{session.pk}/children/{bells.mia.pk}/"

    shown = send(client, cast.marcus, where, **SAID | {"challenge": ""} | DIRECTION).content.decode()

    assert "Write what was questioned or, below, why nothing needed to be" in shown
    assert CHANGED in shown
    assert 'value="Ring the nurse"' in shown
    assert not session.children.exists()


@finding("S39", screen="/supervision/<session>/children/<child>/")
def test_what_says_too_little_is_kept_as_a_note_and_said_to_be(client, cast, bells, session):
    where = f"/supervision/{session.pk}/children/{bells.mia.pk}/"
    own = {"first-owner": str(cast.priya.worker_id)}

    answer = send(client, cast.marcus, where, **SAID | DIRECTION | own | {"first-for": ""})
    assert told(answer)[0] == "Kept as a note: “Ring the nurse” does not say for what change in the child’s life."
    [kept] = SupervisionNote.objects.all()
    assert not Direction.objects.exists()

    whole = {"what": "Ring the nurse", "owner": str(cast.priya.worker_id), "for_what": "She eats"}
    send(client, cast.marcus, f"/supervision/notes/{kept.pk}/", **whole, **_day("due"))
    assert Direction.objects.get().was_note == kept


def _day(name, day="14"):
    return {f"{name}-day": day, f"{name}-month": "3", f"{name}-year": "2025"}


def test_what_became_of_the_last_direction_is_said_in_the_same_record(client, cast, bells, last_time, session):
    given, where = Direction.objects.get(), f"/supervision/{session.pk}/children/{bells.mia.pk}/"
    became = {f"became-{given.pk}": "done", f"words-{given.pk}": ""}

    refused = send(client, cast.marcus, where, **SAID | became)
    assert "write what shows that it is done" in refused.content.decode()
    assert not session.children.exists()
    send(client, cast.marcus, where, **SAID | became | {f"words-{given.pk}": "The nurse’s letter"})

    given.refresh_from_db()
    assert (given.evidence, session.children.count()) == ("The nurse’s letter", 1)


def test_what_stood_in_the_last_record_is_shown_beside_the_field(client, cast, bells, last_time, session):
    again = SAID | {"otherwise": OTHERWISE}
    send(client, cast.marcus, f"/supervision/{session.pk}/children/{bells.mia.pk}/", **again)

    shown = page(client, cast.marcus, f"/supervision/{session.pk}/children/{bells.mia.pk}/")

    assert "stood in the last record of Mia Bell too" in shown


def test_a_child_they_spoke_of_after_all_stands_among_the_others(client, cast, bells, session):
    where = f"/supervision/{session.pk}/"
    assert "We spoke of Noah Bell after all" in page(client, cast.marcus, where)

    send(client, cast.marcus, f"{where}children/{bells.noah.pk}/", **SAID | DIRECTION)

    shown = page(client, cast.marcus, where)
    assert "We spoke of Noah Bell after all" not in shown
    assert shown.index("Noah Bell") < shown.index("Not this time")


def test_words_typed_and_not_sent_are_there_again(client, cast, bells, session):
    where = f"/supervision/{session.pk}/children/{bells.mia.pk}/"
    Draft.objects.create(
        user=cast.marcus, path=where, page="0" * 32, fields={"changed": ["Half a thought"]}, kept_at=NOW
    )  # fmt: skip

    assert "Half a thought" in page(client, cast.marcus, where)


def test_the_worker_adds_their_own_view_and_signs_after_the_supervisor(client, cast, bells):
    session = written(cast, bells)
    where = f"/supervision/{session.pk}/view/"
    assert "has not signed yet" in page(client, cast.priya, where)
    send(client, cast.marcus, f"/supervision/{session.pk}/sign/")
    said = session.children.get()

    refused = send(client, cast.priya, where, sign="yes", **{f"view-{said.pk}": "", f"differently-{said.pk}": "on"})
    assert "Write how you see it" in refused.content.decode()
    both = {f"view-{said.pk}": "It is too fast.", f"differently-{said.pk}": "on"}
    send(client, cast.priya, where, sign="yes", **both)

    said.refresh_from_db()
    assert (said.workers_view, said.sees_it_differently, session.signatures.count()) == ("It is too fast.", True, 2)
    assert "The worker sees it differently" in page(client, cast.sofia, f"/children/{bells.mia.pk}/supervision/")

    again = send(client, cast.priya, where, sign="yes", **both | {f"view-{said.pk}": "It is much too fast."})
    assert again.status_code == 409
    assert "You have signed this already." in again.content.decode()
    assert "It is much too fast." in again.content.decode()
    assert session.children.get().workers_view == "It is too fast."


def test_a_record_sent_after_signing_is_refused_and_loses_no_word(client, cast, bells):
    session = written(cast, bells)
    send(client, cast.marcus, f"/supervision/{session.pk}/sign/")

    answer = send(client, cast.marcus, f"/supervision/{session.pk}/children/{bells.mia.pk}/", **SAID)

    assert answer.status_code == 409
    assert CHALLENGE in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"became": ""}, "Say what became of it"),
        ({"became": "carry", "words": ""}, "Write why"),
        ({"became": "carry", "words": "The nurse is away."}, "Write the day it is carried to"),
        ({"became": "drop", "words": ""}, "Write why"),
    ],
)
def test_a_direction_is_answered_in_words(client, cast, bells, last_time, fields, words):
    where = f"/supervision/directions/{Direction.objects.get().pk}/"

    assert words in send(client, cast.priya, where, **fields).content.decode()


@finding("S39", screen="/supervision/directions/")
def test_a_direction_carried_on_stands_with_both_days_on_the_childs_page(client, cast, bells, last_time):
    where = f"/supervision/directions/{Direction.objects.get().pk}/"
    send(client, cast.priya, where, became="carry", words="The nurse is away.", **_day("due", "21"))

    assert "carried to 21 March 2025" in page(client, cast.priya, "/supervision/directions/")
    assert "Agreed in supervision and still to do" in page(client, cast.sofia, f"/children/{bells.mia.pk}/")


@finding("S39", screen="/supervision/directions/")
def test_a_note_made_a_direction_after_the_record_was_signed_says_so_wherever_it_stands(client, cast, bells):
    held = signed(cast, bells, at=NOW - timedelta(days=10), said=said_of(cast, wants=[wanted(cast, for_what="")]))
    make_direction(SupervisionNote.objects.get(), wanted(cast), by=cast.marcus, at=NOW)

    for who, where in (
        (cast.marcus, f"/supervision/{held.pk}/"), (cast.priya, "/supervision/directions/"),
        (cast.sofia, f"/children/{bells.mia.pk}/supervision/"),
    ):  # fmt: skip
        assert "Made a direction on 3 March 2025, after the record was signed." in page(client, who, where)


def test_the_personal_part_stands_on_no_childs_page_and_for_nobody_else(client, cast, bells, last_time):
    words = "Priya has not slept for a week."
    send(client, cast.marcus, f"/supervision/workers/{cast.priya.worker_id}/personal/", words=words, agreed="")
    assert PersonalRecord.objects.get().words == words

    assert words in page(client, cast.priya, "/supervision/personal/")
    assert words not in page(client, cast.sofia, "/supervision/personal/")
    for where in (f"/children/{bells.mia.pk}/", f"/children/{bells.mia.pk}/supervision/"):
        assert words not in page(client, cast.priya, where)
    assert page(client, cast.helen, "/supervision/personal/") == 403


def test_a_mark_for_late_writing_is_shown_and_an_inspection_is_written_down(client, cast, bells, time_machine):
    session = written(cast, bells, at=NOW - timedelta(days=10))
    day = {"called_on-day": "1", "called_on-month": "3", "called_on-year": "2025", "called_time": "9:30"}
    send(client, cast.helen, "/supervision/inspection/", **day)
    send(client, cast.marcus, f"/supervision/{session.pk}/sign/")

    shown = page(client, cast.marcus, f"/supervision/{session.pk}/")
    assert "Written down late" in shown
    assert "Signed after an inspection was announced" in shown


@pytest.mark.parametrize("who", ["tom", "sofia", "elsie", "grace", "sam"])
def test_a_session_is_for_its_two_people(client, cast, bells, last_time, who):
    keep_personal(cast.priya.worker, held_on=NOW.date(), words="Tired.", by=cast.marcus, at=NOW)
    for act in ("", "pack/", "talk/", "view/", f"children/{bells.mia.pk}/"):
        assert page(client, cast.people[who], f"/supervision/{last_time.pk}/{act}") in (403, 404)
    if who == "tom":
        assert page(client, cast.tom, f"/supervision/workers/{cast.priya.worker_id}/") == 404
        assert page(client, cast.tom, f"/children/{bells.mia.pk}/supervision/") == 404
        assert "Tired." not in page(client, cast.tom, "/supervision/personal/")


def test_start_pages_say_what_waits(client, cast, bells, last_time):
    for who in (cast.priya, cast.marcus):
        assert "1 direction of supervision is past its day" in page(client, who, "/")
    assert "past its day" not in page(client, cast.tom, "/")


def test_a_direction_is_offered_the_day_by_which_the_next_session_is_due(client, marcus, bells, session):
    shown = page(client, marcus, f"/supervision/{session.pk}/children/{bells.mia.pk}/")

    boxes = [re.search(rf'name="first-due-{part}"[^>]*value="(\d+)"', shown)[1] for part in ("day", "month", "year")]
    assert boxes == ["31", "3", "2025"]  # four weeks after the session of 3 March, not the day of it


def test_whoever_has_read_the_pack_writes_from_there_until_they_have_signed(
    client, cast, marcus, priya, bells, last_time
):
    assert "Write down what was said" not in page(client, marcus, f"/supervision/{last_time.pk}/pack/")
    now = begun(cast, [bells.mia])
    assert "Write down what was said" in page(client, marcus, f"/supervision/{now.pk}/pack/")
    assert "Write down what was said" not in page(client, priya, f"/supervision/{now.pk}/pack/")


def test_the_reason_of_a_child_not_chosen_is_folded_away(client, priya, bells):
    shown = page(client, priya, "/supervision/choose/")

    assert shown.count("govuk-checkboxes__conditional--hidden") == len(bells.children)
    send(client, priya, "/supervision/choose/", **{f"choose-{bells.mia.pk}": "on"})
    again = page(client, priya, "/supervision/choose/")
    assert again.count("govuk-checkboxes__conditional--hidden") == len(bells.children) - 1


def test_a_direction_carried_to_a_day_to_come_is_not_called_undone(client, marcus, last_time):
    given = Direction.objects.get()
    assert "Not done</strong>" in page(client, marcus, "/supervision/directions/")

    send(
        client, marcus, f"/supervision/directions/{given.pk}/",
        **{"became": "carry", "words": "Nobody was there.", "due-day": "14", "due-month": "3", "due-year": "2025"},
    )  # fmt: skip

    shown = page(client, marcus, "/supervision/directions/")
    assert "carried to 14 March 2025" in shown
    assert "Not done</strong>" not in shown
