"""Holding a discussion, deciding in it, its minutes and who has them; and the chronology all look at."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core import mail

from lintel.journey.protecting.actions import climb_ladder
from lintel.steps.agency_checks.tests.builders import agency
from lintel.steps.enquiries.codes import Party, Purpose
from lintel.steps.enquiries.discussing.agencies.actions import tell_what_is_known
from lintel.steps.enquiries.discussing.slots.actions import Asking, ask_party, set_slot
from lintel.steps.enquiries.models import (
    ChildDecision,
    DiscussionEscalation,
    DiscussionMeeting,
    InvitedParty,
    Section47Enquiry,
    StrategyDiscussion,
)
from lintel.steps.enquiries.tests.builders import (
    HOUR,
    NO_ENQUIRY,
    asked_for,
    caused,
    decided,
    decided_for,
    held,
)
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine"), pytest.mark.finding("S45")]
EARLIER = NOW - 2 * HOUR


@pytest.fixture
def meeting(cast, bells):
    """About Mia and Noah, asked for at seven."""
    return asked_for([bells.mia, bells.noah], by=cast.marcus, at=EARLIER)


@pytest.fixture
def was_held(cast, meeting):
    return held(meeting, by=cast.marcus, at=NOW)


def attendance(meeting, **hows):
    """What the form says: at eight, and everybody was there but those named."""
    said = {"on-day": "3", "on-month": "3", "on-year": "2025", "begins": "08:00", "chaired_by": "Marcus Reed"}
    return said | {f"how-{each.pk}": hows.get(each.party, "present") for each in meeting.parties.all()}


def decision(bells, **changes):
    """What the form says: a joint enquiry into Mia, none into Noah, and the police check first."""
    mia, noah = bells.mia.pk, bells.noah.pk
    return {
        **{f"{purpose}-answer": "Agreed." for purpose in Purpose},
        f"enquiry-{mia}": "yes", f"because-{mia}": "The bruise is unexplained.", f"safety-{mia}": "At her aunt’s.",
        f"conduct-{mia}": "joint", f"medical-{mia}": "yes", f"speaks-{mia}": "Priya Nair", f"on-{mia}-day": "3",
        f"on-{mia}-month": "3", f"on-{mia}-year": "2025", f"begins-{mia}": "13:00",
        f"enquiry-{noah}": "no", f"because-{noah}": "He was not there.", f"safety-{noah}": "At his aunt’s.",
        "task-TOTAL_FORMS": "1", "task-INITIAL_FORMS": "0", "task-0-party": "police", "task-0-who": "Hart Lowe",
        "task-0-what": "Check who lives there.", "task-0-on-day": "3", "task-0-on-month": "3",
        "task-0-on-year": "2025", "task-0-by": "12:00", "task-0-before": "on",
    } | changes  # fmt: skip


def posted(client, address, typed):
    return client.post(address, typed).content.decode()


def test_who_was_there_is_written_down_and_leads_to_what_was_decided(client, cast, meeting):
    client.force_login(cast.marcus)

    answer = client.post(f"/discussions/{meeting.pk}/hold/", attendance(meeting))

    assert answer.url == f"/discussions/{meeting.pk}/decide/"
    meeting.refresh_from_db()
    assert (meeting.is_quorate, meeting.held_at, meeting.chaired_by) == (True, NOW - HOUR, "Marcus Reed")


def test_it_may_be_held_in_the_very_minute_it_is_asked_for(client, cast, bells, time_machine):
    asked_at = NOW + timedelta(seconds=20)
    meeting = asked_for([bells.mia], by=cast.marcus, at=asked_at)
    time_machine.move_to(asked_at + timedelta(seconds=5))
    client.force_login(cast.marcus)

    client.post(f"/discussions/{meeting.pk}/hold/", attendance(meeting) | {"begins": "09:00"})

    meeting.refresh_from_db()
    assert meeting.held_at == asked_at


def test_without_quorum_it_says_why_it_could_not_wait_and_shows_until_when_it_is_held_again(client, cast, meeting):
    client.force_login(cast.marcus)
    address, nurse = f"/discussions/{meeting.pk}/hold/", meeting.parties.get(party=Party.HEALTH)
    absent = attendance(meeting, health="absent")
    assert "Say why Named nurse was absent" in posted(client, address, absent)
    absent[f"because-{nurse.pk}"] = "On another call."

    assert "Not present: Health. Say why it could not wait; it must then be held again by 4 March, 08:00" in posted(
        client, address, absent
    )
    client.post(address, absent | {"urgent_because": "He is out at five."})

    shown = client.get(f"/discussions/{meeting.pk}/").content.decode()
    assert "Urgent, not quorate" in shown
    assert "4 March 2025 at 8:00am" in shown
    again = client.post(f"/discussions/{meeting.pk}/reconvene/")
    assert "Held again by 4 March 2025 at 8:00am" in client.get("/discussions/").content.decode()
    assert again.url == f"/discussions/{DiscussionMeeting.objects.get(reconvenes=meeting).pk}/"


def test_information_that_was_sent_is_not_being_there_and_is_written_down(client, cast, meeting):
    client.force_login(cast.marcus)

    shown = posted(client, f"/discussions/{meeting.pk}/hold/", attendance(meeting, health="sent_information"))

    assert "Write what Named nurse sent" in shown


def test_held_after_its_time_it_says_first_that_it_was_postponed_and_keeps_what_was_typed(client, cast, bells):
    meeting = asked_for([bells.mia], by=cast.marcus, at=NOW - 5 * HOUR)
    set_slot(meeting, starts_at=NOW - 4 * HOUR, by=cast.marcus, at=NOW - 5 * HOUR)
    client.force_login(cast.marcus)

    shown = posted(client, f"/discussions/{meeting.pk}/hold/", attendance(meeting) | {"chaired_by": "Sofia Brand"})

    assert f'href="/discussions/{meeting.pk}/postpone/"' in shown
    assert "Sofia Brand" in client.get(f"/discussions/{meeting.pk}/hold/").content.decode()


def test_what_was_decided_is_checked_before_it_is_written(client, cast, bells, was_held):
    client.force_login(cast.marcus)
    address = f"/discussions/{was_held.pk}/decide/"

    checked = posted(client, address, decision(bells) | {"step": "check"})
    assert "Yes, jointly with the police" in checked
    assert not ChildDecision.objects.exists()
    assert "The bruise is unexplained." in posted(client, address, decision(bells) | {"step": "change"})
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', checked))
    answer = client.post(address, sent | {"step": "send"})

    assert answer.url == f"/discussions/{was_held.pk}/minutes/"
    began = StrategyDiscussion.objects.filter(meeting=was_held).values_list("child", "began_enquiry")
    assert dict(began) == {bells.mia.pk: True, bells.noah.pk: False}
    begun = Section47Enquiry.objects.get()
    assert (begun.child, begun.worker, begun.team) == (bells.mia, cast.priya.worker, cast.north)


@pytest.mark.parametrize(("changes", "says"), [
    ({"share_information-answer": ""}, "answer it, or set it aside and say why"),
    ({"share_information-aside": "No time."}, "it is answered, so it is not set aside"),
    ({"task-0-who": ""}, "Say who does it"),
    ({"task-0-who": "", "task-0-what": "", "task-0-party": "", "task-0-on-day": "", "task-0-on-month": "",
      "task-0-on-year": "", "task-0-by": ""}, "there is an enquiry, and nobody does anything"),
    ({"of mia": "speaks"}, "Say who speaks to Mia Bell"), ({"of mia": "conduct"}, "Say who carries out the enquiry"),
    ({"of mia": "safety"}, "Say what keeps the child safe tonight: Mia Bell"),
])  # fmt: skip
def test_what_is_missing_is_said_and_no_word_is_lost(client, cast, bells, was_held, changes, says):
    client.force_login(cast.marcus)
    left_out = changes.get("of mia")
    typed = decision(bells, **({f"{left_out}-{bells.mia.pk}": ""} if left_out else changes))

    shown = posted(client, f"/discussions/{was_held.pk}/decide/", typed | {"step": "send"})

    assert says in shown
    assert "He was not there." in shown
    assert not ChildDecision.objects.exists()


def test_one_more_task_has_a_row_and_what_was_typed_stays(client, cast, bells, was_held):
    client.force_login(cast.marcus)

    shown = posted(client, f"/discussions/{was_held.pk}/decide/", decision(bells) | {"step": "another"})

    assert 'name="task-1-who"' in shown
    assert "Check who lives there." in shown
    assert "There is a problem" not in shown


@pytest.fixture
def minutes(cast, bells):
    """Of a discussion about Mia, decided; to the nurse there is no way but by hand."""
    decided_for([bells.mia], is_enquiry=True, by=cast.marcus, at=NOW)
    InvitedParty.objects.filter(party=Party.HEALTH).update(email="")
    return DiscussionMeeting.objects.get()


def test_the_minutes_go_to_all_and_each_says_that_it_read_them(client, cast, minutes):
    client.force_login(cast.marcus)
    address = f"/discussions/{minutes.pk}/minutes/"
    assert "They are due by 4 March 2025" in client.get(address).content.decode()

    sent = client.post(f"{address}send/").content.decode()

    assert not [name for name in ("Mia", "Bell", "bruise") if name in f"{mail.outbox[0].subject}{mail.outbox[0].body}"]
    receipt = re.search(r"/minutes/[\w-]{43}/", sent)[0]
    client.logout()
    page = client.get(receipt).content.decode()
    assert "Have you read the minutes?" in page
    assert not [name for name in ("Mia", "Bell", "bruise") if name in page]
    client.post(receipt)
    assert minutes.parties.get(party=Party.HEALTH).minutes_read_at == NOW
    assert client.get("/minutes/never-sent/").status_code == 404


def test_minutes_not_sent_after_a_working_day_are_late(client, cast, minutes, time_machine):
    time_machine.move_to(NOW + timedelta(days=2))
    client.force_login(cast.marcus)

    assert "they are late" in client.get(f"/discussions/{minutes.pk}/minutes/").content.decode()
    assert "the minutes are late" in client.get("/discussions/").content.decode()


def test_tasks_are_done_receipts_are_rung_in_and_dissent_stands_beside_what_was_decided(client, cast, minutes):
    client.force_login(cast.marcus)
    address, nurse = f"/discussions/{minutes.pk}/", minutes.parties.get(party=Party.HEALTH)
    client.post(f"{address}minutes/send/")

    client.post(f"{address}tasks/{minutes.tasks.get().pk}/done/")
    client.post(f"{address}parties/{nurse.pk}/read/")
    client.post(f"{address}parties/{nurse.pk}/dissent/", {"words": "Health would have waited."})

    shown = client.get(f"{address}minutes/").content.decode()
    assert "Health would have waited." in shown
    assert "It is done" not in shown
    nurse.refresh_from_db()
    assert nurse.minutes_read_at == NOW


def test_the_chronology_says_who_knows_what_of_each_child_on_one_page(client, cast, bells, meeting):
    police = agency(cast.rosa, cast.hart)
    desk = ask_party(meeting, asking=Asking(party=Party.POLICE, name="Desk", agency=police), by=cast.marcus, at=NOW)
    tell_what_is_known(desk, happened_on=date(2025, 1, 3), words="Called to a row.", by=cast.hart, at=NOW)
    client.force_login(cast.marcus)

    shown = client.get(f"/discussions/{meeting.pk}/chronology/").content.decode()

    assert "Called to a row." in shown
    assert "Ravenshire police (Police): 1" in shown
    assert shown.index("Allocated to Priya Nair") < shown.index("Called to a row.")
    assert shown.count("<strong>Contact from") == 1  # the same contact told of both of them


def test_a_line_of_our_record_is_shared_as_it_stands_there_and_the_police_read_it(client, cast, bells, meeting):
    police = agency(cast.rosa, cast.hart)
    desk = ask_party(meeting, asking=Asking(party=Party.POLICE, name="Desk", agency=police), by=cast.marcus, at=NOW)
    client.force_login(cast.marcus)
    address = f"/discussions/{meeting.pk}/chronology/"
    link = re.search(rf"{address}share/[?]line=[^\"]+", client.get(address).text)

    form = client.get(unescape(link[0])).text
    words = re.search(r"<textarea[^>]*>([^<]+)", form)[1].strip()
    typed = {"on-day": "18", "on-month": "2", "on-year": "2025", "invited": meeting.parties.order_by("pk")[0].pk}
    missing = client.post(f"{address}share/", typed | {"words": ""}).text
    client.post(f"{address}share/", typed | {"words": unescape(words)})

    assert 'name="on-year" type="text" value="2025"' in form
    assert "Write what happened" in missing
    client.force_login(cast.hart)
    assert words in client.get(f"/partners/discussions/{desk.pk}/").text
    client.force_login(cast.tom)
    assert client.get(f"{address}share/").status_code == 404


def test_the_ladder_is_answered_and_the_answer_stands_on_the_board(client, cast, bells):
    caused(bells.mia, by=cast.priya, at=NOW - 5 * HOUR)
    climb_ladder(by=None, at=NOW)
    told = DiscussionEscalation.objects.get()
    client.force_login(cast.marcus)
    assert f'href="/discussions/ladder/{told.pk}/"' in client.get("/discussions/").content.decode()

    client.post(f"/discussions/ladder/{told.pk}/", {"words": "The police ring back at ten."})

    assert "The police ring back at ten." in client.get("/discussions/").content.decode()
    assert client.post(f"/discussions/ladder/{told.pk}/", {"words": "Once more."}).status_code == 409
    client.force_login(cast.tom)
    assert client.get(f"/discussions/ladder/{told.pk}/").status_code in (403, 404)


def test_a_cause_of_the_same_day_joins_the_discussion_in_one_press(client, cast, bells, was_held):
    cause = caused(bells.mia, by=cast.priya, at=NOW)
    client.force_login(cast.marcus)
    assert "It was spoken of in the discussion held 3 March 2025 at 8:00am" in client.get(
        "/discussions/"
    ).content.decode()  # fmt: skip

    answer = client.post(f"/discussions/spoken-of/{cause.pk}/")

    assert answer.url == f"/discussions/{was_held.pk}/"
    decided(was_held, by=cast.marcus, at=NOW, children=dict.fromkeys((bells.mia.pk, bells.noah.pk), NO_ENQUIRY))
    client.post(f"/discussions/spoken-of/{caused(bells.mia, by=cast.priya, at=NOW).pk}/")
    assert cause.meetings.count() == 1


def test_somebody_of_another_team_holds_and_reads_nothing(client, cast, minutes):
    party, task = minutes.parties.first().pk, minutes.tasks.get().pk
    client.force_login(cast.tom)

    for address in ("hold/", "decide/", "minutes/", "chronology/", f"parties/{party}/dissent/"):
        assert client.get(f"/discussions/{minutes.pk}/{address}").status_code in (403, 404)
    for address in ("reconvene/", "minutes/send/", f"parties/{party}/read/", f"tasks/{task}/done/"):
        assert client.post(f"/discussions/{minutes.pk}/{address}").status_code in (403, 404)
    assert not minutes.parties.filter(minutes_sent_at__isnull=False).exists()
