"""Anybody can tell us of a child: a few words are enough, nothing is lost, nothing is doubled, nobody is given away."""

import re
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.test import Client

from lintel.foundation.access.models import User
from lintel.foundation.drafts.actions import forget_the_old
from lintel.foundation.drafts.models import SavedForm
from lintel.steps.front_door import queries
from lintel.steps.front_door.codes import Channel, Consent, InformantKind, Priority
from lintel.steps.front_door.models import ChildContact, Contact, Informant
from lintel.web.knock.tests.conftest import WORDS, hidden
from tests.cast import NOW

FULL = {
    "danger": "no", "when": "this morning", "child_says": "“I am cold.”", "done": "Lent him a coat.",
    "concerns": ["neglect", "housing"], "agreement": "given", "name": "Wren Tallow", "post": "Head teacher",
    "agency": "ravenshire-primary", "email": "wren@ravenshireprimary.example", "child-0-given": "Perrin",
    "child-0-family": "Oakapple", "child-0-born-day": "4", "child-0-born-month": "5", "child-0-born-year": "2017",
    "child-0-address": "1 Tanner’s Row", "child-0-postcode": "ra1 2bc", "child-0-school": "Ravenshire Primary",
    "adult-0-given": "Moss", "adult-0-family": "Oakapple", "adult-0-part": "father", "adult-0-telephone": "01632 960 7",
}  # fmt: skip


# --- sending ----------------------------------------------------------------------------------------------------------


def test_a_professionals_form_becomes_a_contact_on_the_front_doors_desk(send, cast, school):
    send(**FULL)

    contact = Contact.objects.get(channel=Channel.FORM)
    assert contact.held_by_team == cast.front_door
    assert contact.received_at == contact.recorded_at == NOW
    assert contact.words.startswith(WORDS)
    assert "What the child says: “I am cold.”" in contact.words
    assert (contact.source, contact.concerns) == ("2A", ["neglect", "housing"])
    line = contact.children.get()
    assert (line.as_told["given"], line.as_told["date_of_birth"]) == ("Perrin", "2017-05-04")
    assert line.consent == Consent.GIVEN
    assert contact.adults.get().as_told["words"] == "Telephone: 01632 960 7"
    told = Informant.objects.get(contact=contact)
    assert (told.name, told.agency, told.kind, told.is_sealed) == ("Wren Tallow", school, "professional", False)


def test_a_few_words_are_enough(send, cast):
    answer = send("public")

    assert "We have it" in answer.text
    assert Contact.objects.get(channel=Channel.PUBLIC_FORM).words == WORDS
    assert ChildContact.objects.filter(contact__channel=Channel.PUBLIC_FORM).count() == 1


def test_only_a_form_without_any_words_is_sent_back(send, cast):
    answer = send("public", words=" ")

    assert "Write what you have seen or heard" in answer.text
    assert not Contact.objects.exists()


def test_the_receipt_says_the_number_and_what_happens_next(send, cast, school):
    answer = send(**FULL)

    assert Contact.objects.get().reference in answer.text
    assert "decides within 24 hours" in answer.text
    assert "within 3 working days" in answer.text
    assert "Perrin" not in answer.text


def test_a_made_up_receipt_is_not_there(client, db):
    assert client.get("/tell-us/received/K7QX-3MPD/").status_code == 404


def test_the_desk_finds_it_by_its_number(send, dawn):
    send("public")

    assert queries.awaiting_decision(viewer=dawn).get().reference == Contact.objects.get().reference


def test_sent_twice_it_is_once(client, cast):
    said = {"once": "a" * 32, "words": WORDS, "step": "send"}

    first, second = (client.post("/tell-us/public/", said) for _ in range(2))

    assert Contact.objects.count() == 1
    assert first.status_code == second.status_code == 302


def test_sent_again_with_something_added_it_is_not_lost(client, cast):
    for words in (WORDS, WORDS + " And he is hungry."):
        client.post("/tell-us/public/", {"once": "a" * 32, "words": words, "step": "send"})

    assert sorted(Contact.objects.values_list("words", flat=True)) == [WORDS, WORDS + " And he is hungry."]


