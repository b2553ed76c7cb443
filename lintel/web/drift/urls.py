"""Addresses of drift."""

from django.urls import path

from lintel.oversight.drift.permissions import LIST_FLAGS
from lintel.web.components import navigation
from lintel.web.drift import first, tuning, views

app_name = "drift"

navigation.register(
    navigation.Item(
        "Drift", "drift:week", LIST_FLAGS, "work that stands still, and what is done about it", 41, "Assurance"
    )
)

urlpatterns = [
    path("drift/", views.week, name="week"),
    path("drift/flags/<int:pk>/", views.flag, name="flag"),
    path("drift/rules/", tuning.every, name="rules"),
    path("drift/rules/<slug:name>/", tuning.one, name="rule"),
    path("drift/rules/<slug:name>/answers/", tuning.answers, name="answers"),
    path("drift/first/", first.month, name="first"),
    path("drift/first/<int:pk>/", first.check, name="check"),
]
