"""Drafting: from a copy of what is in force, levels moved and taken out, and whom it was put to."""

from datetime import date

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.oversight.performance.actions import record_change
from lintel.oversight.thresholds import actions, queries
from lintel.oversight.thresholds.codes import Partner
from lintel.oversight.thresholds.rules import Missing
from lintel.oversight.thresholds.tests.builders import SCHOOL, a_draft, a_signed_what_if, put_into_effect
from tests.cast import NOW

pytestmark = pytest.mark.django_db
APRIL, MAY = date(2025, 4, 7), date(2025, 5, 5)


@pytest.fixture
def version(cast):
    return a_draft(by=cast.helen, at=NOW)


def another_level(cast, version, number=3, name="Targeted"):
    return actions.write_level(
        version, number=number, name=name, wording="", is_statutory=False, indicators=[SCHOOL], by=cast.helen, at=NOW
    )


def levels(version):
    return [(level.number, level.name) for level in version.levels.all()]


def test_the_next_draft_is_a_copy_of_the_version_in_force_and_not_of_a_later_draft(cast, version):
    first = put_into_effect(version, on=APRIL, by=cast.helen, at=NOW)
    abandoned = actions.draft("Abandoned", owner="Helen", by=cast.helen, at=NOW)
    another_level(cast, abandoned)

    following = actions.draft("Windscreen 2026", owner="Helen", by=cast.helen, at=NOW)

    assert levels(following) == [(4, "Specialist")]
    (level,) = following.levels.all()
    assert (level.wording, level.is_statutory) == ("Children at risk of harm", True)
    assert [(each.wording, each.example) for each in level.indicators.all()] == [
        ("Bruising that nobody explains", "A baby who cannot roll"), ("Missing school often", ""),
    ]  # fmt: skip
    assert queries.one_before(following, viewer=cast.helen) == first
    assert not any(each.is_changed for each in queries.changes_between(first, following, viewer=cast.helen))


def test_a_withdrawn_version_is_not_copied(cast, version):
    put_into_effect(version, on=APRIL, by=cast.helen, at=NOW)
    second = actions.draft("Second", owner="Helen", by=cast.helen, at=NOW)
    another_level(cast, second)
    put_into_effect(second, on=MAY, by=cast.helen, at=NOW)
    actions.withdraw(second, because="Too many waited", by=cast.helen, at=NOW)

    third = actions.draft("Third", owner="Helen", by=cast.helen, at=NOW)

    assert levels(third) == [(4, "Specialist")]


def test_a_level_moves_and_changes_places(cast, version):
    another_level(cast, version)

    actions.move_level(version, number=3, to=2, by=cast.helen, at=NOW)
    assert levels(version) == [(2, "Targeted"), (4, "Specialist")]

    actions.move_level(version, number=2, to=4, by=cast.helen, at=NOW)
    assert levels(version) == [(2, "Specialist"), (4, "Targeted")]


@pytest.mark.finding("S23")
def test_moving_or_taking_out_a_level_means_reading_the_early_help_wording_again(cast, version):
    another_level(cast, version)
    for act in (
        lambda: actions.move_level(version, number=3, to=2, by=cast.helen, at=NOW),
        lambda: actions.remove_level(version, number=2, by=cast.helen, at=NOW),
    ):
        actions.review_early_help(version, by=cast.helen, at=NOW)
        act()
        version.refresh_from_db()

        assert Missing.EARLY_HELP in queries.missing(version, viewer=cast.helen, today=NOW.date())
    assert levels(version) == [(4, "Specialist")]


def test_what_is_not_there_is_neither_moved_nor_taken_out(cast, version):
    with pytest.raises(actions.NoSuchLevel):
        actions.move_level(version, number=2, to=3, by=cast.helen, at=NOW)
    with pytest.raises(actions.NoSuchLevel):
        actions.remove_level(version, number=2, by=cast.helen, at=NOW)


def test_only_drafters_move_and_take_out_and_only_in_a_draft(cast, version):
    for person in (cast.tom, cast.anil):
        with pytest.raises(NotAllowed):
            actions.remove_level(version, number=4, by=person, at=NOW)
        with pytest.raises(NotAllowed):
            actions.move_level(version, number=4, to=3, by=person, at=NOW)
    put_into_effect(version, on=APRIL, by=cast.helen, at=NOW)
    with pytest.raises(actions.AlreadyInEffect):
        actions.remove_level(version, number=4, by=cast.helen, at=NOW)
    with pytest.raises(actions.AlreadyInEffect):
        actions.move_level(version, number=4, to=3, by=cast.helen, at=NOW)


def test_a_version_not_put_to_police_and_health_takes_effect_and_the_log_says_so(cast, version):
    record_change("Police backlog", changed_on=date(2025, 4, 21), decided_by="Police", by=cast.helen, at=NOW)
    active = put_into_effect(version, on=APRIL, by=cast.helen, at=NOW, asked=[Partner.EDUCATION])

    assert queries.partners_not_asked(active, viewer=cast.tom) == [Partner.POLICE, Partner.HEALTH]
    entry = Entry.objects.get(act="threshold version put into effect")
    assert entry.details["not_put_to"] == ["police", "health"]
    assert entry.details["shocks"] == ["Police backlog"]


def test_a_partner_needs_no_words_and_somebody_else_does(cast, version):
    held = actions.record_consultation(
        version, partner=Partner.POLICE, consulted_on=NOW.date(), by=cast.helen, at=NOW
    )  # fmt: skip

    assert held.with_whom == "The police"
    with pytest.raises(actions.WordsMissing):
        actions.record_consultation(version, consulted_on=NOW.date(), by=cast.helen, at=NOW)


def test_a_version_put_to_everybody_warns_of_nothing(cast, version):
    active = put_into_effect(
        version, on=APRIL, by=cast.helen, at=NOW, what_if=a_signed_what_if(by=cast.helen, at=NOW)
    )  # fmt: skip

    assert queries.partners_not_asked(active, viewer=cast.helen) == []
