"""
No form asks for what the record holds, and no two forms of one step ask for the same; no form loses what is typed.

People are followed through every link they have, from the start page and the page of a child everybody knows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import pytest
from lxml import html

from lintel.foundation.documents.tests.builders import attached
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.allocating.tests.families import family_waiting
from lintel.journey.handovers.actions import decide_contact
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.tests.builders import chosen_for, knock
from tests.architecture.forms_reached import Prompt, forms_reached, prompts_of
from tests.cast import NOW

pytestmark = pytest.mark.django_db
WHO = ("priya", "marcus", "femi", "rosa", "elsie", "anil")

# What the record holds of a child, their family, the worker who types and the day it is, as a form would ask for it.
HELD = {
    "the child’s name": r"\b(first|given|family|last|full|child(ren)?[’']s) names?\b|^names?$|name of the child",
    "the day they were born": r"\bborn\b|date of birth|\bd\.?o\.?b\b|^age$|how old",
    "where they live": r"\baddress\b|post ?code|where (they|the child|he|she) lives?",
    "their school": r"\bschool\b|\bnursery\b",
    "their numbers": r"\bnhs\b|\bupn\b|unique pupil|child id|case number",
    "what else is known of them": r"\bsex\b|\bgender\b|ethnic|disabilit|religion",
    "who is related to them": r"\b(mother|father|parent|carer)[’']s name|siblings?\b|brothers and sisters\b",
    "who types": r"\byour (full )?(name|team|role|job|post|e-?mail|telephone)|completed by|recorded by|signed by",
    "who works with them": r"(social |key |allocated )?worker[’']?s? name|name of (the |your )?(social )?worker|^team$"
    r"|^(allocated|social) worker$|team manager|your manager",
    "the day it is": r"\btoday\b|^date$|^day$|^when$|date (of|it was) (this|record|typed|written down)|^on which day$",
}
# Each asks for what the record cannot hold, and says why. Any may leave this list; none may join it without a reason.
NOT_HELD = {
    "front-door/<int:pk>/child/: given": "one more child a caller speaks of, whom nobody has named yet",
    "front-door/<int:pk>/child/: born": "the same; what brothers and sisters share is offered filled in",
    "front-door/<int:pk>/child/: address": "filled in where the other children of the contact have one address",
    "front-door/<int:pk>/child/: school": "brothers and sisters go to different schools",
    "front-door/<int:pk>/adult/: given": "one more grown-up a caller speaks of, whom nobody has named yet",
    "front-door/<int:pk>/adult/: family": "the same: often another name than the child’s",
    "front-door/<int:pk>/decide/: safe_address": "an address no letter must go to, often nobody’s in the record",
    "agencies/: name": "an agency nobody has written down yet",
    "agencies/: email": "the same",
    "workforce/posts/open/: team": "the team that gets a post; whoever opens one often leads several",
}
# Two forms of one seat with the same words over a box, and why that is not asking twice.
MEANT_TWICE = {
    ("documents", "What it is"): "left empty when it was attached, it can be said later",
    ("documents", "Who it is from"): "the same",
    ("documents", "The day it was written"): "the same",
    ("front_door", "First name"): "of a child, and of a grown-up",
    ("front_door", "Family name"): "of a grown-up; of a child it is filled in",
}


def asked_though_held(prompts: Iterable[Prompt]) -> dict[str, str]:
    """What forms ask that the record holds, without offering it: where, and what it is."""
    return {
        each.where: what
        for each in prompts
        for what, words in HELD.items()
        if not each.is_filled and re.search(words, each.label, re.I)
    }


def asked_twice(prompts: Iterable[Prompt]) -> dict[tuple[str, str], set[str]]:
    """The same words over an empty box on two pages of one seat."""
    where: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in prompts:
        if not each.is_filled:
            where[each.seat, each.label].add(each.route)
    return {prompt: routes for prompt, routes in where.items() if len(routes) > 1}


_reached: list[Prompt] = []


@pytest.fixture
def reached(client, cast, bells, at_nine, settings, tmp_path) -> list[Prompt]:
    """What every form asks that one of them reaches; walked once."""
    if not _reached:
        settings.DOCUMENTS_ROOT = tmp_path
        attached(bells.mia, by=cast.priya, is_read=False)
        oakapples = [TellsOf(particulars=Particulars(given=name, family="Oakapple")) for name in ("Perrin", "Tansy")]
        mia = TellsOf(particulars=Particulars(given="Mia", family="Bell"), person=bells.mia)
        knock(by=cast.dawn, once="known", received_at=NOW, children=[mia])
        handed_over = knock(by=cast.dawn, once="new", received_at=NOW, children=oakapples)
        chosen = chosen_for(handed_over, Outcome.EARLY_HELP, rationale="They need warm coats.")
        decide_contact(handed_over, chosen, by=cast.femi, at=NOW)
        family_waiting(cast, team=cast.north)
        for who in WHO:
            client.force_login(cast.people[who])
            _reached.extend(forms_reached(client, ["/", f"/children/{bells.mia.pk}/"]))
    return _reached


@pytest.mark.slow(takes=12)
def test_no_form_asks_for_what_the_record_holds(reached):
    found = asked_though_held(reached)

    assert {where: what for where, what in found.items() if where not in NOT_HELD} == {}
    assert len({each.route for each in reached}) > 40


@pytest.mark.slow(takes=1)
def test_no_two_forms_of_a_seat_ask_for_the_same(reached):
    assert {each: routes for each, routes in asked_twice(reached).items() if each not in MEANT_TWICE} == {}


@pytest.mark.slow(takes=1)
def test_every_box_for_words_keeps_them(reached):
    assert {each.where for each in reached if each.is_for_words and not each.is_kept} == set()


def form(inside: str) -> list[Prompt]:
    page = html.fromstring(f'<main><form method="post">{inside}</form></main>')
    return list(prompts_of(page, seat="visits", route="visits/"))


@pytest.mark.parametrize(
    ("inside", "is_found"),
    [
        ('<label for="a">Date of birth</label><input id="a" name="dob">', True),
        ('<label for="a">Date of birth</label><input id="a" name="dob" value="2 September 2013">', False),
        ('<fieldset><legend>When was she born?</legend><input name="b-day"><input name="b-month"></fieldset>', True),
        ('<label for="a">Your name</label><input id="a" name="by">', True),
        ('<label for="a">NHS number</label><input id="a" name="nhs">', True),
        ('<label>Ethnicity <select name="e"><option value="">-</option><option>A</option></select></label>', True),
        ('<label>Sex <select name="s"><option value="F" selected>Female</option></select></label>', False),
        ('<label for="a">What she said</label><textarea id="a" name="words"></textarea>', False),
        ('<input type="hidden" name="dob">', False),
    ],
)  # fmt: skip
def test_a_form_that_asks_for_what_is_held_would_be_found(inside, is_found):
    assert bool(asked_though_held(form(inside))) is is_found


def test_the_same_question_on_two_pages_would_be_found():
    one = Prompt("visits", "visits/new/", "Why", "why", False, True, True)
    other = Prompt("visits", "visits/end/", "Why", "because", False, True, True)
    elsewhere = Prompt("plans", "plans/end/", "Why", "because", False, True, True)

    assert asked_twice([one, elsewhere]) == {}
    assert asked_twice([one, other]) == {("visits", "Why"): {"visits/new/", "visits/end/"}}
