"""The search box on every page, and what it finds."""

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.journey.families.tests.builders import whole_family

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
BOX = 'action="/find/"'


def test_the_box_stands_at_the_top_of_every_page_for_those_who_may_see_children(client, cast, bells):
    for who, may in (("priya", True), ("anil", True), ("dawn", True), ("sam", False), ("ola", False)):
        client.force_login(cast.people[who])

        assert (BOX in client.get("/accessibility/").content.decode()) is may


def test_what_is_found_says_why_leads_to_the_family_and_is_written_down(client, cast, bells):
    whole_family(cast, bells)
    client.force_login(cast.priya)

    shown = client.get("/find/?q=owen hartly").content.decode()

    assert "Owen Hartley" in shown
    assert "is like Hartley" in shown
    assert f"/families/{bells.mia.pk}/" in shown
    entry = Entry.objects.filter(act="people searched for").latest("pk")
    assert bells.owen.pk in entry.details["shown"]
    assert "hartly" not in str(entry.details)


def test_while_somebody_types_only_the_part_beneath_the_box_is_answered(client, cast, bells):
    client.force_login(cast.priya)

    part = client.get("/find/?part=yes&q=mia bell").content.decode()

    assert "Mia Bell" in part
    assert "<html" not in part


@pytest.mark.parametrize("text", ["mia bell", "ruth bell", "BELL-1", "2/9/2013"])
def test_tom_finds_nothing(client, cast, bells, text):
    client.force_login(cast.tom)

    shown = client.get("/find/", {"q": text, "part": "yes"}).content.decode()

    assert "Nobody you may see fits" in shown
    assert "/families/" not in shown


@pytest.mark.parametrize("who", ["sam", "grace", "ola", "hart"])
def test_those_who_see_no_child_cannot_search(client, cast, who):
    client.force_login(cast.people[who])

    assert client.get("/find/?q=mia").status_code == 403


@pytest.mark.parametrize("text", ["'; DROP TABLE", "%00", "<script>alert(1)</script>", "𝕳𝖊𝖑𝖑𝖔", "‮abc", "a" * 5_000])
def test_hostile_words_are_shown_as_they_are_and_harm_nothing(client, cast, text):
    client.force_login(cast.dawn)

    answer = client.get("/find/", {"q": text})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
