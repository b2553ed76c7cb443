"""What the next weeks are reckoned from: the whole service's rates, cut to the teams of whoever asks, once a day."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from lintel.foundation.access.models import RoleGrant
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note
from lintel.oversight.demand.next_weeks import queries
from lintel.oversight.demand.next_weeks.queries import rates
from lintel.oversight.demand.next_weeks.tasks import fit_the_rates_of_the_day
from lintel.oversight.demand.next_weeks.weeks import Rates, TooThin
from tests.cast import NOW
from tests.ravenshire import UNTIL


def whoever(role):
    return RoleGrant.objects.filter(role=role, ended_at__isnull=True).order_by("pk")[0].user


def test_a_team_has_its_part_of_what_comes_to_the_service(ravenshire):
    everything, part = (rates(viewer=whoever(role), on=UNTIL) for role in (Role.HEAD_OF_SERVICE, Role.TEAM_MANAGER))

    assert isinstance(everything, Rates)
    assert isinstance(part, Rates)
    assert len(everything.teams) > len(part.teams) == 1
    assert 0 < part.referrals[0] < everything.referrals[0]
    assert part.weeks_held == everything.weeks_held > 1


def test_it_is_near_what_was_referred_in_the_last_half_year(ravenshire):
    since = UNTIL - timedelta(weeks=26)
    referred = [each for each in queries._WholeService(whoever(Role.HEAD_OF_SERVICE), UNTIL).referrals()]
    a_week = sum(since <= each.referred_on < UNTIL and not each.is_nfa for each in referred) / 26

    found = rates(viewer=whoever(Role.HEAD_OF_SERVICE), on=UNTIL)

    assert found.referrals[0] == pytest.approx(a_week, rel=0.5)


def test_a_day_is_fitted_once(ravenshire, monkeypatch):
    head = whoever(Role.HEAD_OF_SERVICE)
    first = rates(viewer=head, on=UNTIL)
    monkeypatch.setattr(queries, "Fit", None)  # a second fit would fail

    assert rates(viewer=head, on=UNTIL) == first


def test_the_job_of_the_morning_leaves_nothing_to_wait_for(ravenshire, monkeypatch):
    day = datetime(2025, 3, 4, 5, 30).astimezone()
    fit_the_rates_of_the_day(int(day.timestamp()))
    monkeypatch.setattr(queries, "Fit", None)

    assert rates(viewer=whoever(Role.HEAD_OF_SERVICE), on=day.date()).weeks_seen > 20


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.PLANNER])
def test_who_gives_no_children_is_refused(ravenshire, role):
    with pytest.raises(NotAllowed):
        rates(viewer=whoever(role), on=UNTIL)


@pytest.mark.django_db
def test_rates_are_fitted_again_after_a_file_and_not_before(cast, settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    fitted = []
    monkeypatch.setattr(queries, "_fitted", lambda *_: (fitted.append(1) or TooThin(words="Too few."), {}))

    rates(viewer=cast.helen, on=NOW.date())
    rates(viewer=cast.helen, on=NOW.date())
    assert len(fitted) == 1

    note("records laid down", by=cast.anil, at=NOW, kind="referrals")
    rates(viewer=cast.helen, on=NOW.date())
    assert len(fitted) == 2
