"""The agreed numbers: what holds, since when, on whose word; a new one holds from a day on, and history stays."""

from decimal import Decimal

import pytest

from lintel.foundation.local_limits.models import LocalLimit
from lintel.foundation.local_limits.queries import all_limits
from lintel.journey.allocating.tests.families import ceiling_of
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
NEW = {
    "amount": "16", "effective_from-day": "1", "effective_from-month": "4", "effective_from-year": "2025",
    "source": "Committee, 25 February", "reason": "So that everybody is seen.",
}  # fmt: skip


def set_it(client, code="caseload_ceiling", **typed):
    return client.post(f"/numbers/{code}/", NEW | typed)


@finding("S34", screen="/numbers/")
def test_ceilings_and_weights_stand_with_their_source_and_what_they_come_to(client, priya):
    client.force_login(priya)

    said = client.get("/numbers/").text
    assert "Children one full-time worker holds at most" in said
    assert "12 × 1 + 5 × 0.8 + 1 × 1.5 = <strong>17.5 points</strong>" in said
    assert "4 × 1 + 6 × 0.8 + 8 × 1.5 = <strong>20.8 points</strong>" in said
    assert "Child without a worker: head of service told" in said


def test_a_new_number_holds_from_its_day_on_and_not_before(client, helen, cast):
    ceiling_of(17, cast)
    client.force_login(helen)

    assert set_it(client).url == "/numbers/caseload_ceiling/"

    said = client.get("/numbers/caseload_ceiling/").text
    assert "Children one full-time worker holds at most: 16 from 1 April 2025 on." in said
    assert "<strong>17</strong> today, since 3 February 2025" in said
    assert "1 April 2025 (to come)" in said
    assert "changes on 1 April 2025" in client.get("/numbers/").text
    day = NOW.date()
    assert all_limits().number("caseload_ceiling", on=day).value == 17
    assert all_limits().number("caseload_ceiling", on=day.replace(month=4)).value == 16


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("caseload_ceiling", {"amount": ""}, "Enter the new number"),
        ("caseload_ceiling", {"amount": "many"}, "The new number must be a number"),
        ("caseload_ceiling", {"amount": "-1"}, "The new number cannot be below nothing"),
        ("weight_assessment", {"amount": "0.123"}, "two places after the point"),
        ("caseload_ceiling", {"source": " "}, "Write where it was decided"),
        ("caseload_ceiling", {"reason": " "}, "Write why"),
        ("caseload_ceiling", {"effective_from-day": "31"}, "must be a real date"),
        ("caseload_ceiling", {"effective_from-day": "3", "effective_from-month": "2"}, "is set already, and stays"),
        ("referral_decision", {"amount": "2"}, "Statutory guidance says 1 working day. Yours may be stricter"),
        ("unallocated_service_manager", {"amount": "2.5"}, "counted in whole working days"),
        ("referral_decision", {"effective_from-year": "1995"}, "There was no such limit on that day"),
    ],
)  # fmt: skip
def test_every_refusal_is_in_plain_words_and_nothing_is_lost(client, helen, cast, code, typed, said):
    ceiling_of(17, cast)
    client.force_login(helen)

    answer = set_it(client, code, **typed)
    assert said in answer.text
    assert "Committee, 25 February" in answer.text or "source" in typed
    assert LocalLimit.objects.count() == 1


def test_a_time_limit_is_set_likewise(client, sofia):
    client.force_login(sofia)

    set_it(client, "unallocated_head_of_service", amount="4")

    kept = LocalLimit.objects.get()
    assert (kept.code, kept.amount, kept.decided_by) == ("unallocated_head_of_service", Decimal(4), sofia)


@pytest.mark.parametrize("who", ["marcus", "priya", "anil", "ines"])
def test_others_read_them_and_set_nothing(client, cast, who):
    client.force_login(cast.people[who])

    assert "Set a new number" not in client.get("/numbers/caseload_ceiling/").text
    assert set_it(client).status_code == 403
    assert not LocalLimit.objects.exists()


def test_partners_are_refused_and_what_there_is_not_is_not_found(client, hart, helen):
    client.force_login(hart)
    assert client.get("/numbers/").status_code == 403
    client.force_login(helen)
    assert client.get("/numbers/nothing_of_the_kind/").status_code == 404
