"""Second looks on screen: blind, locked, and far apart to a manager today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.drafts.actions import keep
from lintel.journey.handovers.actions import decide_contact, sign_decision
from lintel.oversight.alike.second_looks import actions, queries
from lintel.oversight.alike.second_looks.models import Gap, SecondLook
from lintel.oversight.alike.second_looks.tests.builders import a_decision, another_decider, everything_is_drawn
from lintel.steps.front_door.codes import Consent, Outcome
from lintel.steps.front_door.intake.actions import record_consent
from lintel.steps.front_door.tests.builders import chosen_for, knock
from tests.trace import finding

pytestmark = pytest.mark.django_db
SECRET = "Harm that nobody explains."
TYPED = {"outcome": "no_further_action", "level": "1", "rationale": "A fall in the park.", "factors": ["concern"]}


@pytest.fixture
def look(cast):
    """Drawn when Rosa opens her page."""
    everything_is_drawn(cast)
    decision = a_decision(cast, at=timezone.now() - timedelta(hours=1), words="A bruise on his cheek.")
    actions.draw(by=cast.command_line, at=timezone.now())
    return SecondLook.objects.get(decision=decision)


def page(client, user, path, **typed):
    client.force_login(user)
    answer = client.post(path, typed, follow=True) if typed else client.get(path)
    return answer.content.decode()


@finding("S7", screen="/alike/")
def test_opening_the_page_draws_and_lists_what_waits(client, cast):
    everything_is_drawn(cast)
    a_decision(cast, at=timezone.now() - timedelta(hours=1))

    shown = page(client, cast.rosa, "/alike/")

    look = SecondLook.objects.get()
    assert f"Decide number {look.pk}" in shown
    assert f"number {look.pk}" not in page(client, cast.femi, "/alike/")


@finding("S7", screen="/alike/")
def test_the_first_decision_is_nowhere_before_the_second_is_locked(client, cast, look):
    address = f"/alike/looks/{look.pk}/"

    for path in ("/alike/", address, "/alike/agreement/", f"{address}decided/"):
        shown = page(client, cast.rosa, path)
        assert SECRET not in shown
        assert "Femi" not in shown
    assert "A bruise on his cheek." in page(client, cast.rosa, address)

    shown = page(client, cast.rosa, address, **TYPED)

    assert SECRET in shown
    assert "3 levels apart" in shown
    assert "Femi" not in shown


def test_a_mistake_in_the_form_shows_nothing_of_the_first_and_keeps_what_was_typed(client, cast, look):
    shown = page(client, cast.rosa, f"/alike/looks/{look.pk}/", **TYPED | {"rationale": ""})
    assert "Enter why" in shown
    assert SECRET not in shown

    shown = page(client, cast.rosa, f"/alike/looks/{look.pk}/", outcome="", level="", rationale="My words")
    assert "Choose what should happen" in shown
    assert "My words" in shown


@pytest.mark.parametrize("who", ["femi", "dawn", "tom", "marcus", "helen", "sam", "ola", "anil"])
def test_nobody_else_opens_it(client, cast, look, who):
    client.force_login(cast.people[who])

    assert client.get(f"/alike/looks/{look.pk}/").status_code in (403, 404)
    assert client.get(f"/alike/looks/{look.pk}/decided/").status_code in (403, 404)


def test_tom_sees_nothing_of_deciding_alike(client, cast, look):
    page(client, cast.rosa, f"/alike/looks/{look.pk}/", **TYPED)
    client.force_login(cast.tom)

    for path in ("", "agreement/", "variation/", "variation/mine/", "drift/", "clock/", "measures/", "examples/",
                 f"gaps/{Gap.objects.get().pk}/"):  # fmt: skip
        assert client.get(f"/alike/{path}").status_code == 403, path


@finding("S7", screen="/alike/")
def test_a_manager_looks_today_and_says_what_was_done(client, cast, look):
    page(client, cast.rosa, f"/alike/looks/{look.pk}/", **TYPED)
    gap = Gap.objects.get()
    assert "Look at today" in page(client, cast.helen, "/alike/")
    assert client.get(f"/alike/gaps/{gap.pk}/").status_code == 200
    client.force_login(cast.rosa)
    assert client.get(f"/alike/gaps/{gap.pk}/").status_code == 404

    shown = page(client, cast.helen, f"/alike/gaps/{gap.pk}/", what_was_done="Visited at four.")

    assert "Thank you for looking today" in shown
    assert "No two decisions lie far apart" in shown


@pytest.mark.parametrize(
    "path", ["{contact}/decide/", "{contact}/tell/", "decision/{decision}/", "{contact}/", "to-sign/{decision}/"]
)
def test_who_opened_a_page_that_shows_the_decision_is_not_asked_to_decide_blind(client, cast, path):
    everything_is_drawn(cast)
    contact = knock(by=cast.dawn, once="1", received_at=timezone.now() - timedelta(hours=2))
    line = contact.children.get()
    record_consent(line, consent=Consent.DISPENSED_WITH, reason="Risk.", by=cast.femi, at=contact.received_at)
    chosen = chosen_for(contact, Outcome.REFERRAL)
    decision = decide_contact(contact, chosen, by=cast.femi, at=timezone.now() - timedelta(hours=1))[0]
    manager = another_decider(cast, role=Role.FRONT_DOOR_MANAGER)
    sign_decision(decision, by=manager, at=timezone.now())
    actions.draw(by=cast.command_line, at=timezone.now())
    assert queries.offered(viewer=cast.rosa, at=timezone.now())

    page(client, cast.rosa, "/front-door/" + path.format(contact=contact.pk, decision=decision.pk))

    assert queries.offered(viewer=cast.rosa, at=timezone.now()) == []


def test_who_was_overtaken_is_not_asked_to_decide_blind(client, cast, look):
    line = look.decision.child_contact
    client.force_login(cast.rosa)

    answer = client.post(f"/front-door/{line.contact_id}/decide/", {"about": [line.pk], "step": "check"})

    assert answer.status_code == 409
    assert queries.offered(viewer=cast.rosa, at=timezone.now()) == []


def test_opening_a_look_leaves_an_entry_that_gives_nothing_away(client, cast, look):
    page(client, cast.rosa, f"/alike/looks/{look.pk}/")

    entry = Entry.objects.get(act="second look opened")
    assert (entry.by, entry.details) == (cast.rosa, {})


def test_somebody_else_took_it_meanwhile(client, cast, look):
    page(client, cast.rosa, f"/alike/looks/{look.pk}/", **TYPED)

    answer = client.post(f"/alike/looks/{look.pk}/", TYPED | {"rationale": "What I wrote meanwhile."})

    assert answer.status_code == 409
    assert "Somebody decided it in the meantime" in answer.text
    assert "What I wrote meanwhile." in answer.text
    assert SECRET not in answer.text
    assert SecondLook.objects.get().outcome == Outcome.NO_FURTHER_ACTION


@pytest.mark.parametrize(
    ("who", "path", "field"),
    [
        ("rosa", "/alike/looks/{look}/", "rationale"), ("helen", "/alike/gaps/{gap}/", "what_was_done"),
        ("helen", "/alike/measures/drift/contest/", "words"), ("helen", "/alike/measures/drift/validate/", "found"),
        ("helen", "/alike/measures/drift/switch/", "because"), ("helen", "/alike/reviews/", "terms"),
    ],
)  # fmt: skip
def test_words_that_were_kept_are_there_again_and_forgotten_once_sent(client, cast, look, who, path, field):
    if "gap" in path:
        page(client, cast.rosa, f"/alike/looks/{look.pk}/", **TYPED)
        path = path.format(gap=Gap.objects.get().pk)
    path = path.format(look=look.pk)
    keep({field: ["Half a sentence that"]}, path=path, page="a" * 32, of=cast.people[who], at=timezone.now())

    shown = page(client, cast.people[who], path)

    assert "Half a sentence that" in shown
    assert "data-keep" in shown
    if field == "because":
        page(client, cast.people[who], path, because="A whole sentence.", kept_page="b" * 32 + "." + "a" * 32)
        assert "Half a sentence that" not in page(client, cast.people[who], path)


def test_a_manager_who_was_second_keeps_what_they_wrote_of_a_gap(client, cast, look):
    page(client, cast.rosa, f"/alike/looks/{look.pk}/", **TYPED)
    gap = Gap.objects.get()
    actions.settle_gap(gap.pk, what_was_done="Visited.", by=cast.helen, at=timezone.now())
    client.force_login(cast.helen)

    answer = client.post(f"/alike/gaps/{gap.pk}/", {"what_was_done": "I rang the school."})

    assert answer.status_code == 409
    assert "A colleague settled it first" in answer.text
    assert "I rang the school." in answer.text
