"""The gate: no threshold version takes effect before its consequences are known and signed for (S2)."""

from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.oversight.demand.what_if import actions as what_ifs
from lintel.oversight.demand.what_if.tests.builders import small_scenario
from lintel.oversight.performance.actions import record_change
from lintel.oversight.thresholds import actions, queries
from lintel.oversight.thresholds.actions import IndicatorWords
from lintel.oversight.thresholds.codes import Domain
from lintel.oversight.thresholds.rules import Missing
from tests.cast import NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
APRIL = date(2025, 4, 7)
BRUISE = IndicatorWords(domain=Domain.CHILD, wording="Bruising that nobody explains", example="A baby who cannot roll")
SCHOOL = IndicatorWords(domain=Domain.CHILD, wording="Missing school often")


@pytest.fixture
def what_if(cast):
    return what_ifs.draw_up("Accept more", as_things_are=small_scenario(), by=cast.ola, at=NOW)


def signed(cast, what_if):
    return what_ifs.sign(what_ifs.run(what_if, runs=4_000, by=cast.ola, at=NOW), by=cast.helen, at=NOW)


@pytest.fixture
def version(cast):
    drafted = actions.draft("Windscreen 2025", owner="Helen Ward, head of service", by=cast.helen, at=NOW)
    write(cast, drafted, BRUISE, SCHOOL)
    return drafted


def write(cast, version, *indicators):
    actions.write_level(
        version, number=4, name="Specialist", wording="Children at risk of harm", is_statutory=True,
        indicators=indicators, by=cast.helen, at=NOW,
    )  # fmt: skip


def ready(cast, version, what_if, on=APRIL):
    actions.record_consultation(
        version, with_whom="Safeguarding partners", consulted_on=date(2025, 2, 20), by=cast.helen, at=NOW
    )
    actions.review_early_help(version, by=cast.helen, at=NOW)
    actions.set_day(version, effective_from=on, by=cast.helen, at=NOW)
    actions.attach_what_if(version, what_if=what_if, by=cast.helen, at=NOW)
    version.refresh_from_db()
    return version


def refused(cast, version):
    with pytest.raises(actions.NotReady) as why:
        actions.activate(version, by=cast.helen, at=NOW)
    return why.value.missing


@pytest.mark.finding("S2")
def test_a_version_without_a_what_if_is_refused_with_everything_it_lacks(cast, version):
    assert refused(cast, version) == [
        Missing.CONSULTATION, Missing.EARLY_HELP, Missing.WHAT_IF, Missing.EFFECTIVE_FROM,
    ]  # fmt: skip


@pytest.mark.finding("S2")
def test_an_unsigned_what_if_is_not_enough(cast, version, what_if):
    assert refused(cast, ready(cast, version, what_if)) == [Missing.SIGNATURE]


@pytest.mark.finding("S2")
def test_a_signed_what_if_opens_the_gate_and_the_change_is_drawn_on_every_chart(cast, version, what_if):
    active = actions.activate(ready(cast, version, signed(cast, what_if)), by=cast.helen, at=NOW)

    assert active.change.what == "Threshold version 1: Windscreen 2025"
    assert (active.change.changed_on, active.change.decided_by) == (APRIL, "Helen Ward, head of service")
    assert queries.in_force(viewer=cast.helen, on=APRIL) == active
    assert queries.in_force(viewer=cast.helen, on=APRIL - timedelta(days=1)) is None


@pytest.mark.finding("S2")
def test_the_database_refuses_what_the_code_would_let_through(cast, version, what_if):
    ready(cast, version, what_if)
    change = record_change("Threshold", changed_on=APRIL, decided_by="Helen", by=cast.helen, at=NOW)

    with pytest.raises(Error, match="only with a what-if signed"), transaction.atomic():
        put_into_effect_by_hand(cast, version, change)

    signed(cast, what_if)
    put_into_effect_by_hand(cast, version, change)


def put_into_effect_by_hand(cast, version, change):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE thresholds_thresholdversion SET activated_at = %s, activated_by_id = %s, change_id = %s"
            " WHERE id = %s",
            [NOW, cast.helen.pk, change.pk, version.pk],
        )


@pytest.mark.finding("S23")
def test_rewriting_a_level_means_reading_the_early_help_wording_again(cast, version, what_if):
    ready(cast, version, signed(cast, what_if))

    write(cast, version, BRUISE)

    assert refused(cast, version) == [Missing.EARLY_HELP]


def test_a_day_that_has_passed_is_refused(cast, version, what_if):
    ready(cast, version, signed(cast, what_if), on=TODAY - timedelta(days=1))

    assert refused(cast, version) == [Missing.PAST]


def test_only_the_head_of_service_puts_a_version_into_effect(cast, version, what_if):
    ready(cast, version, signed(cast, what_if))

    for person in (cast.dawn, cast.sofia, cast.tom):
        with pytest.raises(NotAllowed):
            actions.activate(version, by=person, at=NOW)