def test_its_time_is_when_it_came_and_nothing_typed_changes_it(client, cast):
    client.post("/tell-us/public/", {"words": WORDS, "step": "send", "received_at": "2020-01-01", "when": "In 2020"})

    assert Contact.objects.get().received_at == NOW


def test_whoever_says_a_child_is_in_danger_now_is_told_to_ring_and_comes_first(send, cast):
    answer = send("public", danger="yes")

    contact = Contact.objects.get()
    assert (contact.priority, contact.danger_flagged_at) == (Priority.NOW, NOW)
    assert "ring now" in answer.text
    assert "01632 960 500" in answer.text


def test_several_children_stay_several(client, cast):
    rows = {"child-TOTAL_FORMS": "2", "child-0-given": "Perrin", "child-1-given": "Perrin"}
    client.post("/tell-us/public/", {"words": WORDS, "step": "send"} | rows)

    assert len({line.child_id for line in ChildContact.objects.all()}) == 2


def test_a_child_not_born_yet_is_expected(client, cast):
    born = {"child-0-born-day": "30", "child-0-born-month": "6", "child-0-born-year": "2025"}
    client.post("/tell-us/public/", {"words": WORDS, "step": "send"} | born)

    assert ChildContact.objects.get().child.birth_date_certainty == "expected"


def test_telling_without_agreement_and_without_a_reason_is_still_sent(send, cast):
    send(agreement="not_sought")

    line = ChildContact.objects.get()
    assert (line.consent, line.consent_reason) == (Consent.NOT_SOUGHT, "No reason was given on the form.")


# --- who told us ------------------------------------------------------------------------------------------------------


def test_a_member_of_the_public_is_sealed_and_nowhere_else_in_the_contact(send, dawn):
    send("public", who="friend", name="Una Crake", telephone="01632 960 111", safe_way="Not on Sundays")

    contact = Contact.objects.get()
    everything = f"{contact.words} {contact.original} {[line.as_told for line in contact.children.all()]}"
    assert not any(trace in everything for trace in ("Una", "Crake", "960 111", "Sundays"))
    assert queries.informant_of(contact, viewer=dawn).name == ""
    assert contact.source == "1B"


def test_somebody_who_says_nothing_of_themselves_is_anonymous(send, cast):
    send("public")

    assert Contact.objects.get().source == "9"
    assert Informant.objects.get().is_sealed


def test_a_child_may_tell_us_about_themselves(send, cast):
    send("public", who="child", name="Perrin")

    assert Informant.objects.get().kind == InformantKind.CHILD
    assert Contact.objects.get().source == "1C"


def test_an_address_to_be_kept_secret_is_not_in_the_text_of_the_contact(send, cast):
    send("public", **{"child-0-address": "The refuge in Mill Lane", "child-0-is_secret": "on"})

    contact = Contact.objects.get()
    assert "Mill Lane" not in contact.words + contact.original
    assert contact.children.get().child.addresses.get().is_confidential


def test_nobody_signs_in_to_the_account_of_a_form(send, client, cast):
    send("public")

    account = User.objects.get(name="The public form")
    assert account.is_service_account
    assert not account.has_usable_password()


# --- completeness -----------------------------------------------------------------------------------------------------


def test_what_was_said_of_the_ten_things_is_kept(send, cast, school):
    send(**FULL)

    assert len(Contact.objects.get().items_said) == 10


def test_what_is_missing_is_said_and_keeps_nobody_from_sending(client, cast):
    rows = {"child-0-given": "Perrin", "once": "b" * 32, "words": WORDS}

    said = client.post("/tell-us/professional/", rows).text

    assert "You have said 2 of 10 things" in said
    assert "your name and what you do" in said
    assert "You can send it as it is" in said


def test_a_name_for_one_of_two_children_is_not_the_name_of_each(send, cast):
    send(**{"child-TOTAL_FORMS": "2", "child-0-given": "Perrin", "child-1-age": "about 4"})

    assert "child_name" not in Contact.objects.get().items_said


