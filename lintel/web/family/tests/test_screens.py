"""The family page, its one secret screen, and what a worker adds to it."""

import re
from datetime import date

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.families.actions import live_at
from lintel.foundation.people.models import Professional, Relationship
from lintel.journey.families.tests.builders import whole_family
from tests.cast import NOW
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
TODAY = {"on-day": "3", "on-month": "3", "on-year": "2025"}
SECRET = ("3 Quiet Close", "RV7 7QQ")


@pytest.fixture
def around(cast, bells, request):
    return once("whole family", lambda: whole_family(cast, bells), request)


def hidden_away(*people, by) -> None:
    """Somewhere nobody is to know of."""
    where = {"lines": SECRET[0], "postcode": SECRET[1], "since": date(2025, 3, 3)}
    live_at(people, is_confidential=True, **where, by=by, at=NOW)


@pytest.fixture
def priya_at(client, cast, bells, around):
    client.force_login(cast.priya)
    return lambda rest="": client.get(f"/families/{bells.mia.pk}/{rest}").content.decode()


def test_rules_come_first_then_each_child_then_everybody_drawn_and_listed(priya_at, bells):
    shown = priya_at()

    order = ["Ring only in school hours.", "See the child", "<svg", "At home", "Lived here before", "Ana Reyes"]
    assert [shown.index(words) for words in order] == sorted(shown.index(words) for words in order)
    for name in ("Ruth Bell", "Owen Hartley", "Dean Pryce", "Joan Carr", "Kit Hartley", "07700 900123"):
        assert name in shown
    assert Entry.objects.filter(act="family opened", child_id=bells.mia.pk).exists()


def test_the_child_page_leads_to_the_family(client, cast, bells):
    client.force_login(cast.priya)

    assert f"/families/{bells.mia.pk}/" in client.get(f"/children/{bells.mia.pk}/").content.decode()


@pytest.mark.parametrize(
    "rest",
    [
        "", "add/", "relate/", "involved/", "people/{ruth}/address/", "people/{ruth}/move-in/",
        "people/{mia}/safe-contact/", "confidential/{mia}/",
    ],
)  # fmt: skip
def test_tom_finds_nothing_at_any_address_of_theirs(client, cast, bells, around, rest):
    hidden_away(bells.mia, by=cast.priya)
    client.force_login(cast.tom)
    path = rest.format(ruth=bells.ruth.pk, mia=bells.mia.pk)

    theirs, nobodys = client.get(f"/families/{bells.mia.pk}/{path}"), client.get(f"/families/999999/{path}")

    assert theirs.status_code == nobodys.status_code == 404
    assert "Bell" not in theirs.content.decode()


def test_a_confidential_address_stands_on_its_own_screen_and_nowhere_else(client, cast, bells, around):
    hidden_away(bells.mia, bells.ruth, by=cast.priya)
    client.force_login(cast.priya)
    family = f"/families/{bells.mia.pk}/"

    pages = (family, f"/children/{bells.mia.pk}/", "/find/?q=mia+bell", "/find/?q=quiet+close&part=yes")
    shown = {where: client.get(where).content.decode() for where in pages}
    own = client.get(f"{family}confidential/{bells.mia.pk}/").content.decode()

    assert [where for where, page in shown.items() if any(words in page for words in SECRET)] == []
    assert all(words in own for words in SECRET)
    assert Entry.objects.get(act="confidential address opened", child_id=bells.mia.pk).by == cast.priya
    client.force_login(cast.helen)
    assert client.get(f"{family}confidential/{bells.mia.pk}/").status_code == 403


def test_where_somebody_is_hidden_the_next_address_opens_as_confidential(client, cast, bells, around):
    client.force_login(cast.priya)
    where = f"/families/{bells.mia.pk}/people/{bells.ruth.pk}/address/"
    box = re.compile(r'<input[^>]*name="is_confidential"[^>]*>')
    before = box.search(client.get(where).text)[0]

    hidden_away(bells.mia, bells.ruth, by=cast.priya)

    assert ("checked" in before, "checked" in box.search(client.get(where).text)[0]) == (False, True)


def test_adding_offers_who_is_known_and_writes_down_somebody_new_only_when_told_to(client, cast, bells, around):
    client.force_login(cast.dawn)
    where = f"/families/{bells.mia.pk}/add/"
    typed = {"given": "Joan", "family": "Car", "kind": "grandparent", "to_person": bells.noah.pk}

    offered = client.post(where, typed).content.decode()
    assert "Joan Carr" in offered
    before = Relationship.objects.filter(kind="grandparent").count()
    client.post(where, typed | {"person": around.joan.pk})

    [tie] = Relationship.objects.filter(kind="grandparent")
    assert (before, tie.person) == (0, around.joan)
    client.post(where, typed | {"looked": "yes", "person": "", "family": "Carver"})
    assert Relationship.objects.filter(kind="grandparent").exclude(person=around.joan).exists()


