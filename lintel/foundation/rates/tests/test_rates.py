"""Everybody is counted, by whichever process; another address, another deed and another hour begin anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from lintel.foundation.rates.actions import count_one_more, forget_the_counts
from lintel.foundation.rates.models import Counted
from tests.cast import NOW

HOUR = timedelta(hours=1)


def once_more(what="send", address="192.0.2.7", at=NOW) -> int:
    return count_one_more(what, address=address, span=HOUR, at=at)


@pytest.mark.django_db
def test_each_is_one_more():
    assert [once_more() for _ in range(3)] == [1, 2, 3]


@pytest.mark.django_db
@pytest.mark.parametrize("another", [{"what": "save"}, {"address": "192.0.2.8"}, {"at": NOW + HOUR}])
def test_another_address_another_deed_and_another_hour_begin_anew(another):
    once_more()

    assert once_more(**another) == 1


@pytest.mark.django_db
def test_no_address_is_kept_and_what_is_over_is_dropped():
    once_more()
    once_more(at=NOW + 2 * HOUR)

    assert "192.0.2.7" not in str(Counted.objects.values())
    assert forget_the_counts(at=NOW + 2 * HOUR) == 1
    assert once_more(at=NOW + 2 * HOUR) == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_instant_none_is_left_out():
    def one(_: int) -> int:
        try:
            return once_more()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as together:
        assert sorted(together.map(one, range(24))) == list(range(1, 25))
