"""An enquiry on its screens: listed, read, written beside the history, sent, signed, printed; Tom finds none."""

import re

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.journey.enquiring.tests.builders import enquired, sent, signed, written
from lintel.steps.conferences.models import ChildInConference
from lintel.steps.enquiries.models import DiscussionTask, Section47Enquiry
from lintel.steps.enquiry_work.codes import Outcome, Section
from lintel.steps.enquiry_work.models import EnquiryWork, ItemUse, SignedItem
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


@pytest.fixture
def being_written(cast, bells, request):
    return once("enquiry being written", lambda: written(cast, bells), request)


@pytest.fixture
def with_marcus(cast, bells, request):
    return once("enquiry sent", lambda: sent(cast, bells), request)


@pytest.fixture
def with_signature(cast, bells, request):
    return once("enquiry signed", lambda: signed(cast, bells), request)


def address(work, act=""):
    return f"/enquiries/{work.enquiry_id}/{act}"


def page(client, user, where):
    client.force_login(user)
    return client.get(where).content.decode()


def fields_of(shown):
    """What a browser would send back of a page nobody touched."""
    sent_back = {}
    for tag in re.findall(r"<input[^>]*>", shown):
        said = dict(re.findall(r'(name|value)="([^"]*)"', tag))
        if said.get("name", "").startswith(("version-", "why-")):
            sent_back[said["name"]] = said.get("value", "")
    for name, words in re.findall(r'<textarea[^>]*name="(words-[^"]+)"[^>]*>([^<]*)</textarea>', shown):
        sent_back[name] = words
    for name, choices in re.findall(r'<select[^>]*name="(use-[^"]+)"[^>]*>(.*?)</select>', shown, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', choices)
        sent_back[name] = chosen[1] if chosen else ""
    return sent_back


def key_of(record):
    return record.replace(".", "-").replace("/", "-")


@finding("S46", screen="/enquiries/")
def test_the_enquiry_shows_what_the_police_owe_and_so_does_the_childs_page(client, cast, bells):
    enquiry = enquired(cast, bells)
    shown = page(client, cast.priya, f"/enquiries/{enquiry.pk}/")
    assert "Social care and police jointly" in shown
    assert "She stays at her aunt’s." in shown
    assert "Check who lives there." in shown
    child = page(client, cast.priya, f"/children/{bells.mia.pk}/")
    assert "The police have still to do:" in child
    assert f"/enquiries/{enquiry.pk}/" in child

    client.post(f"/enquiries/{enquiry.pk}/tasks/{DiscussionTask.objects.get().pk}/done/")

    assert DiscussionTask.objects.get().done_by == cast.priya
    assert "The police have still to do:" not in page(client, cast.priya, f"/children/{bells.mia.pk}/")
    assert Entry.objects.filter(act="enquiry opened", child_id=bells.mia.pk, by=cast.priya).exists()


def test_the_list_is_for_those_who_may_see_the_children(client, cast, being_written):
    shown = page(client, cast.marcus, "/enquiries/")
    assert "Mia Bell" in shown
    assert "24 Mar 2025" in shown
    assert 'href="/enquiries/"' in page(client, cast.marcus, "/start/")

    assert "Bell" not in page(client, cast.tom, "/enquiries/")
    for act in ("", "write/", "send/", "sign/", "send-back/"):
        assert client.get(address(being_written[0], act)).status_code == 404
    assert client.post(address(being_written[0], "send/")).status_code == 404


@finding("S47", screen="/enquiries/")
def test_coverage_stands_beside_what_is_written_and_grows_with_what_is_saved(client, cast, being_written):
    work, records = being_written
    where = address(work, "write/")
    shown = page(client, cast.priya, where)
    assert "3 of 5" in shown
    typed = fields_of(shown)
    assert typed[f"use-{key_of(records[0])}"] == Section.PATTERN
    assert typed[f"why-{key_of(records[2])}"] == "It was another child."

    typed |= {
        f"use-{key_of(records[3])}": "aside", f"why-{key_of(records[3])}": "He came back at once.",
        "words-not_known": "Nobody has spoken to Owen.", "outcome": "conference",
    }  # fmt: skip
    assert client.post(where, typed).url == where

    again = page(client, cast.priya, where)
    assert "4 of 5" in again
    assert "Nobody has spoken to Owen." in again
    assert EnquiryWork.objects.get().outcome == Outcome.CONFERENCE
    assert ItemUse.objects.count() == 4


def test_what_nobody_touched_is_not_written_anew_and_what_is_not_weighed_any_more_is_taken_back(
    client, cast, being_written
):
    work, records = being_written
    where = address(work, "write/")
    typed = fields_of(page(client, cast.priya, where))
    before = Entry.objects.filter(act__contains="enquiry written").count()

    client.post(where, typed | {f"use-{key_of(records[1])}": ""})

    assert Entry.objects.filter(act__contains="enquiry written").count() == before
    assert not ItemUse.objects.filter(record=records[1]).exists()
    assert ItemUse.objects.count() == 2


def test_words_kept_of_some_boxes_never_empty_the_others(client, cast, being_written):
    work, _ = being_written
    client.force_login(cast.priya)

    client.post(address(work, "write/"), {"words-tried": "A plan in 2023."})

    assert work.passages.get(section=Section.PATTERN).words == "Each time he moves back in, she is hurt within months."
    assert work.passages.get(section=Section.TRIED).words == "A plan in 2023."
    assert ItemUse.objects.count() == 3


def test_what_is_missing_is_said_and_no_word_is_lost(client, cast, being_written):
    work, records = being_written
    typed = fields_of(page(client, cast.priya, address(work, "write/")))
    chosen = {f"use-{key_of(records[3])}": "otherwise", f"use-{key_of(records[4])}": "aside"}

    answer = client.post(address(work, "write/"), typed | chosen | {"words-tried": "A plan in 2023."}).content.decode()

    assert "Write how it is used" in answer
    assert "Write why it is set aside" in answer
    assert "A plan in 2023." in answer
    assert not work.passages.filter(section=Section.TRIED).exists()


def test_somebody_elses_words_are_shown_and_stand_until_they_are_read(client, cast, being_written):
    work, _ = being_written
    old = fields_of(page(client, cast.priya, address(work, "write/")))
    theirs = fields_of(page(client, cast.marcus, address(work, "write/")))
    client.post(address(work, "write/"), theirs | {"words-pattern": "Each spring."})
    client.force_login(cast.priya)

    told = client.post(address(work, "write/"), old | {"words-pattern": "Each autumn."}).content.decode()

    assert "Marcus Reed has changed this: “Each spring.”" in told
    assert work.passages.get(section=Section.PATTERN).words == "Each spring."
    client.post(address(work, "write/"), fields_of(told) | {"words-pattern": "Each spring and autumn."})
    assert work.passages.get(section=Section.PATTERN).words == "Each spring and autumn."


def test_it_is_sent_and_the_manager_sees_what_is_missing_before_signing(client, cast, being_written):
    work, _ = being_written
    page(client, cast.priya, address(work, "send/"))
    client.post(address(work, "send/"))
    assert "Say first what it leads to" in page(client, cast.priya, address(work, "send/"))
    client.post(address(work, "write/"), {"outcome": "conference"})
    client.post(address(work, "send/"))

    shown = page(client, cast.marcus, address(work, "sign/"))

    assert "Nothing is written under “What we do not know”" in shown
    assert "3 of 5" in shown
    assert "Her father moved out." in shown
    assert "A burn on her hand" in shown.split("History that is used")[1]


@finding("S48", screen="/enquiries/")
def test_signed_with_uncovered_items_exactly_those_are_printed_with_the_managers_name(client, cast, with_marcus):
    work, _ = with_marcus
    shown = page(client, cast.marcus, address(work, "sign/"))
    typed = {name: re.search(rf'name="{name}" value="([^"]*)"', shown)[1] for name in ("read_at", "read_uncovered")}

    told = client.post(address(work, "sign/"), typed, follow=True).content.decode()

    assert "Signed. The author is told. The conference is asked for." in told
    assert ChildInConference.objects.get().enquiry_id == work.enquiry_id
    printed = page(client, cast.priya, address(work, "signed/"))
    uncovered = printed[printed.index("Not covered when Marcus Reed signed") : printed.index("The pattern over time")]
    assert "Her father moved out." in uncovered
    assert "the neighbours rang the police" in uncovered
    assert uncovered.count("<li>") == SignedItem.objects.filter(became="uncovered").count() == 2
    assert client.get(address(work, "write/")).url == address(work)
    refused = client.post(address(work, "write/"), {"words-tried": "Afterwards."})
    assert refused.status_code == 409
    assert "Afterwards." in refused.content.decode()


def test_a_page_that_showed_other_items_signs_nothing(client, cast, with_marcus):
    work, records = with_marcus
    client.force_login(cast.marcus)

    told = client.post(address(work, "sign/"), {"read_at": NOW.isoformat(), "read_uncovered": records[4]})

    assert "Somebody has marked or weighed history since you opened this page" in told.content.decode()
    assert EnquiryWork.objects.get().signed_at is None


def test_sent_back_the_author_reads_what_is_missing(client, cast, with_marcus):
    work, _ = with_marcus
    client.force_login(cast.marcus)
    assert "Write what is missing" in client.post(address(work, "send-back/"), {"missing": ""}).content.decode()
    client.post(address(work, "send-back/"), {"missing": "Who has spoken to Owen?"})
    twice = client.post(address(work, "send-back/"), {"missing": "Again."})

    assert twice.status_code == 409
    assert "Who has spoken to Owen?" in page(client, cast.priya, address(work))
    assert client.get(address(work, "signed/")).status_code == 404


def test_nobody_is_offered_to_sign_their_own(client, cast, with_marcus):
    work, _ = with_marcus
    typed = fields_of(page(client, cast.marcus, address(work, "write/")))
    client.post(address(work, "write/"), typed | {"words-tried": "A plan in 2023."})

    shown = page(client, cast.marcus, address(work, "sign/"))

    assert "Nobody signs off their own enquiry." in shown
    assert "What has been tried" in shown
    assert 'name="read_at"' not in shown
    refused = client.post(address(work, "sign/"), {"read_uncovered": ""}).content.decode()
    assert "Somebody has marked" in refused or "Nobody signs off" in refused
    assert EnquiryWork.objects.get().signed_at is None


def test_a_conference_left_for_later_is_asked_for_from_the_enquiry(client, cast, bells, with_marcus):
    work, records = with_marcus
    assert "together with Noah Bell" in page(client, cast.marcus, address(work, "sign/"))
    client.post(address(work, "sign/"), {"later": "on", "read_uncovered": " ".join(records[3:])})
    assert not ChildInConference.objects.exists()
    assert "The conference is not asked for yet." in page(client, cast.priya, address(work))

    client.post(address(work, "conference/"))
    again = client.post(address(work, "conference/"), follow=True).content.decode()

    assert "The conference is asked for already, or none is needed." in again
    assert ChildInConference.objects.get().child == bells.mia
    assert Section47Enquiry.objects.get(child=bells.mia).ended_on is None