def test_whoever_was_chosen_must_be_somebody_the_worker_may_know(client, cast, bells, around):
    client.force_login(cast.priya)
    typed = {"kind": "sibling", "to_person": bells.mia.pk, "person": bells.ivy.pk}

    answer = client.post(f"/families/{bells.mia.pk}/add/", typed)

    assert "not among those offered any more" in answer.content.decode()
    assert not Relationship.objects.filter(person=bells.ivy).exists()


def test_somebody_of_the_household_is_added_with_the_day_they_moved_in(client, cast, bells, around, priya_at):
    client.post(
        f"/families/{bells.mia.pk}/add/",
        {"given": "Abel", "family": "Quist", "kind": "none", "to_person": bells.mia.pk, "lives_here": "on"} | TODAY,
    )

    assert "Abel Quist" in priya_at().split('id="home"')[1].split('id="before"')[0]


@pytest.mark.parametrize(
    ("act", "typed", "said"),
    [
        ("people/{dean}/move-out/", TODAY, "Dean Pryce lives here no more."),
        ("people/{dean}/telephone/", {"number": "07700 900456"}, "The number of Dean Pryce is saved."),
        ("people/{dean}/language/", {"language": "Welsh"}, "What Dean Pryce speaks is saved."),
        ("people/{dean}/safe-contact/", {"words": "Never at work."}, "now stands first on this page."),
        ("people/{joan}/move-in/", TODAY, "Joan Carr lives in the household."),
        ("involved/", {"name": "Kay Lund", "role": "Health visitor"}, "Kay Lund stands among those involved."),
        ("relate/", {"person": "{dean}", "kind": "step_parent", "to_person": "{mia}"}, "recorded as step-parent."),
    ],
)  # fmt: skip
def test_what_is_said_is_done_and_told(client, cast, bells, around, act, typed, said):
    client.force_login(cast.priya)
    who = {"dean": around.dean.pk, "joan": around.joan.pk, "mia": bells.mia.pk}

    answer = client.post(
        f"/families/{bells.mia.pk}/{act.format(**who)}", {k: v.format(**who) for k, v in typed.items()}, follow=True
    )

    assert said in answer.content.decode()


def test_one_form_says_where_the_whole_household_lives(client, cast, bells, around, priya_at):
    client.post(
        f"/families/{bells.mia.pk}/people/{bells.ruth.pk}/address/",
        {
            "lines": "9 Canal Row", "postcode": "RV3 4CD", "since-day": "3", "since-month": "3", "since-year": "2025",
            "also": [bells.mia.pk, around.dean.pk],
        },
    )  # fmt: skip

    assert priya_at().count("9 Canal Row, RV3 4CD") == 3


def test_a_partner_ends_and_a_parent_is_refused_with_the_way_out(client, cast, bells, around):
    client.force_login(cast.priya)
    day = {"ended_on-day": "1", "ended_on-month": "3", "ended_on-year": "2025"}
    partner = Relationship.objects.get(person=around.dean, kind="partner")
    mother = Relationship.objects.get(person=bells.ruth, to_person=bells.mia)

    ended = client.post(f"/families/{bells.mia.pk}/ties/{partner.pk}/end/", day, follow=True).content.decode()
    refused = client.post(f"/families/{bells.mia.pk}/ties/{mother.pk}/end/", day).content.decode()
    client.post(f"/families/{bells.mia.pk}/ties/{mother.pk}/take-back/", {"because": "Her aunt."})

    assert "Dean Pryce, partner of Ruth Bell: ended." in ended
    assert "take it back and say how you know" in refused
    assert not Relationship.objects.filter(pk=mother.pk).exists()


def test_somebody_involved_ends_and_a_number_goes_out_of_use(client, cast, bells, around, priya_at):
    entry = Professional.objects.get(child=bells.mia)
    day = {"ended_on-day": "3", "ended_on-month": "3", "ended_on-year": "2025"}

    client.post(f"/families/{bells.mia.pk}/involved/{entry.pk}/end/", day)
    client.post(f"/families/{bells.mia.pk}/telephones/{bells.ruth.telephones.get().pk}/end/")

    assert "07700 900123" not in priya_at().split("At home")[1]
    assert "until 3 Mar 2025" in priya_at()


@pytest.mark.parametrize("who", ["sam", "grace", "ola"])
def test_those_who_see_no_child_come_to_no_family(client, cast, bells, who):
    client.force_login(cast.people[who])

    assert client.get(f"/families/{bells.mia.pk}/").status_code == 403


def test_those_who_read_only_are_offered_nothing_to_write(client, cast, bells, around):
    client.force_login(cast.anil)

    shown = client.get(f"/families/{bells.mia.pk}/").content.decode()

    assert "Ruth Bell" in shown
    assert "Add somebody" not in shown
    assert client.get(f"/families/{bells.mia.pk}/add/").status_code == 403
