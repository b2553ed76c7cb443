"""Whom the search box finds, for whom."""

from datetime import date

import pytest

from lintel.foundation.access.actions import open_restriction
from lintel.foundation.matching.actions import index_waiting
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.families.actions import live_at, say_related
from lintel.journey.families.tests.builders import whole_family
from lintel.journey.finding.queries import find
from tests.cast import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)


def found(text, viewer) -> list[str]:
    return [hit.name for hit in find(text, viewer=viewer, today=TODAY).hits]


@pytest.mark.parametrize("is_indexed", [False, True])
def test_a_worker_finds_their_children_and_the_grown_ups_around_them(cast, bells, is_indexed):
    whole_family(cast, bells)
    if is_indexed:
        index_waiting(by=cast.command_line, at=NOW)

    assert found("mia bell", cast.priya) == ["Mia Bell"]
    assert found("mya bel", cast.priya) == ["Mia Bell"]
    assert found("BELL-2", cast.priya) == ["Noah Bell"]
    assert found("dean pryce", cast.priya) == ["Dean Pryce"]
    assert found("rv1 2ab", cast.priya) == ["Mia Bell", "Ruth Bell"]


def test_a_grown_up_leads_to_the_family(cast, bells):
    [owen] = find("owen hartley", viewer=cast.priya, today=TODAY).hits

    assert owen.family_of == bells.mia.pk
    assert owen.belongs == "father of Mia Bell, Noah Bell, Bell"


@pytest.mark.parametrize("text", ["mia bell", "ruth bell", "owen hartley", "BELL-1", "rv1 2ab", "bell", "2/9/2013"])
def test_somebody_from_another_team_finds_nobody_of_them(cast, bells, text):
    whole_family(cast, bells)

    finding = find(text, viewer=cast.tom, today=TODAY)

    assert not finding.hits
    assert not finding.is_restricted_record_there
    assert not finding.more


@pytest.mark.parametrize("who", ["sam", "grace", "ola"])
def test_those_who_see_no_child_find_nobody(cast, bells, who):
    assert found("mia bell", cast.people[who]) == []


def test_a_restricted_child_is_found_by_nobody_else_and_only_those_who_must_know_are_told(cast, bells):
    open_restriction(bells.mia, named=[cast.priya], reason="Threats", together_with=cast.sofia, by=cast.helen, at=NOW)

    told, untold = (find("mia bell", viewer=who, today=TODAY) for who in (cast.dawn, cast.anil))

    assert (told.hits, told.is_restricted_record_there) == ([], True)
    assert (untold.hits, untold.is_restricted_record_there) == ([], False)
    assert found("mia bell", cast.priya) == ["Mia Bell"]
    assert [hit.belongs for hit in find("owen hartley", viewer=cast.dawn, today=TODAY).hits] == [
        "father of Noah Bell, Bell, Kit Hartley"
    ]


def test_a_confidential_address_finds_nobody_and_is_not_shown_nor_that_of_whoever_lives_with_them(cast, bells):
    whole_family(cast, bells)
    secret = {"lines": "3 Quiet Close", "postcode": "RV7 7QQ", "since": date(2025, 3, 1), "by": cast.priya, "at": NOW}
    live_at([bells.mia], is_confidential=True, **secret)
    live_at([bells.ruth], **secret)

    [ruth] = find("ruth bell", viewer=cast.dawn, today=TODAY).hits

    assert ruth.address == "Address withheld"
    assert found("rv7 7qq", cast.dawn) == found("3 Quiet Close", cast.priya) == []


def test_a_grown_up_with_no_child_is_found_by_those_who_see_everybody_and_says_so(cast, bells):
    whole_family(cast, bells)

    [joan] = find("joan carr", viewer=cast.dawn, today=TODAY).hits

    assert joan.family_of is None
    assert found("joan carr", cast.priya) == []


def test_somebody_related_to_the_child_outright_is_reached_by_the_worker(cast, bells):
    around = whole_family(cast, bells)
    say_related(around.joan, RelationshipKind.GRANDPARENT, bells.mia, by=cast.priya, at=NOW)

    assert found("joan carr", cast.priya) == ["Joan Carr"]


def test_too_little_is_said_to_be_too_little(cast, bells):
    assert find("m", viewer=cast.dawn, today=TODAY).is_too_little
