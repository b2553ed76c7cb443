"""A worker's own screens: answering, reaching, promising; nothing of anybody else's."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lintel.foundation.access.models import ReasonToSee
from lintel.journey.allocating.actions import let_go
from lintel.journey.allocating.covering.actions import arrange_cover
from lintel.journey.allocating.teams.queries import one_worker
from lintel.journey.allocating.tests.given import accepted, offered
from lintel.steps.allocation.models import Allocation, Involvement
from lintel.steps.front_door.tests.builders import knock, tells_of
from lintel.steps.promises.actions import promise
from lintel.steps.promises.models import Promise
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit
from tests.cast import NOW, TYPED
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
HOSTILE = "<script>alert('x')</script>"


def start(client, user):
    client.force_login(user)
    return client.get("/").text


@finding("S6", screen="/")
def test_a_family_is_accepted_in_one_press_from_the_start_page(client, cast, bells):
    given = offered(cast, "Perrin", "Tansy")
    page = start(client, cast.priya)
    assert "Given to you, to answer" in page
    assert "Accept all 2" in page

    client.post(f"/given/{given[0].pk}/accept/")

    assert Involvement.objects.filter(allocation__in=given, worker=cast.priya.worker).count() == 2
    assert "You hold Perrin Oakapple, Tansy Oakapple from now on." in start(client, cast.priya)


def test_what_was_answered_already_is_not_there_any_more(client, cast, bells):
    (given,) = offered(cast)
    client.force_login(cast.priya)
    client.post(f"/given/{given.pk}/accept/")

    assert client.post(f"/given/{given.pk}/accept/").status_code == 404
    assert client.get(f"/given/{given.pk}/decline/").status_code == 404


@finding("S6", screen="/")
def test_some_of_a_family_are_declined_with_a_reason_and_the_others_are_still_asked_about(client, cast, bells):
    given = offered(cast, "Perrin", "Tansy")
    client.force_login(cast.priya)
    assert "Write why" in client.post(f"/given/{given[0].pk}/decline/", {"those": [given[0].pk]}).text

    client.post(f"/given/{given[0].pk}/decline/", {"those": [given[1].pk], "because": "I know the family next door."})

    assert list(Allocation.objects.unanswered()) == [given[0]]
    assert Allocation.objects.get(pk=given[1].pk).declined_because == "I know the family next door."


@finding("S6", screen="/given/1/")
def test_what_was_accepted_leads_to_the_children_and_only_whoever_accepted(client, cast, bells):
    (given,) = offered(cast)
    client.force_login(cast.priya)
    client.post(f"/given/{given.pk}/accept/")

    answer = client.get(f"/given/{given.pk}/", follow=True)
    assert answer.redirect_chain == [(f"/team/{cast.priya.worker_id}/", 302)]
    assert "You hold them now." in answer.text
    client.force_login(cast.tom)
    assert client.get(f"/given/{given.pk}/").status_code == 404


@finding("S34", screen="/my-load/")
def test_what_is_only_asked_about_stands_apart_from_what_is_held(client, cast, bells):
    before = one_worker(cast.priya.worker_id, viewer=cast.priya, on=NOW.date()).load
    offered(cast, "Perrin", "Tansy")
    after = one_worker(cast.priya.worker_id, viewer=cast.priya, on=NOW.date()).load

    assert after.count == before.count + 2
    assert (after.held, after.held_points) == (before.held, before.points)
    assert after.held_together == before.held_together
    client.force_login(cast.priya)
    assert "3 of 18 agreed, 2 more given and not answered" in client.get("/my-load/").text
    client.force_login(cast.marcus)
    assert "the most anybody holds is 3 children" in client.get("/waiting/").text
    assert "2 more children are given and not answered." in client.get("/waiting/").text


def test_a_last_visit_at_which_nobody_was_seen_says_so(client, cast, bells):
    visits = [
        Visit(**TYPED, key=f"{child.key}/visit", child=child, visited_on=date(2025, 2, 20), child_seen=False)
        for child in bells.children
    ]
    load_visits(visits, by=cast.command_line, at=NOW)

    assert "Last visit 20 Feb 2025, child not seen." in " ".join(start(client, cast.priya).split())


def test_a_worker_reads_the_note_before_answering(client, cast, bells):
    (given,) = offered(cast)
    client.force_login(cast.priya)

    page = client.get(f"/given/{given.pk}/").text

    assert "Given to you by Marcus Reed" in page
    assert "Every clock runs from" in page
    assert "In assessment since 3 March 2025" in page


@finding("S6", screen="/")
def test_a_family_is_reached_today_in_one_press_or_on_another_day(client, cast, bells, time_machine):
    (held,) = accepted(cast)
    assert "Reached today" in start(client, cast.priya)
    client.post(f"/reached/{held.pk}/today/")
    held.refresh_from_db()
    assert held.reached_on == NOW.date()

    other = accepted(cast, "Tansy", family="Ambrey")[0]
    time_machine.move_to(NOW + timedelta(days=2), tick=False)
    client.force_login(cast.priya)
    refused = client.post(f"/reached/{other.pk}/", {"reached_on": "2025-03-01"})
    assert "must not be before you accepted them, nor after today" in refused.text
    client.post(f"/reached/{other.pk}/", {"reached_on": "2025-03-04"})
    other.refresh_from_db()
    assert other.reached_on == date(2025, 3, 4)


@finding("S12", "S36", screen="/")
def test_a_promise_takes_two_boxes_stands_on_the_start_page_and_is_kept_in_one_press(client, cast, bells):
    client.force_login(cast.priya)
    form = client.get(f"/children/{bells.mia.pk}/promise/").text
    assert form.count("<textarea") == 1
    assert (
        "The day must be today or later"
        in client.post(f"/children/{bells.mia.pk}/promise/", {"words": "Ring.", "due_on": "2025-03-01"}).text
    )

    client.post(f"/children/{bells.mia.pk}/promise/", {"words": "Ring the school.", "due_on": "2025-03-07"})
    made = Promise.objects.get()
    assert "Ring the school." in start(client, cast.priya)
    client.post(f"/promises/{made.pk}/keep/")

    made.refresh_from_db()
    assert made.kept_on == NOW.date()
    client.get("/")  # what was said about it is read
    assert "Ring the school." not in start(client, cast.priya)


def test_a_promise_that_is_not_kept_says_why(client, cast, bells):
    made = promise(bells.mia, words="Ring.", due_on=date(2025, 3, 7), by=cast.priya, at=NOW)
    client.force_login(cast.priya)
    assert "Write why" in client.post(f"/promises/{made.pk}/not-kept/").text

    client.post(f"/promises/{made.pk}/not-kept/", {"because": "The line was dead."})
    late = client.post(f"/promises/{made.pk}/not-kept/", {"because": "Again."})

    made.refresh_from_db()
    assert made.not_kept_because == "The line was dead."
    assert "Somebody has said already whether it was kept." in late.text


@finding("S12", screen="/")
def test_what_changed_since_the_last_working_day_stands_on_the_start_page(client, cast, bells):
    assert "Nothing was written down or came in about your children." in start(client, cast.priya)
    knock(by=cast.dawn, once="again", received_at=NOW - timedelta(hours=1), children=[tells_of(bells.mia)])

    page = start(client, cast.priya)

    assert "Changed since 28 February 2025" in page
    assert "New contact at the front door" in page


@finding("S34", screen="/my-load/")
def test_a_worker_sees_their_own_load_first_and_the_page_their_manager_sees(client, cast, bells):
    assert "3 of 18 agreed" in start(client, cast.priya)

    page = client.get("/my-load/").text

    assert "Your manager sees this page as you do." in page
    assert "Mia Bell" in page
    assert "Why to see" not in page


def test_somebody_without_cases_has_no_load(client, cast, bells):
    client.force_login(cast.marcus)

    assert "You hold no cases" in client.get("/my-load/").text


def test_whoever_covers_reads_whom_and_for_whom(client, cast, bells):
    arrange_cover(
        [bells.involvements["mia"]], worker=cast.tom.worker, begins_on=NOW.date(), ends_on=date(2025, 3, 10),
        by=cast.sofia, at=NOW,
    )  # fmt: skip
    client.force_login(cast.tom)

    assert "Mia Bell" in client.get(f"/children/{bells.mia.pk}/").text


def test_hostile_words_stay_words(client, cast, bells):
    promise(bells.mia, words=HOSTILE, due_on=date(2025, 3, 7), by=cast.priya, at=NOW)

    assert HOSTILE not in start(client, cast.priya)
    assert HOSTILE not in client.get(f"/children/{bells.mia.pk}/handover/").text


def test_tom_finds_nothing_of_priyas(client, cast, bells):
    (given,) = offered(cast)
    (held,) = accepted(cast, "Tansy", family="Ambrey")
    made = promise(bells.mia, words="Ring.", due_on=date(2025, 3, 7), by=cast.priya, at=NOW)
    client.force_login(cast.tom)

    for path in (
        f"/given/{given.pk}/", f"/given/{given.pk}/decline/", f"/reached/{held.pk}/", f"/promises/{made.pk}/not-kept/",
        f"/children/{bells.mia.pk}/promise/", f"/children/{bells.mia.pk}/handover/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404
    for path in (f"/given/{given.pk}/accept/", f"/reached/{held.pk}/today/", f"/promises/{made.pk}/keep/"):
        assert client.post(path).status_code == 404
    assert "Bell" not in client.get("/").text


@pytest.mark.parametrize("who", ["sam", "ola", "grace", "hart", "anil"])
def test_who_holds_no_children_is_refused(client, cast, bells, who):
    (given,) = offered(cast)
    client.force_login(cast.people[who])

    for path in (f"/given/{given.pk}/", "/my-load/", f"/children/{bells.mia.pk}/promise/"):
        assert client.get(path).status_code == 403


def test_who_holds_a_child_no_longer_reads_nothing_new_as_at_a_day_before(client, cast, bells):
    before = NOW - timedelta(days=3)
    held = accepted(cast, at=before)
    promise(held[0].child, words="Ring the school.", due_on=date(2025, 3, 7), by=cast.priya, at=before)
    address = f"/?as_at={before.date()}"
    client.force_login(cast.priya)
    page = client.get(address).text
    assert "Ring the school." in page
    assert "Perrin" in page
    assert "Ring the school." not in client.get(f"/?as_at={before.date() - timedelta(days=1)}").text

    let_go(held, change_reason="MANAGE", by=cast.marcus, at=NOW)

    for path in (address, f"/team/{cast.priya.worker_id}/?as_at={before.date()}"):
        page = client.get(path).text
        assert "Ring the school." not in page
        assert "Perrin" not in page


def test_a_promise_made_later_is_not_owed_on_a_day_before(client, cast, bells):
    promise(bells.mia, words="Ring the school.", due_on=date(2025, 3, 7), by=cast.priya, at=NOW)
    client.force_login(cast.priya)

    assert "Ring the school." not in client.get(f"/?as_at={NOW.date() - timedelta(days=1)}").text
    assert "Ring the school." in client.get("/").text


def test_a_reason_to_see_with_an_end_to_come_is_one_until_then(client, cast, bells):
    (given,) = offered(cast)
    ReasonToSee.objects.update(ends_on=NOW.date() + timedelta(days=7))
    client.force_login(cast.priya)

    assert "Perrin" in client.get(f"/given/{given.pk}/decline/").text
    assert "Mia" in client.get("/my-load/").text
    assert "Mia" in client.get("/").text


def test_on_another_day_nothing_can_be_pressed(client, cast, bells):
    offered(cast)
    client.force_login(cast.priya)

    page = client.get(f"/?as_at={timezone.localdate() + timedelta(days=1)}").text

    assert "Given to you, to answer" in page
    assert "/accept/" not in page
