"""Inviting in one press, answering by a link or by telephone, and postponing with its reason."""

import re

import pytest
from django.core import mail

from lintel.steps.agency_checks.tests.builders import agency
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.slots.actions import invite_everybody, set_slot
from lintel.steps.enquiries.models import InvitedParty, OfferedTime, Postponement
from lintel.steps.enquiries.tests.builders import HOUR, asked_for, held
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine"), pytest.mark.finding("S58")]
NAMES_A_CHILD = ("Mia", "Bell", "bruise")
SAID = {
    "party": "police", "because": "nobody_to_send", "reason": "Every officer is on a raid.",
    "interim_safety": "Mia stays at her aunt’s.", "on-day": "3", "on-month": "3", "on-year": "2025", "begins": "15:00",
}  # fmt: skip


@pytest.fixture
def meeting(cast, bells):
    """About Mia, at ten; nobody is invited yet. The nurse has no address."""
    meeting = asked_for([bells.mia], by=cast.priya)
    InvitedParty.objects.filter(party=Party.HEALTH).update(email="")
    return set_slot(meeting, starts_at=NOW + HOUR, by=cast.priya, at=NOW)


@pytest.fixture
def token(cast, meeting):
    """The nurse's."""
    return invite_everybody(meeting, by=cast.priya, at=NOW)[2].token


def page(client, address):
    return client.get(address).content.decode()


def test_one_press_sends_the_time_to_all_and_shows_once_the_link_of_who_has_no_address(client, cast, meeting):
    client.force_login(cast.priya)

    shown = client.post(f"/discussions/{meeting.pk}/invite/").content.decode()

    assert [letter.to for letter in mail.outbox] == [["asked@ravenshire.example"]] * 2
    letter = mail.outbox[0]
    assert "3 March 2025 at 10:00am" in letter.body
    assert letter.attachments[0][0] == "strategy-discussion.ics"
    said = f"{letter.subject} {letter.body} {letter.attachments[0][1]}"
    assert not [name for name in NAMES_A_CHILD if name in said]
    assert len(re.findall(r"http://testserver/joining/[\w-]{43}/", shown)) == 1
    assert "/joining/" not in client.post(f"/discussions/{meeting.pk}/invite/").content.decode()
    assert len(mail.outbox) == 2


