"""Both sides read the same; nothing is typed twice; each act is one box; and nobody else sees a thing."""

import pytest
from django.utils import timezone

from lintel.foundation.drafts.actions import keep
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.handovers.actions import decide_contact
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.front_door.codes import Channel, Outcome
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.tests.builders import chosen_for, knock
from lintel.web.early_help import forms, views

pytestmark = pytest.mark.django_db
CHILDREN = [TellsOf(particulars=Particulars(given=name, family="Oakapple")) for name in ("Perrin", "Tansy")]
HOSTILE = "<script>alert('x')</script> {{ 7*7 }} \u202e '; DROP TABLE people; --"


@pytest.fixture
def both(dawn, femi) -> list[EarlyHelpRequest]:
    contact = knock(by=dawn, once="1", received_at=timezone.now(), children=CHILDREN)
    chosen = chosen_for(contact, Outcome.EARLY_HELP, rationale="They need warm coats.")
    decide_contact(contact, chosen, by=femi, at=timezone.now())
    return list(EarlyHelpRequest.objects.order_by("pk"))


@pytest.fixture
def asked(both) -> EarlyHelpRequest:
    return both[0]


def post(client, request, act, **typed):
    return client.post(f"/early-help/{request.pk}/{act}/", typed)


def page(client, request):
    return client.get(f"/early-help/{request.pk}/").text


def accept(client, request, **typed):
    return post(client, request, "accept", lead_practitioner="Odette Marl", **typed)


@pytest.mark.parametrize(
    ("form", "asks"),
    [
        (forms.Accept, {"lead_practitioner"}), (forms.SendBack, {"missing"}), (forms.AskAgain, {"answer"}),
        (forms.Met, {"met_on"}), (forms.End, {"because"}), (forms.StepUp, {"because"}),
    ],
)  # fmt: skip
def test_every_act_asks_for_one_thing_nobody_knew_before(form, asks):
    """S26: of the eleven things the contact and the decision hold, none is typed again."""
    assert set(form().fields) == asks


def test_all_that_the_contact_and_the_decision_hold_is_carried_over(client, elsie, asked):
    client.force_login(elsie)
    said = page(client, asked)

    for carried in (
        "Perrin Oakapple", "They need warm coats.", "He comes to school without a coat.", "Neglect", "Level 3",
        "Femi Adeyemi", "Received", "Tansy Oakapple",
    ):  # fmt: skip
        assert carried in said


def test_brothers_and_sisters_are_accepted_together(client, elsie, both):
    client.force_login(elsie)

    accept(client, both[0], together=[str(both[1].pk)])

    assert EarlyHelpRequest.objects.filter(lead_practitioner="Odette Marl").count() == 2


def test_and_one_alone_where_that_is_meant(client, elsie, both):
    client.force_login(elsie)

    accept(client, both[0])

    assert EarlyHelpRequest.objects.filter(accepted_at__isnull=False).get() == both[0]


def test_a_request_of_another_family_cannot_be_slipped_in(client, elsie, dawn, femi, asked):
    contact = knock(by=dawn, once="2", received_at=timezone.now())
    decide_contact(contact, chosen_for(contact, Outcome.EARLY_HELP), by=femi, at=timezone.now())
    other = EarlyHelpRequest.objects.latest("pk")
    client.force_login(elsie)

    accept(client, asked, together=[str(other.pk)])

    other.refresh_from_db()
    assert other.accepted_at is None


def test_sent_back_it_leaves_early_help_and_stands_with_the_front_door(client, elsie, femi, asked):
    client.force_login(elsie)
    post(client, asked, "send-back", missing="Do they agree?")

    assert "Perrin" not in client.get("/early-help/").text.replace("Tansy", "")
    assert client.get(f"/early-help/{asked.pk}/").status_code == 404
    client.force_login(femi)
    assert "Do they agree?" in client.get("/early-help/").text


def test_what_is_not_said_is_asked_for(client, elsie, asked):
    client.force_login(elsie)

    assert "Write who the lead practitioner is" in post(client, asked, "accept").text
    assert "Write what is missing" in post(client, asked, "send-back").text
    assert "Write why" in post(client, asked, "step-up").text


