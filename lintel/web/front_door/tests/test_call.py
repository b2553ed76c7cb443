"""The telephone: what is typed while somebody talks, what becomes of it, and that nothing of it is lost."""

import re
from datetime import timedelta

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.steps.front_door import queries
from lintel.steps.front_door.codes import CallKind, Channel, Identity, Priority
from lintel.steps.front_door.desk.calls.actions import take_call
from lintel.steps.front_door.desk.models import Call
from lintel.steps.front_door.models import ChildContact, Contact, Informant, OneLine
from lintel.steps.front_door.tests.builders import tells_of
from lintel.web.front_door.forms import CallTold, ChildTold
from lintel.web.front_door.tests.builders import agencies_to_ring, come_in, typed
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
WORDS = "She said: “I don’t want to go home.” O'Brien & <b>sons</b> – ¿qué? 孩子 \u202e"


@pytest.fixture
def call(cast, time_machine):
    time_machine.move_to(NOW)
    return take_call(by=cast.dawn, at=NOW)


def send(client, user, call, **said):
    client.force_login(user)
    return client.post(f"/front-door/call/{call.pk}/", typed(**said), follow=True)


def live():
    return Contact.objects.filter(held_by_team__isnull=False)


@finding("S18", screen="/front-door/call/")
def test_the_time_of_receipt_is_when_the_button_was_pressed(client, cast, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(cast.dawn)
    page = client.post("/front-door/call/", follow=True)
    time_machine.move_to(NOW + timedelta(minutes=12))

    send(
        client, cast.dawn, Call.objects.get(), words=WORDS, end="desk", received_at="1999-01-01", begun_at="1999-01-01"
    )

    assert "Call taken 3 March 2025 at 9:00am" in page.content.decode()
    contact = live().get()
    assert contact.received_at == NOW
    assert contact.recorded_at > NOW + timedelta(minutes=11)


def test_it_is_written_down_word_for_word_with_the_child_first(client, cast, call):
    page = send(
        client, cast.dawn, call, child_given="Perrin", child_family="Oakapple", child_born="about 7",
        child_school="Ravenshire Primary", child_address="Somewhere in Tanner's Row", words=WORDS, safe_now="no",
        where="At the neighbour's", with_whom="Her aunt", kind="public", name="Una Crake", telephone="01632 960 111",
        end="desk", **{"adults-0-name": "Gil Oakapple", "adults-0-part": "father"},
    )  # fmt: skip

    contact, line = live().get(), ChildContact.objects.get(contact__held_by_team__isnull=False)
    assert contact.words.startswith(WORDS.strip())
    assert "Is the child safe right now? No" in contact.words
    assert "Where are they now? At the neighbour's" in contact.words
    assert line.as_told["school"] == "Ravenshire Primary"
    assert "Said to be: about 7" in line.as_told["words"]
    assert line.child.birth_date_certainty == "estimated"
    assert [(a.part, a.person.names.get().family) for a in contact.adults.all()] == [("father", "Oakapple")]
    assert contact.reference in page.content.decode()
    assert "<b>sons</b>" not in page.content.decode()


def test_a_caller_who_gave_only_a_street_is_not_lost(client, cast, call):
    send(client, cast.dawn, call, child_address="Somewhere in Tanner's Row", end="desk")

    assert live().get().children.get().child.addresses.get().lines == "Somewhere in Tanner's Row"


def test_a_caller_who_gave_no_child_at_all_is_not_lost(client, cast, call):
    send(client, cast.dawn, call, words="There is shouting every night", end="desk")

    assert live().get().children.get().identity == Identity.NOT_CHECKED


def test_who_rang_is_sealed_from_the_officer_who_wrote_it_down_and_from_the_worker(client, cast, call, bells):
    send(client, cast.dawn, call, words=WORDS, kind="public", name="Una Crake", telephone="01632 960 111",
         child_person=str(bells.mia.pk), end="desk")  # fmt: skip
    contact = live().get()
    assert Informant.objects.get(contact=contact).is_sealed

    for who in (cast.dawn, cast.priya):
        client.force_login(who)
        page = client.get(f"/front-door/{contact.pk}/").content.decode()
        assert "Una Crake" not in page
        assert "960 111" not in page
        assert client.post(f"/front-door/{contact.pk}/who-told-us/").status_code == 403


def test_opening_the_seal_is_written_down(client, cast, call):
    send(client, cast.dawn, call, words=WORDS, kind="family", name="Una Crake", end="desk")
    contact = live().get()

    client.force_login(cast.femi)
    assert "Una Crake" not in client.get(f"/front-door/{contact.pk}/").content.decode()
    assert "Una Crake" in client.post(f"/front-door/{contact.pk}/who-told-us/").content.decode()
    assert Entry.objects.filter(act="sealed informant opened", by=cast.femi).count() == 1


def test_a_professional_who_wants_to_stay_unnamed_is_sealed_too(client, cast, call):
    send(client, cast.dawn, call, words=WORDS, kind="professional", name="Wren Tallow", unnamed="on", end="desk")

    assert queries.informant_of(live().get(), viewer=cast.femi).name == ""


def test_a_caller_who_leaves_no_name_is_no_fault(client, cast, call):
    send(client, cast.dawn, call, words=WORDS, unnamed="on", end="desk")

    assert live().get().source == "9"


# --- it cannot wait -------------------------------------------------------------------------------------------------


def test_now_saves_what_is_typed_puts_it_first_and_says_whom_to_ring(client, cast, call):
    agencies_to_ring(cast.sam)
    come_in(cast.dawn, "routine", hours_ago=20)

    page = send(client, cast.dawn, call, words="He is hitting her", child_given="Perrin", end="now").content.decode()

    contact = Call.objects.get().contact
    assert contact.priority == Priority.NOW
    assert contact.danger_flagged_at is not None
    assert page.index("Ravenshire NHS") < page.index("01632 960 305")
    assert "01632 960 201" in page
    assert "999" in page
    assert any("Cannot wait" in notice.words for notice in notices(viewer=cast.rosa))


def test_now_is_never_refused_whatever_is_or_is_not_typed(client, cast, call):
    send(client, cast.dawn, call, end="now")
    other = take_call(by=cast.dawn, at=NOW)
    send(client, cast.dawn, other, telephone="0" * 400, words="He is hitting her", safe_now="rubbish", end="now")

    contact = Call.objects.get(pk=other.pk).contact
    assert live().count() == 2
    assert "Number to ring back: 0000" in contact.words
    assert contact.priority == Priority.NOW


# --- one line -------------------------------------------------------------------------------------------------------


def test_a_wrong_number_is_one_press(client, cast, call):
    send(client, cast.dawn, call, end="wrong_number")

    assert [(line.kind, line.words) for line in OneLine.objects.all()] == [(CallKind.WRONG_NUMBER, "Wrong number")]
    assert not live().exists()


def test_advice_is_one_line(client, cast, call):
    send(client, cast.dawn, call, line="Where to find a nursery place", end="advice")

    assert OneLine.objects.get().words == "Where to find a nursery place"
    client.force_login(cast.nell)
    assert "Where to find a nursery place" in client.get("/front-door/today/").content.decode()


def test_news_about_an_open_child_reaches_the_worker_and_the_manager_in_one_line(client, cast, call, bells):
    send(client, cast.dawn, call, line="Mia is back at school", child_person=str(bells.mia.pk), end="update")

    assert OneLine.objects.get().child == bells.mia
    for who in (cast.priya, cast.marcus):
        assert any("Mia is back at school" in notice.words for notice in notices(viewer=who))
    assert not notices(viewer=cast.tom)
    client.force_login(cast.priya)
    assert "Mia is back at school" in client.get("/").content.decode()


def test_news_about_a_child_nobody_works_with_is_not_filed_away(client, cast, call, bells):
    page = send(client, cast.dawn, call, line="He is back", child_person=str(bells.kit.pk), words=WORDS, end="update")

    assert "Nobody works with this child now" in page.content.decode()
    assert "I don’t want to go home" in page.content.decode()
    assert not OneLine.objects.exists()


def test_news_without_a_child_asks_which(client, cast, call):
    assert "Choose first which child" in send(client, cast.dawn, call, line="News", end="update").content.decode()


@finding("S18", screen="/front-door/call/")
def test_all_that_was_written_down_is_kept_with_the_line_but_not_who_rang(client, cast, call):
    long = "She told me the whole story. " * 40
    send(client, cast.dawn, call, words=long, child_given="Perrin", name="Una Crake", kind="public", end="advice")

    line = OneLine.objects.get()
    assert long.strip() in line.said
    assert "First name: Perrin" in line.said
    assert "Crake" not in line.said
    client.force_login(cast.nell)
    assert "All that was written down" in client.get("/front-door/today/").content.decode()


def test_sent_again_after_a_press_too_many_the_words_are_there_and_go_on_as_a_new_call(client, cast, call):
    send(client, cast.dawn, call, words=WORDS, end="wrong_number")

    again = send(client, cast.dawn, call, words=WORDS, end="desk")
    assert again.status_code == 409
    assert "I don’t want to go home" in again.content.decode()
    new = client.post("/front-door/call/", {"words": WORDS}, follow=True).content.decode()

    assert "I don’t want to go home" in new
    assert Call.objects.filter(ended_at__isnull=True).count() == 1


# --- the page itself ------------------------------------------------------------------------------------------------


def test_children_we_know_stand_beside_it_and_one_is_picked(client, cast, call, bells):
    page = send(client, cast.dawn, call, child_given="Mia", child_family="Bell", end="look").content.decode()
    assert f'value="0:{bells.mia.pk}"' in page

    picked = send(client, cast.dawn, call, child_given="Mia", words=WORDS, pick=f"0:{bells.mia.pk}").content.decode()
    assert "This is <strong>Mia Bell</strong>" in picked
    assert "I don’t want to go home" in picked
    send(client, cast.dawn, call, child_given="Mia", child_person=str(bells.mia.pk), end="desk")

    line = live().get().children.get()
    assert (line.child, line.identity, line.identity_checked_by) == (bells.mia, Identity.KNOWN, cast.dawn)
    assert any("New contact about Mia Bell" in notice.words for notice in notices(viewer=cast.priya))


def test_the_fragment_that_comes_while_typing_is_the_same(client, cast, call, bells):
    client.force_login(cast.dawn)
    sent = typed(child_given="Mia", child_family="Bell")

    found = client.post(f"/front-door/call/{call.pk}/candidates/", sent).content.decode()

    assert f'value="0:{bells.mia.pk}"' in found
    assert "<html" not in found


def test_more_children_and_grown_ups_come_with_a_button_and_nothing_typed_is_lost(client, cast, call):
    page = send(client, cast.dawn, call, child_given="Perrin", words=WORDS, end="children").content.decode()
    assert 'name="children-1-given"' in page
    assert "I don’t want to go home" in page
    assert 'name="adults-1-name"' in send(client, cast.dawn, call, end="adults").content.decode()

    both = {"children-TOTAL_FORMS": "2", "children-1-given": "Sorrel"}
    send(client, cast.dawn, call, child_given="Perrin", words=WORDS, end="desk", **both)

    assert live().get().children.count() == 2


def test_an_empty_call_asks_for_a_word_before_it_is_sent(client, cast, call):
    assert "Write down what they said" in send(client, cast.dawn, call, end="desk").content.decode()
    assert not live().exists()


def test_sent_twice_it_is_one_contact(client, cast, call):
    for _ in range(2):
        page = send(client, cast.dawn, call, words=WORDS, end="desk").content.decode()

    assert live().count() == 1
    assert "written down already" in page


def test_a_call_out_of_hours_says_so(client, cast, time_machine):
    time_machine.move_to(NOW)
    send(client, cast.nell, take_call(by=cast.nell, at=NOW), words=WORDS, end="desk")

    assert (live().get().channel, live().get().held_by_team) == (Channel.OUT_OF_HOURS, cast.out_of_hours)


def test_a_colleagues_call_is_not_there(client, cast, call):
    client.force_login(cast.femi)

    assert client.get(f"/front-door/call/{call.pk}/").status_code == 404
    assert client.post(f"/front-door/call/{call.pk}/candidates/", typed()).status_code == 404


def test_a_record_one_may_not_see_cannot_be_picked_by_its_number(client, cast, call, bells):
    from lintel.foundation.access.models import Exclusion

    Exclusion.objects.create(child=bells.mia, user=cast.dawn, reason="Her niece", made_at=NOW, made_by=cast.grace)

    page = send(client, cast.dawn, call, pick=f"0:{bells.mia.pk}", words=WORDS).content.decode()
    send(client, cast.dawn, call, child_person=str(bells.mia.pk), words=WORDS, end="desk")

    assert "Mia Bell" not in page
    assert live().get().children.get().child != bells.mia


def test_a_call_is_few_boxes_and_none_must_be_filled():
    """A contact by telephone takes four minutes of typing or less: seventeen boxes, all of them optional."""
    boxes = [*ChildTold().fields.values(), *CallTold().fields.values()]

    assert len(boxes) - 2 <= 16  # the hidden one, and the one line of what is not a referral
    assert not any(box.required for box in boxes)


@pytest.mark.parametrize("name", ["words", "name", "safe_way", "line", "child_given", "child_school", "child_address"])
@pytest.mark.parametrize(
    "said", ["<script>alert(1)</script>", "'; DROP TABLE contact; --", "\u202egnirts", "👶🏽" * 20]
)
def test_hostile_text_is_shown_as_it_is_and_does_nothing(client, cast, call, name, said):
    page = send(client, cast.femi, take_call(by=cast.femi, at=NOW), **{"words": "x", name: said, "end": "desk"})

    assert "<script>alert" not in page.content.decode()
    assert page.status_code == 200
    assert live().count() == 1


def test_a_nul_is_refused_in_words_and_lost_by_nobody_in_danger(client, cast, call):
    page = send(client, cast.dawn, call, words="a\x00b", end="desk")
    assert page.status_code == 200
    assert not live().exists()

    send(client, cast.dawn, call, words="a\x00b", end="now")

    assert "ab" in live().get().words


def test_the_call_is_in_order(visit, phone, without_javascript, cast, call, bells):
    agencies_to_ring(cast.sam)
    contact = come_in(cast.dawn, "1", tells_of(bells.mia), is_danger_now=True)
    for look in (visit, phone, without_javascript):
        look(f"/front-door/call/{call.pk}/", as_=cast.dawn).is_in_order()
        look(f"/front-door/{contact.pk}/ring/", as_=cast.dawn).is_in_order()


def test_candidates_come_while_one_types_and_the_place_typed_in_keeps_its_focus(visit, cast, call, bells):
    look = visit(f"/front-door/call/{call.pk}/", as_=cast.dawn)

    look.page.get_by_label("First name").press_sequentially("Mia", delay=20)
    look.page.get_by_label("Family name").press_sequentially("Bell", delay=20)
    look.page.get_by_role("button", name=re.compile("This is the child.*Mia Bell")).wait_for()

    assert look.page.evaluate("() => document.activeElement.name") == "children-0-family"
    look.is_in_order()
    look.press("This is the child")
    assert "This is Mia Bell" in look.is_in_order().words
