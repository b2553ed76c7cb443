"""An e-mail handed in at the desk becomes a contact once, with its own time, and gives nobody away."""

import html
import re
from io import BytesIO

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.steps.front_door import queries
from lintel.steps.front_door.codes import Channel
from lintel.steps.front_door.models import Contact, Informant
from lintel.web.knock.tests.test_emails import RECEIVED, message
from tests.cast import NOW

PAGE = "/front-door/email/"


@pytest.fixture
def at_desk(client, dawn):
    client.force_login(dawn)
    return client


def hand_in(client, raw: bytes, **said: str):
    """Hand a file in, and send the page it makes."""
    page = client.post(PAGE, {"file": BytesIO(raw)}).text
    return client.post(PAGE, fields_of(page) | {"kind": "professional", "step": "send"} | said)


def fields_of(page: str) -> dict[str, str]:
    """What stands in the boxes of the page, as a browser would send it."""
    form = page[page.index("data-keep") :]
    boxes = re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', form)
    boxes = [(name, value) for name, value in boxes if name not in ("kind", "concerns", "step", "danger")]
    boxes += [(name, text) for name, text in re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>([^<]*)', form)]
    return {name: html.unescape(value) for name, value in boxes if not name.endswith("is_secret")}


def raw_of(text="He comes to school without a coat.", **headers: str) -> bytes:
    return f"Received: {RECEIVED}\n".encode() + message(text, **headers).as_bytes()


def test_it_is_taken_in_with_the_time_at_which_it_arrived(at_desk, dawn):
    answer = hand_in(at_desk, raw_of(), **{"child-0-given": "Perrin"})

    contact = Contact.objects.get(channel=Channel.EMAIL)
    assert answer.url == f"/front-door/{contact.pk}/"
    assert f"{contact.received_at:%Y-%m-%d %H:%M:%S}" == "2025-03-03 08:41:07"
    assert contact.recorded_at == NOW
    assert contact.words.replace("\r", "").strip() == "Perrin\n\nHe comes to school without a coat."
    assert contact.original == raw_of().decode()
    assert contact.children.get().as_told["given"] == "Perrin"
    told = Informant.objects.get(contact=contact)
    assert (told.name, told.email) == ("Wren Tallow", "wren@school.example")


def test_its_time_cannot_be_typed(at_desk):
    hand_in(at_desk, raw_of(), arrived_on="2025-03-01", arrived_at="01:00", received_at="2025-03-01")

    assert f"{Contact.objects.get().received_at:%d %H:%M}" == "03 08:41"
    assert Contact.objects.get().screen == "e-mail"


def test_where_it_does_not_say_the_desk_says_and_it_is_marked(at_desk):
    raw = message().as_bytes()
    page = at_desk.post(PAGE, {"file": BytesIO(raw)}).text
    assert "The message does not say" in page

    refused = hand_in(at_desk, raw)
    assert "Enter on which day did it arrive?" in refused.text or "There is a problem" in refused.text
    hand_in(at_desk, raw, arrived_on="2025-03-03", arrived_at="08:15")

    contact = Contact.objects.get()
    assert contact.screen == "e-mail, time as stated at the desk"
    assert f"{contact.received_at:%H:%M}" == "08:15"


def test_it_cannot_have_arrived_tomorrow(at_desk):
    answer = hand_in(at_desk, message().as_bytes(), arrived_on="2025-03-04", arrived_at="08:15")

    assert "cannot have arrived later than now" in answer.text
    assert not Contact.objects.exists()


def test_handed_in_twice_it_is_one_contact_and_what_was_typed_stands_on_the_page(at_desk, time_machine):
    hand_in(at_desk, raw_of())
    time_machine.shift(60)
    other_mailbox = b"Received: by other.example; Mon, 3 Mar 2025 08:55:00 +0000\n" + raw_of()

    shown = hand_in(at_desk, other_mailbox, **{"child-0-given": "Perrin", "post": "His form tutor"}).text

    contact = Contact.objects.get()
    assert "was taken in before" in shown
    assert f'href="/front-door/{contact.pk}/">{contact.reference}</a>' in shown
    assert "His form tutor" in shown
    assert 'value="Perrin"' in shown


def test_another_message_with_the_same_number_is_not_swallowed(at_desk):
    hand_in(at_desk, raw_of())
    hand_in(at_desk, raw_of("Something quite different."))

    assert Contact.objects.count() == 2


def test_a_member_of_the_public_is_sealed_with_the_message(at_desk, dawn, femi):
    hand_in(at_desk, raw_of(), kind="public")

    contact = Contact.objects.get()
    assert "Wren" not in contact.original + contact.words
    assert queries.informant_of(contact, viewer=dawn).name == ""
    with pytest.raises(NotAllowed):
        queries.informant_of(contact, viewer=dawn, opened_at=NOW)
    assert "wren@school.example" in queries.informant_of(contact, viewer=femi, opened_at=NOW).original


def test_who_wrote_what_is_passed_on_is_offered(at_desk):
    raw = raw_of(
        "FYI\n\nFrom: Una Crake <una@example.org>\nSent: Monday\nSubject: P\n\nCold.", From="Head <h@school.example>"
    )
    page = at_desk.post(PAGE, {"file": BytesIO(raw)}).text
    assert "It passes on a message of Una Crake" in page

    page = at_desk.post(PAGE, fields_of(page) | {"step": "inner"}).text

    assert 'value="una@example.org"' in page


def test_attached_files_are_said_not_to_be_kept(at_desk):
    made = message()
    made.add_attachment(b"x" * 40, maintype="image", subtype="png", filename="<b>bruise</b>.png")

    page = at_desk.post(PAGE, {"file": BytesIO(f"Received: {RECEIVED}\n".encode() + made.as_bytes())}).text

    assert "Attached, and not kept" in page
    assert "&lt;b&gt;bruise" in page
    assert "<b>bruise" not in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"pasted": ""}, "Paste the text of the e-mail"), ({"file": BytesIO(b"%PDF-1.7")}, "This is a PDF"),
        ({"file": BytesIO(b"\xd0\xcf\x11\xe0")}, "Outlook .msg"), ({"raw": "!!", "step": "send"}, "lost on the way"),
        ({"raw": "AAAA", "step": "send"}, "lost on the way"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(at_desk, said, words):
    answer = at_desk.post(PAGE, said)

    assert answer.status_code == 422
    assert words in answer.text
    assert not Contact.objects.exists()


@pytest.mark.parametrize("letters", [0, 300_000])
def test_what_was_typed_about_it_is_kept_when_the_session_ends(at_desk, dawn, letters):
    raw = f"Received: {RECEIVED}\nX-Long: {'x' * letters}\n".encode() + message().as_bytes()
    page = at_desk.post(PAGE, {"file": BytesIO(raw)}).text
    at_desk.session.flush()
    at_desk.post(PAGE, fields_of(page) | {"child-0-given": "Perrin", "step": "send"})

    at_desk.force_login(dawn)
    said = at_desk.get(PAGE).text
    assert "Perrin" in said
    assert "2025 at 8:41am" in said
    assert not Contact.objects.exists()


@pytest.mark.parametrize("who", ["tom", "priya", "hart", "sam", "ola", "anil"])
def test_whoever_does_not_work_at_the_desk_hands_nothing_in(client, cast, who):
    client.force_login(cast.people[who])

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"pasted": "words"}).status_code == 403
