"""Two people, two tabs, an ended session, a page that is closed: nothing that was typed is ever lost."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from lintel.foundation.drafts.models import Draft
from lintel.journey.assessing.tests.builders import TEN, say, written
from lintel.steps.assessments.models import Passage
from tests.once import once

pytestmark = pytest.mark.django_db
MARK = re.compile(r'name="(kept_for|kept_page)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _a_minute_past_ten(time_machine):
    """A minute after the first words were written."""
    time_machine.move_to(TEN + timedelta(minutes=1), tick=False)


@pytest.fixture
def family(cast, bells, request):
    return once("assessment written", lambda: written(cast, bells), request)


@pytest.fixture
def where(family, bells):
    return f"/assessments/{family.pk}/write/{bells.mia.pk}/"


class Tab:
    """A page somebody opened, with what stands in it."""

    def __init__(self, client, who, where):
        self.client, self.who, self.where = client, who, where
        client.force_login(who)
        self.shown = client.get(where).text
        # The last of each mark is that of the form itself: signing out has one of its own above it.
        self.typed = dict(MARK.findall(self.shown.split("data-autosave")[1]))
        for name, version in re.findall(r'name="(version-\w+)" value="(\d+)"', self.shown):
            self.typed[name] = version

    def type(self, **words):
        self.typed |= {f"words-{code}": said for code, said in words.items()}
        return self

    def press(self, step="stay"):
        if step != "signed out":
            self.client.force_login(self.who)
        return self.client.post(self.where, self.typed | {"step": step})

    def saves_itself(self):
        answer = self.press("autosave").json()
        for code, version in answer.get("versions", {}).items():
            self.typed[f"version-{code}"] = version
        return answer


def words(bells, section):
    return Passage.objects.get(child=bells.mia, section=section).words


def test_a_page_saves_itself_and_goes_on_from_its_own_version(client, cast, bells, where):
    tab = Tab(client, cast.priya, where)

    first = tab.type(day="She gets up.").saves_itself()
    second = tab.type(day="She gets up alone.").saves_itself()

    assert (first["versions"], second["versions"]) == ({"day": 1}, {"day": 2})
    assert words(bells, "day") == "She gets up alone."
    assert Draft.objects.count() == 0


def test_two_people_in_different_sections_both_stand(client, cast, bells, where):
    priya, marcus = Tab(client, cast.priya, where), Tab(client, cast.marcus, where)

    priya.type(day="She gets up alone.").press()
    assert marcus.type(growing="She reads well.").saves_itself()["clashes"] == []

    assert (words(bells, "day"), words(bells, "growing")) == ("She gets up alone.", "She reads well.")


def test_two_people_in_one_section_are_shown_theirs_yours_and_what_it_was(client, cast, bells, where):
    priya, marcus = Tab(client, cast.priya, where), Tab(client, cast.marcus, where)
    was = words(bells, "voice")
    priya.type(voice="“I count to ten.”").press()

    asked = marcus.type(voice="“I hum.”", growing="She reads.").press()

    assert asked.status_code == 409
    for said in (was, "“I count to ten.”", "“I hum.”", "Priya Nair"):
        assert said in asked.text
    assert words(bells, "voice") == "“I count to ten.”"
    assert words(bells, "growing") == "She reads."  # what did not meet is saved
    client.post(where, {"words-voice": "“I count to ten and hum.”", "version-voice": "2"})
    assert words(bells, "voice") == "“I count to ten and hum.”"


def test_a_page_that_saves_itself_overwrites_nobody_and_keeps_its_words_until_they_are_settled(
    client, cast, bells, where
):
    priya, marcus = Tab(client, cast.priya, where), Tab(client, cast.marcus, where)
    priya.type(voice="“I count to ten.”").press()

    answer = marcus.type(voice="“I hum.”").saves_itself()

    assert answer["clashes"] == [["In the child’s own words", "Priya Nair"]]
    assert words(bells, "voice") == "“I count to ten.”"
    assert "“I hum.”" in Tab(client, cast.marcus, where).shown


def test_leaving_theirs_as_it_is_settles_it(client, cast, bells, where):
    priya, marcus = Tab(client, cast.priya, where), Tab(client, cast.marcus, where)
    priya.type(voice="“I count to ten.”").press()
    marcus.type(voice="“I hum.”").press()

    marcus.typed["keep_theirs"] = "voice"
    marcus.press()

    assert words(bells, "voice") == "“I count to ten.”"
    assert "“I hum.”" not in Tab(client, cast.marcus, where).shown


def test_two_tabs_of_one_person_meet_like_two_people(client, cast, bells, where):
    one, other = Tab(client, cast.priya, where), Tab(client, cast.priya, where)
    one.type(voice="“I count to ten.”").press()

    asked = other.type(voice="“I hum.”").press()

    assert "You, in another window" in asked.text
    assert "“I hum.”" in asked.text


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(client, cast, bells, where):
    tab = Tab(client, cast.priya, where).type(day="She gets up alone.")
    Session.objects.all().delete()
    client.logout()

    assert tab.press("signed out").status_code == 302

    again = Tab(client, cast.priya, where)
    assert "She gets up alone." in again.shown
    assert "“I count the stairs until it is quiet.”" in again.shown  # what was not on the page is not emptied


def test_a_page_closed_in_mid_sentence_has_saved_it(client, cast, bells, where):
    """A browser that closes sends the same as one that saves itself; a power cut loses four seconds."""
    Tab(client, cast.priya, where).type(day="She gets up al").saves_itself()

    assert "She gets up al" in Tab(client, cast.priya, where).shown


def test_a_draft_that_says_nothing_new_is_not_shown_again(client, cast, bells, family, where):
    priya, marcus = Tab(client, cast.priya, where), Tab(client, cast.marcus, where)
    priya.type(voice="“I count to ten.”").press()
    marcus.type(voice="“I hum.”").saves_itself()
    say(family, bells.mia.pk, "voice", "“I hum.”", read=2, by=cast.priya)

    shown = Tab(client, cast.marcus, where).shown

    assert "have not sent it" not in shown
    assert not Draft.objects.filter(user=cast.marcus).exists()


def test_words_kept_of_one_section_do_not_empty_the_others(client, cast, bells, where):
    Tab(client, cast.priya, where)

    client.post(where, {"words-day": "She gets up alone.", "version-day": "0"})

    assert words(bells, "voice") == "“I count the stairs until it is quiet.”"


def test_line_ends_of_a_browser_are_no_change(client, cast, bells, where):
    tab = Tab(client, cast.priya, where)
    tab.type(day="One.\r\nTwo.").press()

    again = Tab(client, cast.priya, where).type(day="One.\r\nTwo.").saves_itself()

    assert words(bells, "day") == "One.\nTwo."
    assert again["versions"] == {}
