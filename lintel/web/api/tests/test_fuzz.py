"""Whatever its own description lets in, and much that it does not, the API answers as it says; it never breaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import checks
from schemathesis.generation.modes import GenerationMode

from lintel.foundation.access.models import User
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.api_keys.tests.builders import key_for
from lintel.steps.agency_checks.tests.builders import agency
from tests.cast import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
# Enough to find what a thoughtless change breaks, in half a minute. A longer run is one number away.
EXAMPLES = 40
CHECKS = [
    checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_schema_conformance,
]  # fmt: skip


@pytest.fixture
def headers(sam: User, rosa: User, time_machine, settings) -> Iterator[dict[str, str]]:
    """A key of the police, who may do everything; the server keeps the connection of the test."""
    time_machine.move_to(NOW, tick=False)
    secret = key_for(agency(rosa, kind=AgencyKind.POLICE), by=sam).secret
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {secret}"}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_answers_whatever_is_sent(headers, mode, monkeypatch):
    monkeypatch.setattr("lintel.web.api.keys.EachKey.allow_request", lambda *_: True)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 2

    for operation in operations:

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def answered(case):
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)

        answered()