def test_a_version_in_effect_is_not_rewritten(cast, version, what_if):
    actions.activate(ready(cast, version, signed(cast, what_if)), by=cast.helen, at=NOW)

    with pytest.raises(actions.AlreadyInEffect):
        write(cast, version, SCHOOL)
    with pytest.raises(actions.AlreadyInEffect):
        actions.activate(version, by=cast.helen, at=NOW)


def test_the_next_version_starts_from_the_last_and_shows_what_it_changes(cast, version):
    following = actions.draft("Windscreen 2026", owner="Helen", by=cast.helen, at=NOW)
    write(cast, following, BRUISE)

    (change,) = queries.changes_between(version, following, viewer=cast.helen)

    assert following.number == 2
    assert [each.wording for each in change.removed] == ["Missing school often"]
    assert change.added == ()


def test_another_shock_in_the_same_month_is_shown(cast, version, what_if):
    police = record_change(
        "Police catch up with a backlog", changed_on=date(2025, 4, 21), decided_by="Police", by=cast.helen, at=NOW
    )
    active = actions.activate(ready(cast, version, signed(cast, what_if)), by=cast.helen, at=NOW)

    assert queries.shocks_in_the_same_month(active, viewer=cast.helen) == [police]


def test_a_withdrawn_version_gives_way_to_the_one_before(cast, version, what_if):
    proof = signed(cast, what_if)
    first = actions.activate(ready(cast, version, proof), by=cast.helen, at=NOW)
    second = actions.draft("Another", owner="Helen", by=cast.helen, at=NOW)
    actions.activate(ready(cast, second, proof, on=date(2025, 5, 5)), by=cast.helen, at=NOW)

    actions.withdraw(second, because="Too many children waited", by=cast.helen, at=NOW)

    assert queries.in_force(viewer=cast.dawn, on=date(2025, 6, 1)) == first
    with pytest.raises(actions.NotInEffect):
        actions.withdraw(second, because="Again", by=cast.helen, at=NOW)


def test_two_versions_do_not_take_effect_on_one_day(cast, version, what_if):
    proof = signed(cast, what_if)
    actions.activate(ready(cast, version, proof), by=cast.helen, at=NOW)
    second = actions.draft("Another", owner="Helen", by=cast.helen, at=NOW)

    with pytest.raises(actions.DayTaken):
        actions.activate(ready(cast, second, proof), by=cast.helen, at=NOW)


def test_words_are_needed(cast, version):
    with pytest.raises(actions.WordsMissing):
        actions.draft(" ", owner="Helen", by=cast.helen, at=NOW)
    with pytest.raises(actions.WordsMissing):
        write(cast, version, IndicatorWords(domain=Domain.PARENTING, wording=" "))
    with pytest.raises(actions.WordsMissing):
        actions.record_consultation(version, with_whom="", consulted_on=TODAY, by=cast.helen, at=NOW)


# --- the document that was in force before Lintel -------------------------------------------------------------------


def test_the_document_in_force_before_lintel_is_written_down_without_a_what_if(cast, version):
    actions.adopt(version, in_force_since=date(2019, 9, 2), by=cast.helen, at=NOW)

    assert queries.in_force(viewer=cast.dawn, on=TODAY) == version
    version.refresh_from_db()
    assert version.change is None
    assert queries.before_and_after(version, viewer=cast.helen, today=TODAY) == []
    assert queries.to_look_at_again(version, viewer=cast.helen, today=TODAY) == []


def test_only_the_first_document_may_have_been_in_force_already(cast, version):
    actions.adopt(version, in_force_since=date(2019, 9, 2), by=cast.helen, at=NOW)
    second = actions.draft("Windscreen 2026", owner="Helen Ward, head of service", by=cast.helen, at=NOW)

    assert not queries.may_be_as_found(second, viewer=cast.helen)
    with pytest.raises(actions.NotTheFirst):
        actions.adopt(second, in_force_since=date(2020, 9, 2), by=cast.helen, at=NOW)
    actions.withdraw(version, because="Not the one we meant", by=cast.helen, at=NOW)
    with pytest.raises(actions.NotTheFirst):
        actions.adopt(second, in_force_since=date(2020, 9, 2), by=cast.helen, at=NOW)


def test_it_has_levels_and_a_day_that_is_past_and_the_head_of_service_says_so(cast, version):
    empty = actions.draft("Nothing", owner="Helen Ward", by=cast.helen, at=NOW)
    empty.levels.all().delete()

    with pytest.raises(actions.NotYetThen):
        actions.adopt(version, in_force_since=TODAY + timedelta(days=1), by=cast.helen, at=NOW)
    with pytest.raises(actions.NotReady):
        actions.adopt(empty, in_force_since=TODAY, by=cast.helen, at=NOW)
    with pytest.raises(NotAllowed):
        actions.adopt(version, in_force_since=TODAY, by=cast.rosa, at=NOW)


def test_the_database_takes_no_other_version_without_a_what_if(cast, version):
    actions.adopt(version, in_force_since=date(2019, 9, 2), by=cast.helen, at=NOW)

    for broken in ("is_as_found = false", "effective_from = null", "change_id = 1"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE thresholds_thresholdversion SET {broken} WHERE id = %s", [version.pk])
