"""The workforce on a day, the lists behind its numbers, and filling a post step by step."""

from datetime import date

import pytest

from lintel.foundation.workforce.codes import Stage
from lintel.foundation.workforce.models import Appointment, Post, Recruitment
from lintel.oversight.demand.calibration.fitting import AsThingsAre
from lintel.oversight.demand.what_if import actions as what_if
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.tests.builders import read_again, scenario_with_everything
from lintel.web.workforce import filling
from lintel.web.workforce.tests.conftest import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine", "posts")]
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} \u202e '; DROP TABLE people; --"
PAGES = ("/workforce/", "/workforce/on-their-way/", "/workforce/posts/", "/workforce/people/")


def day(on: date, name: str = "on") -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def act(client, post, named, /, **typed):
    return client.post(f"/workforce/posts/{post.pk}/{named}/", typed)


def page(client, post, query=""):
    return client.get(f"/workforce/posts/{post.pk}/{query}").text


@pytest.mark.finding("S4")
def test_the_overview_says_what_is_funded_and_who_is_at_work(client, ola):
    client.force_login(ola)

    said = client.get("/workforce/").text

    # Twelve funded posts; Priya, Tom and the six who started are at work.
    assert "There is money for 12 full-time equivalents who hold cases. 8 are at work: 4 fewer." in said
    assert "1 without a funding line" in said


@pytest.mark.finding("L2")
def test_a_team_that_is_mostly_agency_is_one_press_from_the_what_if(client, ola):
    client.force_login(ola)

    said = client.get("/workforce/").text

    assert "South assessment: 5 of 6 full-time equivalents are from an agency, more than the agreed 50%." in said
    assert 'action="/what-ifs/if-agency-left/"' in said
    assert "North assessment: " not in said.split("By team")[0]
    # One worker from an agency is no warning, and still one press away.
    assert '<input type="hidden" name="team" value="North assessment">' in said


@pytest.mark.finding("S4")
def test_more_people_are_one_press_from_the_levers(client, ola, monkeypatch):
    fitted = AsThingsAre(scenario=read_again(scenario_with_everything()), fitted=())
    monkeypatch.setattr(what_if, "fitted_on", lambda **_: fitted)
    client.force_login(ola)
    assert '<input type="hidden" name="name" value="More people at work">' in client.get("/workforce/").text

    there = client.post("/what-ifs/", {"name": "More people at work", "weeks_ahead": "52"})

    assert there.url == f"/what-ifs/{WhatIf.objects.get().pk}/levers/"
    assert "There is a funding line" in client.get(there.url).text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("posts/?which=funded", "12 posts, 12 full-time"), ("posts/?which=filled", "6 posts, 6 full-time"),
        ("posts/?which=empty", "6 posts, 6 full-time"), ("posts/?which=not_funded", "1 post, 1 full-time"),
        ("posts/?which=nonsense", "13 posts"), ("people/", "8 workers, 8 full-time"),
        ("people/?which=at_work", "8 workers"), ("people/?which=away", "0 workers"),
        ("people/?which=agency", "6 workers"), ("people/?which=protected", "1 worker"),
    ],
)  # fmt: skip
def test_every_number_opens_its_list(client, ola, protected, address, shown):
    client.force_login(ola)

    assert shown in client.get(f"/workforce/{address}").text


def test_a_list_can_be_narrowed_to_a_team(client, ola, cast):
    client.force_login(ola)

    assert "6 posts" in client.get(f"/workforce/posts/?team={cast.south.pk}").text
    assert "6 workers" in client.get(f"/workforce/people/?team={cast.south.pk}").text


@pytest.mark.finding("S4")
def test_any_day_can_be_asked_for(client, ola):
    client.force_login(ola)

    assert (
        "There is money for 12 full-time equivalents who hold cases. 2 are at work"
        in client.get("/workforce/?as_at=2024-03-03").text
    )
    assert "No post and no case-holding worker is known" in client.get("/workforce/?as_at=2023-12-31").text


@pytest.mark.finding("S5")
def test_the_pipeline_shows_every_stage_and_this_authoritys_own_times(client, ola, posts):
    client.force_login(ola)

    said = client.get("/workforce/on-their-way/").text

    for stage in posts.north:
        assert f'id="{stage}"' in said
    assert "half of all posts here took up to 4 weeks and nine in ten up to 4 weeks" in said
    assert "<strong>None</strong>: in no forecast" in said


