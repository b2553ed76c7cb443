"""Who may read the trail, and what they find in it."""

from datetime import timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.actions import note
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.audit_log.queries import published_roots, trail


def acts(entries):
    return [entry.act for entry in entries]


@pytest.fixture
def noted(cast, now):
    note("list opened", by=cast.priya, at=now, child_id=7)
    note("contact decided", by=cast.dawn, at=now + timedelta(hours=1), child_id=7)
    note("exported", by=cast.priya, at=now + timedelta(hours=2), child_id=8)


def test_the_trail_of_a_child_is_everybody_who_did_anything_about_it(noted, grace):
    assert acts(trail(viewer=grace, child_id=7)) == ["contact decided", "list opened"]


def test_the_trail_of_a_person_is_everything_they_did(noted, cast, grace, now):
    assert acts(trail(viewer=grace, user=cast.priya, since=now)) == ["exported", "list opened"]


def test_the_trail_since_a_moment_leaves_out_what_was_before_it(noted, grace, now):
    assert acts(trail(viewer=grace, since=now + timedelta(hours=1))) == ["exported", "contact decided"]


def test_the_latest_entry_comes_first(noted, grace):
    assert acts(trail(viewer=grace))[:3] == ["exported", "contact decided", "list opened"]


def test_the_names_in_a_trail_cost_no_further_questions(noted, grace, django_assert_num_queries):
    with django_assert_num_queries(2):  # who Grace is, and the trail
        assert {str(entry.by) for entry in trail(viewer=grace, child_id=7)} == {"Dawn Okafor", "Priya Nair"}


@pytest.mark.parametrize(
    "name", ["dawn", "priya", "marcus", "tom", "sofia", "anil", "helen", "sam", "ola", "ines", "della"]
)
def test_nobody_but_information_governance_reads_the_trail(cast, name):
    with pytest.raises(NotAllowed):
        trail(viewer=cast.people[name])


def test_roots_are_published_to_those_who_verify_only(cast):
    with pytest.raises(NotAllowed):
        published_roots(viewer=cast.tom)


def test_an_entry_names_its_subject_and_keeps_its_details(bells, cast, now):
    entry = note("record opened", by=cast.priya, at=now, subject=bells.mia, child_id=bells.mia.pk, screen="timeline")

    held = Entry.objects.get(pk=entry.pk)

    assert (held.subject_kind, held.subject_id, held.child_id) == ("people.person", bells.mia.pk, bells.mia.pk)
    assert held.details == {"screen": "timeline"}
