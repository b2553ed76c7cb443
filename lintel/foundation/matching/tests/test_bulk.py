"""Pairs found in bulk wait for a person."""

import importlib.util
import sys

import pytest

from lintel.foundation.access.actions import service_account
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.matching import in_splink
from lintel.foundation.matching.bulk.actions import suspect_duplicates
from lintel.foundation.matching.merging.actions import decide_they_are_two
from lintel.foundation.matching.models import Merge, Suspected
from lintel.foundation.people.actions import load_names, load_people
from lintel.foundation.people.models import Person, PersonName
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
needs_splink = pytest.mark.skipif(importlib.util.find_spec("splink") is None, reason="the extra is not installed")


@pytest.fixture
def twice(bells):
    """Mia a second time, misspelt."""
    by = service_account(at=NOW)
    person = Person(**TYPED, key="again", date_of_birth=bells.mia.date_of_birth, birth_date_certainty="known", sex="F")
    load_people([person], by=by, at=NOW)
    load_names([PersonName(**TYPED, key="again", person=person, given="Mia", family="Bel")], by=by, at=NOW)
    return person


@needs_splink
@pytest.mark.slow
def test_a_second_record_is_listed_once_and_nothing_is_merged(dawn, bells, twice):
    found = suspect_duplicates(most=100, by=dawn, at=NOW)

    assert [(pair.one, pair.other) for pair in Suspected.objects.all()] == [(bells.mia, twice)]
    assert found.new == 1
    assert not Merge.objects.exists()
    decide_they_are_two(Suspected.objects.get(), by=dawn, at=NOW)
    assert suspect_duplicates(most=100, by=dawn, at=NOW).known == 1
    assert Suspected.objects.get().are_one is False


def test_without_the_extra_it_says_what_to_install(dawn, bells, monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)

    with pytest.raises(in_splink.SplinkIsMissing, match=r"pip install 'lintel\[matching\]'"):
        suspect_duplicates(most=100, by=dawn, at=NOW)


def test_tom_may_not(tom, bells):
    with pytest.raises(NotAllowed):
        suspect_duplicates(most=100, by=tom, at=NOW)