def test_a_post_says_how_far_it_is_and_what_is_next(client, ola, posts):
    client.force_login(ola)

    said = page(client, posts.north[Stage.CHECKS])

    assert "<strong>Accepted, checks under way</strong> since 10 February 2025: 21 days" in said
    assert "Next: Finish the checks and agree a start." in said
    assert "No funding line" in page(client, posts.not_funded)
    assert "Offer made</strong> since 3 February 2025" in page(client, posts.north[Stage.CHECKS], "?as_at=2025-02-09")


def test_a_post_is_opened_and_filled_step_by_step_on_the_screens(client, ola, cast):
    client.force_login(ola)
    made = client.post("/workforce/posts/open/", {
        "title": "Social worker", "team": cast.north.pk, "fte": "0.6", "is_case_holding": "on", "funding_line": "",
        **day(date(2025, 3, 3), "opens_on"),
    })  # fmt: skip
    post = Post.objects.latest("pk")
    assert made.url == f"/workforce/posts/{post.pk}/"

    act(client, post, "fund", funding_line="Recovery fund")
    act(client, post, "ask", **day(date(2025, 2, 3), "signed_on"))
    act(client, post, "advertise", **day(date(2025, 2, 4)))
    act(client, post, "offer", **day(date(2025, 2, 10)))
    act(client, post, "accept", **day(date(2025, 2, 11)))
    act(client, post, "agree", **day(date(2025, 2, 28), "starts_on"))
    act(client, post, "checks", **day(date(2025, 2, 24)))
    form = client.get(f"/workforce/posts/{post.pk}/started/").text
    assert 'value="28"' in form  # the agreed start stands in the boxes
    there = act(client, post, "started", name="Ivo Marl", basis="permanent", **day(date(2025, 3, 3), "starts_on"))

    assert there.url == f"/workforce/posts/{post.pk}/"
    found = Appointment.objects.get(post=post)
    assert (found.worker.name, float(found.fte), found.supervisor) == ("Ivo Marl", 0.6, None)
    assert "Started, no case yet" in page(client, post)


def test_somebody_in_the_staff_list_is_chosen_and_not_typed(client, ola, cast, posts, dawn, marcus):
    post = posts.north[Stage.START]
    listed = Appointment.objects.create(
        screen="cast", key="listed", worker=dawn.worker, team=cast.north, starts_on=date(2025, 3, 3),
        is_case_holding=True,
    )  # fmt: skip
    client.force_login(ola)
    assert "Dawn Okafor, since 3 March 2025" in client.get(f"/workforce/posts/{post.pk}/started/").text

    act(client, post, "started", appointment=listed.pk, basis="permanent", supervisor="", **day(
        date(2025, 3, 3), "starts_on"
    ))  # fmt: skip

    assert Recruitment.objects.get(appointment=listed).post == post


def test_of_a_name_that_is_known_the_form_asks_who_it_is(client, ola, cast, posts, priya):
    post = posts.north[Stage.START]
    client.force_login(ola)
    typed = {"name": priya.name, "basis": "permanent", "supervisor": "", **day(date(2025, 3, 3), "starts_on")}
    assert "Is it they?" not in client.get(f"/workforce/posts/{post.pk}/started/").text

    asked = act(client, post, "started", is_newly_qualified="on", **typed).text
    assert "Choose who it is, or say that it is somebody new" in asked
    assert f"Priya Nair, in {cast.north.name} since" in asked
    assert "No, somebody new of the same name" in asked
    assert not Appointment.objects.filter(post=post, starts_on=date(2025, 3, 3)).exists()

    act(client, post, "started", namesake="new", is_newly_qualified="on", **typed)
    found = Appointment.objects.get(post=post, starts_on=date(2025, 3, 3))
    assert found.worker_id != priya.worker_id
    assert found.is_newly_qualified


def test_the_supervisor_most_of_the_team_have_is_chosen_beforehand(client, ola, posts, marcus):
    client.force_login(ola)
    form = client.get(f"/workforce/posts/{posts.north[Stage.START].pk}/started/").text

    assert f'<option value="{marcus.worker_id}" selected>Marcus Reed</option>' in form
    act(client, posts.north[Stage.START], "started", name="Ivo Marl", basis="permanent",
        supervisor=marcus.worker_id, **day(date(2025, 3, 3), "starts_on"))  # fmt: skip

    assert Appointment.objects.get(worker__name="Ivo Marl").supervisor == marcus.worker


def test_what_fell_through_stays_on_the_page_and_the_search_begins_again(client, ola, posts):
    post = posts.north[Stage.OFFER]
    client.force_login(ola)

    act(client, post, "fell-through", because="They took a post nearer home.", **day(date(2025, 3, 1)))

    said = page(client, post)
    assert "They took a post nearer home." in said
    assert "<strong>Requisition signed</strong> since 1 March 2025" in said


