"""Addresses of the API, of its description, and of giving keys."""

from django.urls import include, path

from lintel.foundation.api_keys.permissions import MANAGE_API_KEYS
from lintel.web.api import views
from lintel.web.api.service import addresses
from lintel.web.components import navigation

navigation.register(
    navigation.Item(
        "API keys", "api_keys:keys", MANAGE_API_KEYS, "which machines may hand things in, and until when", 82
    )
)

_keys = (
    [
        path("api/keys/", views.keys, name="keys"),
        path("api/keys/<int:pk>/revoke/", views.revoke, name="revoke"),
        path("api/v1/", views.for_people, name="for_people"),
        path("api/v1/openapi.json", views.openapi, name="openapi"),
    ],
    "api_keys",
)

urlpatterns = [path("", include(_keys)), path("api/v1/", include(addresses()))]
