"""A wrong state is refused by the database, even where the code forgot."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from lintel.foundation.access.models import Exclusion, ReasonToSee, Restriction, RoleGrant, User
from lintel.foundation.access.permissions import ALL
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry
from tests.cast import NOW

pytestmark = pytest.mark.django_db

EARLIER = NOW - timedelta(days=1)


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_an_address_has_one_account_however_it_is_written(cast):
    with refused("an_email_address_has_one_account"):
        User.objects.create(email="PRIYA@ravenshire.example", name="Another", joined_at=NOW)


def test_a_service_account_has_no_password(cast):
    with refused("a_service_account_has_no_password"):
        User.objects.filter(pk=cast.command_line.pk).update(password="argon2$something")


def test_a_role_is_held_once_with_and_without_a_team(cast):
    with refused("a_role_is_held_once"):
        RoleGrant.objects.create(user=cast.anil, role=Role.PERFORMANCE_ANALYST, granted_at=NOW)


def test_a_role_ends_after_it_is_granted(cast):
    with refused("a_role_ends_after_it_is_granted"):
        RoleGrant.objects.create(user=cast.anil, role=Role.AUDITOR, granted_at=NOW, ended_at=EARLIER)


def test_a_reason_to_see_is_somebodys(cast, bells):
    with refused("a_reason_to_see_is_somebodys"):
        ReasonToSee.objects.create(child=bells.mia, basis="x", key="x", begins_on=date(2025, 3, 3))


def test_a_reason_to_see_ends_after_it_begins(cast, bells):
    with refused("a_reason_to_see_ends_after_it_begins"):
        ReasonToSee.objects.create(
            child=bells.mia, team=cast.north, basis="x", key="x", begins_on=date(2025, 3, 3), ends_on=date(2025, 3, 2)
        )


def exclusion(cast, bells, **facts):
    return Exclusion(child=bells.mia, user=cast.tom, reason="His niece", made_at=NOW, made_by=cast.helen, **facts)


def test_a_person_is_excluded_once(cast, bells):
    exclusion(cast, bells).save()

    with refused("a_person_is_excluded_once"):
        exclusion(cast, bells).save()


def test_an_exclusion_is_lifted_by_two_people(cast, bells):
    with refused("an_exclusion_is_lifted_by_two_people"):
        exclusion(cast, bells, lifted_at=NOW, lifted_by=cast.helen, lifted_with=cast.helen).save()


def test_an_exclusion_is_not_lifted_by_one(cast, bells):
    with refused("an_exclusion_is_lifted_by_two_people"):
        exclusion(cast, bells, lifted_at=NOW, lifted_by=cast.helen).save()


def test_an_exclusion_is_lifted_after_it_is_made(cast, bells):
    with refused("an_exclusion_is_lifted_after_it_is_made"):
        exclusion(cast, bells, lifted_at=EARLIER, lifted_by=cast.helen, lifted_with=cast.grace).save()


def restriction(cast, bells, **facts):
    by = {"opened_by": cast.helen, "opened_with": cast.grace}
    return Restriction(child=bells.mia, reason="Threats", opened_at=NOW, **{**by, **facts})


def test_a_restriction_is_opened_by_two_people(cast, bells):
    with refused("a_restriction_is_opened_by_two_people"):
        restriction(cast, bells, opened_with=cast.helen).save()


def test_a_record_is_restricted_once(cast, bells):
    restriction(cast, bells).save()

    with refused("a_record_is_restricted_once"):
        restriction(cast, bells).save()


def test_a_restriction_is_lifted_by_two_people(cast, bells):
    with refused("a_restriction_is_lifted_by_two_people"):
        restriction(cast, bells, lifted_at=NOW, lifted_by=cast.helen, lifted_with=cast.helen).save()


def test_a_restriction_is_lifted_after_it_is_opened(cast, bells):
    with refused("a_restriction_is_lifted_after_it_is_opened"):
        restriction(cast, bells, lifted_at=EARLIER, lifted_by=cast.helen, lifted_with=cast.grace).save()


def test_every_refusal_fits_into_the_audit_log():
    room = Entry._meta.get_field("act").max_length

    assert ALL
    assert [name for name in ALL if len(f"refused: {name}") > room] == []