# --- the steps of the page --------------------------------------------------------------------------------------------


def test_another_child_can_be_added_and_nothing_typed_is_lost(client, cast):
    said = client.post("/tell-us/public/", {"step": "child", "words": WORDS, "child-0-given": "Perrin"}).text

    assert 'name="child-1-given"' in said
    assert "Perrin" in said
    assert WORDS in said
    assert "There is a problem" not in said


def test_going_back_from_the_answers_loses_nothing(client, cast):
    check = client.post("/tell-us/public/", {"words": "One\r\ntwo", "child-0-given": "Perrin"}).text

    said = client.post("/tell-us/public/", hidden(check) | {"step": "change"}).text

    assert "One\r\ntwo" in said or "One\ntwo" in said
    assert "Perrin" in said


def test_pressing_enter_checks_and_does_not_send(client, cast):
    client.post("/tell-us/public/", {"words": WORDS})

    assert not Contact.objects.exists()


@pytest.mark.parametrize("rows", ["-1", "9999999", "x", "", "1e3", "٣"])
def test_numbers_of_rows_that_are_none_do_no_harm(client, cast, rows):
    answer = client.post("/tell-us/public/", {"step": "child", "child-TOTAL_FORMS": rows, "words": WORDS})

    assert answer.status_code == 200


def test_a_machine_that_fills_in_every_box_is_held_up_and_a_person_is_told(client, cast):
    answer = client.post("/tell-us/public/", {"words": WORDS, "website": "https://x.example", "step": "send"})

    assert not Contact.objects.exists()
    assert "Empty this box, please" in answer.text
    assert WORDS in answer.text