def test_what_could_not_be_sent_is_shown_to_be_read_out(client, cast, meeting, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client.force_login(cast.priya)

    shown = client.post(f"/discussions/{meeting.pk}/invite/").content.decode()

    assert shown.count("the e-mail could not be sent") == 2
    assert shown.count("http://testserver/joining/") == 3


def test_by_the_link_one_reads_when_and_how_to_join_and_answers_without_an_account(client, meeting, token):
    address = f"/joining/{token}/"
    shown = page(client, address)
    assert "3 March 2025 at 10:00am" in shown
    assert "0300 000 0000, code 12" in shown
    assert not [name for name in NAMES_A_CHILD if name in shown]
    assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow"

    assert "Say why, in a few words" in client.post(address, {"step": "answer", "reply": "cannot"}).content.decode()
    client.post(address, {"step": "answer", "reply": "cannot", "because": "In clinic."})
    times = {"on-day": "3", "on-month": "3", "on-year": "2025", "begins": "13:00", "ends": "15:00"}
    client.post(address, {"step": "time"} | times)
    assert "That time is over" in client.post(
        address, {"step": "time"} | times | {"begins": "07:00", "ends": "08:00"}
    ).content.decode()  # fmt: skip

    shown = page(client, address)
    assert "In clinic." in shown
    assert "1:00pm until 3:00pm" in shown
    assert OfferedTime.objects.get().said_by is None


def test_the_entry_for_a_calendar_is_there_by_the_link_and_behind_signing_in(client, cast, meeting, token):
    for_all = client.get(f"/joining/{token}/calendar/")
    client.force_login(cast.priya)
    for_us = client.get(f"/discussions/{meeting.pk}/calendar/")

    for answer in (for_all, for_us):
        text = answer.content.decode()
        assert answer["Content-Type"].startswith("text/calendar")
        assert "DTSTART:20250303T100000Z" in text
        assert not [name for name in NAMES_A_CHILD if name in text]
    assert token not in for_us.content.decode()


def test_a_link_that_was_never_sent_says_nothing_and_one_address_does_not_send_for_ever(
    client, meeting, token, monkeypatch
):
    monkeypatch.setattr("lintel.web.discussing.rates.MOST", 1)
    assert client.get("/joining/never-sent/").status_code == 404
    assert client.get("/joining/never-sent/calendar/").status_code == 404

    said = {"step": "answer", "reply": "accepted"}
    assert client.post(f"/joining/{token}/", said).status_code == 302
    assert client.post(f"/joining/{token}/", said).status_code == 429


def test_what_is_said_on_the_telephone_is_written_down_also_where_nobody_was_invited(client, cast, meeting):
    client.force_login(cast.priya)
    police = meeting.parties.get(party=Party.POLICE)

    client.post(f"/discussions/{meeting.pk}/parties/{police.pk}/reply/", {"reply": "cannot", "because": "In court."})
    shown = page(client, f"/discussions/{meeting.pk}/")

    assert police.invitations.get().replied_by == cast.priya
    assert "cannot: In court." in shown
    assert "Hart Lowe cannot make this time" in shown


def test_one_more_party_is_asked_with_the_agency_that_answers_for_it(client, cast, meeting):
    police = agency(cast.rosa, cast.hart)
    client.force_login(cast.priya)
    said = {"party": "police", "name": "Safeguarding desk", "agency": police.pk}

    client.post(f"/discussions/{meeting.pk}/parties/ask/", said)
    again = client.post(f"/discussions/{meeting.pk}/parties/ask/", said).content.decode()

    assert meeting.parties.get(name="Safeguarding desk").agency == police
    assert "They are asked already" in again


def test_a_lost_link_gives_way_to_a_new_one(client, cast, meeting, token):
    client.force_login(cast.priya)
    nurse = meeting.parties.get(party=Party.HEALTH)

    shown = client.post(f"/discussions/{meeting.pk}/parties/{nurse.pk}/invite/").content.decode()

    fresh = re.search(r"/joining/[\w-]{43}/", shown)[0]
    assert client.get(fresh).status_code == 200
    assert client.get(f"/joining/{token}/").status_code == 404


@pytest.mark.parametrize(("left_out", "says"), [
    ("party", "Say which party postpones it"), ("reason", "Say why it is postponed"),
    ("interim_safety", "Say what keeps each child safe until then"),
    ("begins", "Write both the new day and the new time, or neither"),
])  # fmt: skip
def test_a_postponement_that_is_not_whole_says_what_is_missing_and_loses_no_word(client, cast, meeting, left_out, says):
    client.force_login(cast.priya)

    shown = client.post(f"/discussions/{meeting.pk}/postpone/", SAID | {left_out: ""}).content.decode()

    assert says in shown
    assert all(SAID[name] in shown for name in {"reason", "interim_safety"} - {left_out})
    assert not Postponement.objects.exists()


def test_moving_invites_everybody_anew_and_cancelling_tells_them(client, cast, meeting, token):
    client.force_login(cast.priya)
    moved = client.post(f"/discussions/{meeting.pk}/postpone/", SAID)
    assert "Who was told" in moved.content.decode()
    assert "SEQUENCE:1" in mail.outbox[0].attachments[0][1]
    assert "This time is off: when can you?" in page(client, f"/joining/{token}/")
    mail.outbox.clear()

    off = client.post(
        f"/discussions/{meeting.pk}/postpone/", SAID | {"on-day": "", "on-month": "", "on-year": "", "begins": ""},
        follow=True,
    )  # fmt: skip

    assert "Ring Named nurse: no e-mail reached them" in off.content.decode()
    assert {letter.subject for letter in mail.outbox} == {"Strategy discussion: this time is off"}
    meeting.refresh_from_db()
    assert (meeting.slot_starts_at, meeting.times_postponed) == (None, 2)


def test_who_postponed_how_often_and_why_is_one_click_away(client, cast, meeting, time_machine):
    client.force_login(cast.priya)
    client.post(f"/discussions/{meeting.pk}/postpone/", SAID)
    time_machine.move_to(NOW + HOUR)

    assert 'href="/discussions/postponed/"' in page(client, "/discussions/")
    shown = page(client, "/discussions/postponed/")

    assert "Had nobody to send (1)" in shown
    assert "Mia stays at her aunt’s." in shown
    client.force_login(cast.tom)
    assert "No discussion about children you may see was postponed" in page(client, "/discussions/postponed/")


def test_once_it_was_held_what_was_typed_is_shown_and_not_kept(client, cast, bells):
    meeting = held(asked_for([bells.mia], by=cast.marcus, at=NOW - 2 * HOUR), by=cast.marcus, at=NOW)
    client.force_login(cast.priya)
    nurse = meeting.parties.get(party=Party.HEALTH)

    for address, typed in (
        ("postpone/", SAID), ("parties/ask/", {"party": "school", "name": "Oak School"}),
        (f"parties/{nurse.pk}/reply/", {"reply": "accepted"}),
    ):  # fmt: skip
        assert client.post(f"/discussions/{meeting.pk}/{address}", typed).status_code == 409


def test_somebody_of_another_team_arranges_nothing(client, cast, meeting):
    client.force_login(cast.tom)
    nurse = meeting.parties.get(party=Party.HEALTH)

    theirs = f"parties/{nurse.pk}"
    for address in ("invite/", "postpone/", "parties/ask/", f"{theirs}/reply/", f"{theirs}/invite/"):
        assert client.post(f"/discussions/{meeting.pk}/{address}", SAID).status_code == 404
    assert client.get(f"/discussions/{meeting.pk}/calendar/").status_code == 404
    assert not nurse.invitations.exists()
