"""`lintel reporting-role`: makes a role of the database for analysts, and says plainly what it cannot do."""

import pytest
from click.testing import CliRunner
from django.db import connection

from lintel.config.commands.reporting_role import command

pytestmark = pytest.mark.django_db


def test_it_makes_the_role_and_says_how_to_use_it():
    name = f"analysts_{connection.settings_dict['NAME']}"
    said = CliRunner().invoke(command, ["--name", name])
    assert said.exit_code == 0
    assert "no grade before its moderator has locked theirs" in said.output
    assert f"GRANT {name} TO" in said.output
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcanlogin, rolbypassrls FROM pg_roles WHERE rolname = %s", [name])
        assert cursor.fetchall() == [(False, False)]


def test_it_refuses_what_is_no_name():
    said = CliRunner().invoke(command, ["--name", "DROP TABLE"])
    assert said.exit_code == 1
    assert "small letters" in said.output
