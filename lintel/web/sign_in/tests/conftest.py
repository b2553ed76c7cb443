"""Somebody who can type a password, and a clean slate for what counts attempts."""

import pytest
from django.core.cache import cache

from lintel.foundation.access.models import User
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(settings):
    """Attempts are counted in the cache, which otherwise lies in files and outlives the test."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "attempts"}}
    yield
    cache.clear()


@pytest.fixture
def dawn_with_a_password(dawn: User) -> User:
    dawn.set_password(PASSWORD)
    dawn.save()
    return dawn