def test_too_many_from_one_network_lose_no_words_and_are_told_to_ring(client, cast, monkeypatch):
    monkeypatch.setattr("lintel.web.knock.rates.MOST", {"send": 2})
    answers = [client.post("/tell-us/public/", {"words": f"{WORDS} {n}", "step": "send"}) for n in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert f"{WORDS} 2" in answers[2].text
    assert "01632 960 500" in answers[2].text


def test_behind_our_own_server_each_network_is_counted_for_itself(client, cast, monkeypatch, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1/32")]
    monkeypatch.setattr("lintel.web.knock.rates.MOST", {"send": 1})
    answers = [
        client.post("/tell-us/public/", {"words": f"{WORDS} {n}", "step": "send"}, HTTP_X_FORWARDED_FOR=address)
        for n, address in enumerate(["192.0.2.1", "192.0.2.2", "192.0.2.2"])
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 429]


def test_without_a_front_door_to_hold_it_nothing_is_lost(client, db):
    answer = client.post("/tell-us/public/", {"words": WORDS, "step": "send"})

    assert answer.status_code == 503
    assert WORDS in answer.text
    assert "Please ring us instead" in answer.text


def test_more_than_five_megabytes_is_refused(client, cast):
    answer = client.post("/tell-us/public/", {"words": "x" * (5 * 1024 * 1024 + 1), "step": "send"})

    assert answer.status_code in (400, 413)
    assert not Contact.objects.exists()


@pytest.mark.parametrize("kind", ["public", "professional"])
@pytest.mark.parametrize("step", ["check", "child", "save", "send"])
def test_whoever_has_blocked_cookies_or_waited_for_days_loses_nothing(cast, kind, step):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(f"/tell-us/{kind}/", {"words": WORDS, "step": step}, follow=True)

    assert answer.status_code == 200
    assert Contact.objects.exists() == (step == "send")


# --- saving for later -------------------------------------------------------------------------------------------------


@pytest.fixture
def link(client, cast):
    answer = client.post("/tell-us/public/", {"step": "save", "words": WORDS, "child-0-given": "Perrin"})
    return answer.url.removeprefix("/tell-us/saved/").removesuffix("/")


def test_a_saved_form_is_there_under_its_link(client, link):
    said = client.get(f"/tell-us/again/{link}/").text

    assert WORDS in said
    assert "Perrin" in said
    assert not Contact.objects.exists()


def test_the_database_does_not_know_the_link(link):
    assert link not in str(SavedForm.objects.values())


def test_saving_again_is_the_same_link(client, link):
    page = client.get(f"/tell-us/again/{link}/").text

    answer = client.post("/tell-us/public/", hidden(page) | {"step": "save", "words": WORDS + " More."})

    assert link in answer.url
    assert "More." in client.get(f"/tell-us/again/{link}/").text


def test_nobody_chooses_a_link_of_their_own(client, link):
    answer = client.post("/tell-us/public/", {"step": "save", "words": WORDS, "link": "mine"})

    assert "/mine/" not in answer.url


def test_after_fourteen_days_the_link_opens_nothing(client, link, time_machine):
    time_machine.move_to(NOW + timedelta(days=15))

    answer = client.get(f"/tell-us/again/{link}/")

    assert answer.status_code == 404
    assert WORDS not in answer.text
    forget_the_old(at=NOW + timedelta(days=15))
    assert not SavedForm.objects.exists()


def test_once_sent_the_link_opens_nothing(client, link):
    page = client.get(f"/tell-us/again/{link}/").text
    client.post("/tell-us/public/", hidden(page) | {"step": "send", "words": WORDS})

    assert client.get(f"/tell-us/again/{link}/").status_code == 404
    assert Contact.objects.count() == 1


def test_a_guessed_link_opens_nothing(client, link):
    assert client.get(f"/tell-us/again/{link[::-1]}/").status_code == 404


def test_the_link_can_be_sent_and_the_message_says_nothing_of_the_child(client, link, mailoutbox):
    answer = client.post(f"/tell-us/saved/{link}/", {"email": "una@example.org"})

    assert "The link was sent to una@example.org" in answer.text
    assert f"/tell-us/again/{link}/" in mailoutbox[0].body
    assert "Perrin" not in mailoutbox[0].body
    assert "una@example.org" not in str(SavedForm.objects.values())


# --- hostile text -----------------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>", "'; DROP TABLE front_door_contact; --", "{{ 7 * 7 }}",
    "𝕻𝖊𝖗𝖗𝖎𝖓 👩‍👧‍👦", "مرحبا بالعالم",
    "\u202eright to left\u202c", "Zalgo ẗ̶̢́ë̵́x̸t", "=HYPERLINK(1)", "\ufeffbom", "&lt;b&gt;", "Łukasz O’Brien-Öztürk",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_kept_exactly_and_is_never_markup(send, client, cast, text):
    boxes = ["words", "when", "child_says", "done", "agreement_reason", "name", "post", "organisation", "telephone"]
    rows = [f"child-0-{name}" for name in ("given", "family", "age", "address", "school")]
    said = {name: text for name in [*boxes, *rows, "adult-0-given"]}

    shown = client.post("/tell-us/professional/", said).text
    send(**said)

    assert "<script>alert" not in shown
    contact = Contact.objects.get()
    assert contact.words.startswith(text.strip())
    assert contact.children.get().as_told["given"] == text.strip()
    assert Informant.objects.get().name == text.strip()


def test_a_character_that_cannot_be_written_down_is_refused_in_words(send, cast):
    answer = send("public", **{"words": "a\0b", "child-0-given": "Per\0rin"})

    assert "a character that cannot be written down" in answer.text
    assert not Contact.objects.exists()


def test_hostile_queries_change_nothing(client, db):
    assert client.get("/tell-us/public/?kept=1&next=//elsewhere.example").status_code == 200
    assert client.get("/tell-us/professional/?words=<script>").status_code == 200


def test_neither_form_reads_the_record(client, cast, bells):
    for kind in ("public", "professional"):
        said = client.post(f"/tell-us/{kind}/", {"words": WORDS, "child-0-given": "Mia", "child-0-family": "Bell"}).text
        assert not re.search(r"BELL-1|Ruth|Noah|Priya", said)