def test_a_day_in_the_future_is_refused_kindly(client, elsie, asked):
    client.force_login(elsie)
    accept(client, asked)

    answer = post(client, asked, "met", met_on="2099-01-01")

    assert "The day must not be before early help was asked, nor after today" in answer.text


def test_early_help_does_not_end_before_the_family_was_met(client, elsie, asked):
    client.force_login(elsie)
    accept(client, asked)
    answer = post(client, asked, "end", because="They did not answer.")

    asked.refresh_from_db()
    assert asked.ended_at is None
    assert "Nobody has met the family" in answer.text
    assert "They did not answer.</textarea>" in answer.text


def test_one_box_steps_a_family_up(client, elsie, both):
    client.force_login(elsie)
    accept(client, both[0], together=[str(both[1].pk)])

    post(client, both[0], "step-up", because="Left alone.", together=[str(both[1].pk)])

    contact = Contact.objects.get(channel=Channel.STEP_UP)
    assert contact.children.count() == 2
    assert "The front door has Perrin Oakapple" in page(client, both[0])


def test_a_colleague_who_was_first_is_said_kindly(client, elsie, asked):
    client.force_login(elsie)
    accept(client, asked)

    keep({"missing": ["Who?"]}, path=f"/early-help/{asked.pk}/send-back/", page="p", of=elsie, at=timezone.now())
    answer = post(client, asked, "send-back", missing="Who?")

    assert "A colleague has answered this already." in answer.text
    assert "Who?</textarea>" in answer.text
    assert "Who?</textarea>" in client.get(f"/early-help/{asked.pk}/send-back/").text


def test_whether_it_held_is_listed(client, elsie, asked):
    client.force_login(elsie)
    accept(client, asked)
    post(client, asked, "met", met_on=timezone.localdate().isoformat())

    assert "Looked at after" in client.get("/early-help/held/").text


def test_a_family_that_is_no_longer_with_early_help_is_counted_and_not_named(client, elsie, femi, asked):
    client.force_login(elsie)
    accept(client, asked)
    post(client, asked, "met", met_on=timezone.localdate().isoformat())
    post(client, asked, "end", because="He has a coat.")

    said = client.get("/early-help/held/").text
    assert "No longer with us (Odette Marl)" in said
    assert "Oakapple" not in said
    client.force_login(femi)
    assert "Perrin Oakapple" in client.get("/early-help/held/").text


def test_whether_it_held_is_shown_page_by_page(client, elsie, asked, monkeypatch):
    monkeypatch.setattr(views, "HELD_ON_A_PAGE", 1)
    client.force_login(elsie)
    both = EarlyHelpRequest.objects.order_by("pk")
    accept(client, asked, together=[str(both[1].pk)])
    post(client, asked, "met", met_on=timezone.localdate().isoformat(), together=[str(both[1].pk)])

    assert "Page 1 of 2" in client.get("/early-help/held/").text
    assert "Perrin Oakapple" in client.get("/early-help/held/?page=2").text


def test_hostile_words_stay_words(client, elsie, asked):
    client.force_login(elsie)
    post(client, asked, "accept", lead_practitioner=HOSTILE)
    post(client, asked, "step-up", because=HOSTILE)

    for path in ("/early-help/", f"/early-help/{asked.pk}/"):
        assert "<script>alert" not in client.get(path).text


@pytest.mark.parametrize("who", ["tom", "priya", "marcus"])
def test_other_teams_find_nothing(client, cast, asked, who):
    client.force_login(cast.people[who])

    for path in ("/early-help/", "/early-help/held/"):
        assert "Oakapple" not in client.get(path).text
    assert client.get(f"/early-help/{asked.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["hart", "sam", "ola", "grace"])
def test_who_has_nothing_to_do_with_it_is_refused(client, cast, asked, who):
    client.force_login(cast.people[who])

    for path in ("/early-help/", "/early-help/held/", f"/early-help/{asked.pk}/"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("who", ["dawn", "femi", "rosa", "helen"])
def test_the_front_door_reads_and_does_not_answer_for_early_help(client, cast, asked, who):
    client.force_login(cast.people[who])

    assert "until early help accepts" in page(client, asked)
    for act in ("accept", "send-back", "met", "end", "step-up"):
        assert post(client, asked, act).status_code == 403
