"""Where the days of one child went, for those with a reason to see the child."""

import re
from datetime import date, datetime

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.statute.calendar import LONDON
from lintel.steps.allocation.models import Holding
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
MINUTES = {"day": 24 * 60, "hour": 60, "minute": 1}


@pytest.fixture
def seen(cast, bells):
    visit = Visit(
        **TYPED, key="visit", child=bells.mia, referral=bells.referrals["mia"], visited_on=date(2025, 2, 24),
        child_seen=True,
    )  # fmt: skip
    load_visits([visit], by=cast.command_line, at=NOW)


def page(client, user, child, query: str = "?as_at=2025-03-03") -> str:
    client.force_login(user)
    return client.get(f"/children/{child.pk}/time/{query}").content.decode()


def minutes(words: str) -> int:
    """How many minutes `3 days 4 hours 20 minutes` are."""
    return sum(
        int(n.replace(",", "")) * MINUTES[unit] for n, unit in re.findall(r"([\d,]+) (day|hour|minute)s?", words)
    )


def lengths(shown: str) -> list[int]:
    return [minutes(cell) for cell in re.findall(r'data-label="How long">(.*?)</td>', shown)]


@finding("S12", screen="/children/<child>/time/")
def test_the_parts_on_the_page_add_up_to_its_sum_and_say_who_held_the_next_step(client, cast, bells, seen):
    shown = page(client, cast.priya, bells.mia)

    *parts, together = lengths(shown)
    assert len(parts) == 3
    assert sum(parts) == together == 7 * 24 * 60 + 7 * 60 + 20
    assert sum(float(share) for share in re.findall(r'data-label="Share">([\d.]+)%', shown)) == pytest.approx(100)
    for words in ("The front door’s decision", "Nobody", "The worker: Priya Nair", "a visit on 24 February 2025"):
        assert words in shown


def test_while_nobody_is_the_childs_worker_the_manager_who_holds_them_is_named(client, cast, bells, seen):
    Holding.objects.create(
        child=bells.mia, referral=bells.referrals["mia"], manager=cast.marcus, first_check_due_on=date(2025, 2, 19),
        since_at=datetime(2025, 2, 18, 12, 0, tzinfo=LONDON), until_at=datetime(2025, 2, 21, 0, 0, tzinfo=LONDON),
    )  # fmt: skip

    assert "No worker; held by Marcus Reed" in page(client, cast.priya, bells.mia)


def test_a_child_who_still_waits_is_told_so_with_how_long_it_is_so_far(client, cast, bells):
    shown = page(client, cast.priya, bells.mia)

    assert "Since 17 February 2025: 13 days 16 hours 20 minutes, and no help yet" in shown
    assert "still waiting" in shown


def test_the_bar_names_itself_and_its_parts_to_whoever_cannot_see_it(client, cast, bells, seen):
    shown = page(client, cast.priya, bells.mia)

    assert shown.count('role="img"') == 2
    assert "<title id=" in shown
    assert "1: The front door’s decision, 1 day 7 hours 20 minutes, The front door" in shown


def test_a_child_nobody_told_us_of_has_a_sentence_and_no_bar(client, cast, bells):
    shown = page(client, cast.priya, bells.baby)

    assert "Nobody has told us of this child" in shown
    assert "<svg" not in shown.split('id="main-content"')[1]


def test_the_way_to_it_is_on_the_childs_page(client, cast, bells):
    client.force_login(cast.priya)

    shown = client.get(f"/children/{bells.mia.pk}/?as_at=2025-03-03").content.decode()

    assert f'href="/children/{bells.mia.pk}/time/?as_at=2025-03-03"' in shown


def test_looking_is_an_entry_about_that_child(client, cast, bells):
    page(client, cast.priya, bells.mia)

    entry = Entry.objects.get(act="record opened", child_id=bells.mia.pk)
    assert (entry.by, entry.details["page"]) == (cast.priya, "where the days went")


def test_tom_finds_nothing_and_cannot_tell_that_there_is_something(client, cast, bells, seen):
    client.force_login(cast.tom)

    there, nowhere = client.get(f"/children/{bells.mia.pk}/time/"), client.get("/children/999999999/time/")

    assert there.status_code == nowhere.status_code == 404
    assert "Bell" not in there.content.decode()


@pytest.mark.parametrize("who", ["sam", "grace", "ola"])
def test_people_who_see_no_child_see_none_here(client, cast, bells, who):
    client.force_login(cast.people[who])

    assert client.get(f"/children/{bells.mia.pk}/time/").status_code == 403
