"""A form whose words are kept: through an ended session, a second tab, and somebody else at the same desk."""

import re

import pytest
from django.test import Client

from lintel.foundation.drafts.models import Draft
from lintel.foundation.drafts.queries import drafts
from lintel.web.components.tests import doors
from tests.cast import NOW

pytestmark = pytest.mark.urls("lintel.web.components.tests.doors")
PATH = "/doors/letter/"


@pytest.fixture(autouse=True)
def _nothing_is_sent_yet(time_machine):
    time_machine.move_to(NOW)
    doors.SENT.clear()


def marks_of(page: str) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    form = page[page.index("data-keep") :]
    names = ("csrfmiddlewaretoken", "kept_for", "kept_page")
    return {name: re.search(rf'name="{name}" value="([^"]+)"', form)[1] for name in names}


@pytest.fixture
def page(client, dawn):
    """The letter, open in front of Dawn: the marks of its form."""
    client.force_login(dawn)
    return marks_of(client.get(PATH).text)


def test_words_are_kept_while_they_are_typed(client, dawn, page):
    answer = client.post("/drafts/keep/", page | {"words": "He is cold.", "kept_path": PATH})

    assert answer.json() == {"kept_at": "09:00"}
    said = client.get(PATH).text
    assert "He is cold." in said
    assert "You typed this on 3 March 2025 at 9:00am and have not sent it" in said
    assert "There is a problem" not in said


def test_a_form_of_kept_words_is_not_sent_by_looking_at_it(client, page):
    client.post("/drafts/keep/", page | {"words": "He is cold.", "to": "a", "kept_path": PATH})
    client.get(PATH)

    assert doors.SENT == []


def test_words_sent_after_the_session_ended_are_there_after_signing_in(client, dawn, page):
    client.session.flush()

    answer = client.post(
        PATH, page | {"words": "He is cold.", "to": ["a", "b"]}, headers={"referer": f"http://testserver{PATH}"}
    )

    assert answer.url == f"/sign-in/?next={PATH}"
    assert doors.SENT == []
    client.force_login(dawn)
    said = client.get(PATH).text
    assert "He is cold." in said
    assert said.count(" checked") == 2


def test_words_typed_on_while_signed_out_are_kept_as_well(client, dawn, page):
    client.session.flush()

    client.post("/drafts/keep/", page | {"words": "He is cold.", "kept_path": PATH})

    assert drafts(PATH, viewer=dawn)[0].fields == {"words": ["He is cold."]}


def test_without_the_mark_of_a_page_of_ours_nothing_is_kept(client, dawn, page):
    client.session.flush()
    forged = page | {"kept_for": f"{dawn.pk}:1abcde:forged", "words": "Planted."}

    for marks in (forged, {"words": "Planted."}):
        client.post(PATH, marks)

    assert not Draft.objects.exists()


def test_what_somebody_typed_is_not_sent_by_whoever_signs_in_next(client, dawn, tom, page):
    client.force_login(tom)

    answer = client.post(PATH, page | {"words": "He is cold.", "to": "a"})

    assert answer.status_code == 409
    assert "Somebody else signed in here" in answer.text
    assert doors.SENT == []
    assert "He is cold." not in client.get(PATH).text
    client.force_login(dawn)
    assert "He is cold." in client.get(PATH).text


def test_a_token_gone_stale_loses_no_words(dawn, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dawn)

    answer = client.post(
        PATH, page | {"words": "He is cold.", "to": "a"}, headers={"referer": f"http://testserver{PATH}"}
    )

    assert answer.status_code == 403
    assert "Open the page again, with what you typed" in answer.text
    assert "He is cold." in client.get(PATH).text


def test_passwords_are_not_kept(client, dawn, page):
    client.post("/drafts/keep/", page | {"words": "He is cold.", "password": "hush", "kept_path": PATH})

    assert "hush" not in str(Draft.objects.get().fields)


def test_what_was_sent_is_not_there_again(client, page):
    client.post("/drafts/keep/", page | {"words": "He is cold.", "kept_path": PATH})
    client.post(PATH, page | {"words": "He is cold.", "to": "a"})
    client.post("/drafts/keep/", page | {"words": "He is cold.", "kept_path": PATH})

    assert doors.SENT == ["He is cold."]
    assert "He is cold." not in client.get(PATH).text


def test_a_form_sent_back_with_a_fault_is_still_the_same_page(client, page):
    assert marks_of(client.post(PATH, page | {"words": ""}).text)["kept_page"] == page["kept_page"]


def test_of_two_tabs_the_older_words_can_be_opened(client, page, time_machine):
    other = marks_of(client.get(PATH).text)
    client.post("/drafts/keep/", page | {"words": "First tab.", "kept_path": PATH})
    time_machine.shift(60)
    client.post("/drafts/keep/", other | {"words": "Second tab.", "kept_path": PATH})

    said = client.get(PATH).text
    assert "Second tab." in said
    older = re.search(r'href="(\?kept=\d+)">There is an older version', said)[1]
    assert "First tab." in client.get(PATH + older).text


def test_kept_words_can_be_thrown_away(client, page):
    client.post("/drafts/keep/", page | {"words": "He is cold.", "kept_path": PATH})
    draft = Draft.objects.get()

    client.post("/drafts/forget/", {"kept_path": PATH, "draft": draft.pk})

    assert "He is cold." not in client.get(PATH).text


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_words_are_kept_for_addresses_of_ours_only(client, page, path):
    client.post("/drafts/keep/", page | {"words": "He is cold.", "kept_path": path})

    assert "elsewhere" not in str(list(Draft.objects.values_list("path", flat=True)))
