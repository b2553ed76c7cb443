"""Where the days of a cohort went: the page adds up, every number opens to its list, and strangers see nobody."""

import re
from datetime import date

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.oversight.performance.tests.builders import many_weeks
from lintel.steps.front_door.actions import load_child_contacts, load_contacts
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = pytest.mark.django_db
WHEN = "as_at=2025-03-03&from=2025-02-17&until=2025-03-02"
MINUTES = {"day": 24 * 60, "hour": 60, "minute": 1}


@pytest.fixture
def seen(cast, bells):
    """Mia and Noah were seen; and somebody told us of Ivy long enough ago for the number to be known."""
    visits = [
        Visit(
            **TYPED, key=f"visit/{name}", child=getattr(bells, name), referral=bells.referrals[name],
            visited_on=date(2025, 2, day), child_seen=True,
        )
        for name, day in (("mia", 24), ("noah", 26))
    ]  # fmt: skip
    load_visits(visits, by=cast.command_line, at=NOW)
    earlier = Contact(**TYPED, key="earlier", received_on=date(2024, 11, 4), source="2A")
    load_contacts([earlier], by=cast.command_line, at=NOW)
    told = ChildContact(**TYPED, key="earlier/ivy", contact=earlier, child=bells.ivy)
    load_child_contacts([told], by=cast.command_line, at=NOW)


def page(client, user, path: str = "", more: str = "") -> str:
    client.force_login(user)
    return client.get(f"/where-the-days-went/{path}?{WHEN}{more}").content.decode()


def minutes(words: str) -> int:
    return sum(
        int(n.replace(",", "")) * MINUTES[unit] for n, unit in re.findall(r"([\d,]+) (day|hour|minute)s?", words)
    )


def cells(shown: str, label: str) -> list[str]:
    return re.findall(rf'data-label="{label}">(.*?)</td>', shown)


@finding("S12", screen="/where-the-days-went/")
def test_the_parts_add_up_to_the_sum_row_and_the_sum_row_to_the_whole(client, cast, seen):
    shown = page(client, cast.helen)

    *parts, together = [minutes(cell) for cell in cells(shown, "All together")]
    assert len(parts) == 3
    assert sum(parts) == together == minutes(re.search(r"2 waits, together <strong>(.*?)</strong>", shown)[1])
    assert sum(float(cell.rstrip("%")) for cell in cells(shown, "Share") if "strong" not in cell) == pytest.approx(100)


@finding("S12", screen="/where-the-days-went/list/")
def test_every_part_opens_to_the_list_it_is_made_of(client, cast, seen):
    shown = page(client, cast.helen)

    for part, words in zip(("decision", "worker", "first_contact"), cells(shown, "All together"), strict=False):
        listed = page(client, cast.helen, "list/", f"&part={part}")
        assert f"part={part}" in shown
        assert sum(minutes(cell) for cell in cells(listed, "This part")) == minutes(words)
        assert len(cells(listed, "This part")) == 2
        assert "Mia Bell" in listed


def test_the_whole_list_adds_up_to_the_whole(client, cast, seen):
    listed, shown = page(client, cast.helen, "list/"), page(client, cast.helen)

    whole = sum(minutes(cell) for cell in cells(listed, "The whole wait"))
    assert whole == minutes(cells(shown, "All together")[-1])


def test_the_list_can_be_taken_away_with_the_definition_inside(client, cast, seen):
    shown = page(client, cast.helen, "list.csv")

    assert "BELL-1" in shown
    assert "Definition" in shown
    assert Entry.objects.get(act="exported").details["lines"] == 2


def test_opening_a_list_is_an_entry_in_the_audit_log(client, cast, seen):
    page(client, cast.helen, "list/", "&part=worker")

    entry = Entry.objects.get(act="list opened")
    assert (entry.by, entry.details["part"], entry.details["lines"]) == (cast.helen, "worker", 2)


def test_a_part_there_is_none_of_is_no_page(client, cast, seen):
    client.force_login(cast.helen)

    assert client.get("/where-the-days-went/list/?part=nonsense").status_code == 404


def test_narrowed_to_a_team_it_says_so_and_counts_its_own(client, cast, seen):
    assert "2 waits, together" in page(client, cast.helen, more=f"&team={cast.north.pk}")
    elsewhere = page(client, cast.helen, more=f"&team={cast.south.pk}")
    assert "No first help came in this period." in elsewhere
    assert "South assessment." in elsewhere


def test_where_the_records_cannot_say_it_the_reason_stands_there(client, cast, bells):
    assert "so the start of help cannot be told" in page(client, cast.helen)


def test_tom_counts_and_lists_none_of_the_bells(client, cast, seen):
    for path in ("", "list/", "list.csv"):
        shown = page(client, cast.tom, path)
        assert "Bell" not in shown
        assert "BELL-" not in shown
    assert "2 waits" not in page(client, cast.tom)


def test_the_planner_is_told_nothing_of_two_children_and_has_no_list(client, cast, seen):
    shown = page(client, cast.ola)

    assert "fewer than 5" in shown
    assert "<svg" not in shown.split('id="main-content"')[1]
    for path in ("list/", "list.csv"):
        assert client.get(f"/where-the-days-went/{path}?{WHEN}").status_code == 403


@pytest.mark.slow(takes=5)
def test_the_planner_has_the_bar_of_many_children_and_no_count_or_list_of_any_part(client, cast):
    many_weeks(weeks=30, a_week=2, seed=5)
    client.force_login(cast.ola)

    shown = client.get("/where-the-days-went/?as_at=2026-09-27").content.decode()

    *parts, together = [minutes(cell) for cell in cells(shown, "All together")]
    assert sum(parts) == together > 0
    assert cells(shown, "Waits with it") == []
    assert "/where-the-days-went/list" not in shown


def test_the_way_to_it_is_on_k112_and_in_the_catalogue(client, cast, seen):
    client.force_login(cast.helen)

    for path in ("/indicators/K112/", "/indicators/"):
        assert (
            'href="/where-the-days-went/?as_at=2025-03-03"' in client.get(path + "?as_at=2025-03-03").content.decode()
        )
