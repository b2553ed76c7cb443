"""Somebody who can type a password, and a clean slate for what counts attempts."""

import pytest
from django.core.cache import cache

from lintel.foundation.access.models import User
from tests.cast import NOW, PASSWORD


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(settings):
    """Attempts are counted in the cache, which otherwise lies in files and outlives the test."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "attempts"}}
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _it_is_the_declared_time(time_machine):
    """The screens read the clock, and an account nobody used for 35 days is closed."""
    time_machine.move_to(NOW)


@pytest.fixture
def dawn_with_a_password(dawn: User) -> User:
    dawn.set_password(PASSWORD)
    dawn.save()
    return dawn
