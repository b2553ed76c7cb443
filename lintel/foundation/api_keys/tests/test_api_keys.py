"""A key is shown once, opens what its scopes say, and stops when it expires or is revoked."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.api_keys import actions, queries, rules
from lintel.foundation.api_keys.codes import KeyScope
from lintel.foundation.api_keys.models import ApiKey, Delivery
from lintel.foundation.api_keys.tests.builders import key_for, school
from lintel.foundation.audit_log.models import Entry
from tests.cast import NOW

DAY = timedelta(days=1)


@pytest.fixture
def made(sam):
    return key_for(school(sam), KeyScope.CONTACTS_WRITE, by=sam)


def test_the_secret_is_kept_nowhere(made):
    kept = str(ApiKey.objects.values().get()) + str(list(Entry.objects.values_list("details", flat=True)))

    assert made.secret not in kept
    assert made.secret.split("_", 2)[2] not in kept


def test_a_key_lets_its_account_in_and_says_when_it_was_last_used(made):
    found = actions.use_key(made.secret, at=NOW + DAY)

    assert found.pk == made.key.pk
    assert ApiKey.objects.get().last_used_at == NOW + DAY
    assert found.account.roles == {Role.INTAKE}
    assert not found.account.has_usable_password()


@pytest.mark.parametrize("wrong", [
    "", "lintel_", "x" * 5_000, "lintel_abcdefghij_" + "A" * 43, "lintel_\0\0\0\0\0\0\0\0\0\0_" + "A" * 43, "héllo ☃",
])  # fmt: skip
def test_what_is_not_a_key_of_ours_opens_nothing(made, wrong):
    with pytest.raises(actions.NotAKey):
        actions.use_key(wrong, at=NOW)


def test_one_wrong_letter_opens_nothing(made):
    last = "A" if made.secret[-1] != "A" else "B"

    with pytest.raises(actions.NotAKey):
        actions.use_key(made.secret[:-1] + last, at=NOW)


def test_two_keys_of_one_agency_do_not_open_each_other(made, sam):
    other = key_for(made.key.agency, by=sam)

    mixed = f"lintel_{made.key.prefix}_{other.secret.split('_', 2)[2]}"

    assert made.key.account == other.key.account
    with pytest.raises(actions.NotAKey):
        actions.use_key(mixed, at=NOW)


def test_an_expired_key_opens_nothing(made):
    with pytest.raises(actions.KeyExpired):
        actions.use_key(made.secret, at=made.key.expires_at)


def test_a_revoked_key_opens_nothing_from_that_moment_on(made, sam):
    with pytest.raises(actions.NoReasonGiven):
        actions.revoke_key(made.key, because=" ", by=sam, at=NOW)
    actions.revoke_key(made.key, because="Sent by e-mail.", by=sam, at=NOW)

    with pytest.raises(actions.KeyRevoked):
        actions.use_key(made.secret, at=NOW)
    with pytest.raises(actions.AlreadyRevoked):
        actions.revoke_key(made.key, because="Again.", by=sam, at=NOW)


def test_a_key_lasts_no_longer_than_two_years(sam):
    for days in (0, -1, 800):
        with pytest.raises(actions.TooLong):
            key_for(school(sam), by=sam, days=days)


def test_only_the_system_administrator_gives_and_reads_keys(cast):
    agency = school(cast.sam)
    for name, who in cast.people.items():
        if name != "sam":
            with pytest.raises(NotAllowed):
                key_for(agency, by=who)
            with pytest.raises(NotAllowed):
                queries.api_keys(viewer=who)


def test_what_a_key_opens_cannot_be_widened_even_by_raw_sql(made):
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiKey.objects.update(scopes=[scope.value for scope in KeyScope])
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiKey.objects.update(expires_at=NOW + 9_999 * DAY)


def test_keys_are_never_alike():
    assert len({rules.new_key().whole for _ in range(100)}) == 100


def test_a_delivery_is_done_once_and_answered_alike(made):
    done = []

    def take():
        done.append(1)
        return 201, {"receipt": len(done)}

    answers = [
        actions.deliver(made.key, "delivery 1", path="/x", body=b"{}", take=take, at=NOW) for _ in range(3)
    ]  # fmt: skip

    assert answers == [(201, {"receipt": 1})] * 3
    assert (len(done), Delivery.objects.count()) == (1, 1)


@pytest.mark.parametrize(("path", "body"), [("/x", b"{ }"), ("/y", b"{}")])
def test_the_same_name_with_something_else_is_refused(made, path, body):
    actions.deliver(made.key, "delivery 1", path="/x", body=b"{}", take=lambda: (201, {}), at=NOW)

    with pytest.raises(actions.AnotherBody):
        actions.deliver(made.key, "delivery 1", path=path, body=body, take=lambda: (201, {}), at=NOW)


def test_a_delivery_that_is_refused_leaves_nothing_and_can_be_mended_under_its_name(made):
    def refuse():
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 — any refusal
        actions.deliver(made.key, "delivery 1", path="/x", body=b"{", take=refuse, at=NOW)

    assert actions.deliver(made.key, "delivery 1", path="/x", body=b"{}", take=lambda: (201, {}), at=NOW)[0] == 201


def test_two_accounts_may_use_the_same_name(made, sam):
    other = key_for(school(sam, key="nethermere"), by=sam)
    for key in (made.key, other.key):
        assert actions.deliver(key, "one", path="/x", body=key.prefix.encode(), take=lambda: (201, {}), at=NOW)

    assert Delivery.objects.count() == 2