@pytest.mark.parametrize(
    ("stage", "name", "typed", "said"),
    [
        (Stage.VACANCY, "offer", day(date(2025, 3, 3)), "Nobody has signed for the post"),
        (Stage.REQUISITION, "accept", day(date(2025, 3, 3)), "What comes before it was not written down yet."),
        (Stage.OFFER, "accept", day(date(2025, 1, 6)), "The day must be after what came before it"),
        (Stage.OFFER, "accept", day(date(2025, 3, 4)), "The day must be after what came before it"),
        (Stage.OFFER, "ask", day(date(2025, 3, 3), "signed_on"), "The post is being filled already."),
        (Stage.STARTED, "close", day(date(2025, 3, 3), "closes_on"), "Somebody holds the post then."),
        (Stage.START, "started", day(date(2025, 3, 3), "starts_on") | {"basis": "permanent"}, "Enter their name"),
        (Stage.START, "fell-through", day(date(2025, 3, 3)), "Write why it fell through"),
        (Stage.OFFER, "accept", {}, "Enter the day they accepted"),
    ],
)
def test_what_is_refused_is_said_on_the_same_page(client, ola, posts, stage, name, typed, said):
    client.force_login(ola)

    answered = act(client, posts.north[stage], name, **typed)

    assert answered.status_code == 200
    assert said in answered.text


def test_an_act_is_offered_in_its_stage_and_only_to_those_who_recruit(client, ola, marcus, posts):
    client.force_login(ola)
    assert "Ask for it to be filled" in page(client, posts.north[Stage.VACANCY])
    assert "Ask for it to be filled" not in page(client, posts.north[Stage.OFFER])

    client.force_login(marcus)
    assert "Ask for it to be filled" not in page(client, posts.north[Stage.VACANCY])
    assert act(client, posts.north[Stage.VACANCY], "ask", **day(date(2025, 3, 3), "signed_on")).status_code == 403


def test_hostile_words_are_shown_as_they_were_written(client, ola, cast, posts):
    post = opened(cast.north, ola, title=HOSTILE[:100])
    client.force_login(ola)
    act(client, posts.north[Stage.OFFER], "fell-through", because=HOSTILE, **day(date(2025, 3, 3)))

    for said in (page(client, posts.north[Stage.OFFER]), page(client, post), client.get("/workforce/posts/").text):
        assert "<script>alert('x')" not in said
        assert "&lt;script&gt;" in said


# --- who sees what ---


@pytest.mark.parametrize("who", ["helen", "ola", "sofia", "anil", "ines"])
def test_those_who_answer_for_the_service_see_both_teams(client, cast, who):
    client.force_login(cast.people[who])

    for address in PAGES[1:]:
        said = client.get(address).text
        assert "North assessment" in said
        assert "South assessment" in said


def test_a_team_manager_sees_their_own_line_and_no_other(client, posts, tom, marcus, cast):
    """Tom's team is South: of North there is no post, no worker and no number, whatever address he guesses."""
    client.force_login(tom)
    guessed = [f"/workforce/posts/{post.pk}/" for post in posts.north.values()]
    guessed += [f"/workforce/{where}/?team={cast.north.pk}" for where in ("posts", "people")]
    for address in (*PAGES, *guessed):
        said = client.get(address).text
        for trace in ("North assessment", "Priya Nair", "Ada Finch", "Mia Bell", "Noah Bell"):
            assert trace not in said, address
    assert all(client.get(address).status_code == 404 for address in guessed[: len(posts.north)])

    client.force_login(marcus)
    assert "Priya Nair" in client.get("/workforce/people/").text


@pytest.mark.parametrize("who", ["priya", "dawn", "sam", "grace", "hart", "elsie"])
def test_nobody_else_opens_it(client, cast, posts, who):
    client.force_login(cast.people[who])

    for address in (*PAGES, f"/workforce/posts/{posts.south.pk}/", "/workforce/posts/open/"):
        assert client.get(address).status_code == 403, address


def test_a_planner_reads_no_number_that_could_point_at_a_child(client, ola, helen, bells):
    """Priya's three children stand under Marcus: Helen reads how many, Ola that they are few."""
    client.force_login(ola)
    assert "fewer than 5" in client.get("/workforce/").text

    client.force_login(helen)
    said = client.get("/workforce/").text
    assert "fewer than 5" not in said
    assert 'data-label="Children">3<' in said


def test_every_act_has_an_address_and_a_form(client, ola, posts):
    client.force_login(ola)

    for name in filling.ACTS:
        assert (
            client.get(f"/workforce/posts/{posts.north[Stage.OFFER].pk}/{name.replace('_', '-')}/").status_code == 200
        )
