"""Addresses of the numbers."""

from django.urls import path

from lintel.oversight.performance.permissions import SEE_INDICATORS
from lintel.web.components import navigation
from lintel.web.performance import days, views

app_name = "performance"

navigation.register(
    navigation.Item(
        "Indicators", "performance:catalogue", SEE_INDICATORS, "every number, its chart and its definition", 20,
        group="Indicators",
    ),
    navigation.Item(
        "What was changed", "performance:changes", SEE_INDICATORS, "changes drawn on every chart", 30,
        group="Indicators",
    ),
)  # fmt: skip

urlpatterns = [
    path("indicators/", views.catalogue, name="catalogue"),
    path("indicators/<slug:code>/", views.one, name="one"),
    path("indicators/<slug:code>/list/", views.cases, name="cases"),
    path("indicators/<slug:code>/list.csv", views.cases_csv, name="cases_csv"),
    path("indicators/<slug:code>/weeks.csv", views.points_csv, name="points_csv"),
    path("indicators/<slug:code>/new-limits/", views.new_limits, name="new_limits"),
    path("why-did-referrals-change/", views.why_referrals_changed, name="why"),
    path("where-the-days-went/", days.days, name="days"),
    path("where-the-days-went/list/", days.days_list, name="days_list"),
    path("where-the-days-went/list.csv", days.days_csv, name="days_csv"),
    path("changes/", views.changes, name="changes"),
    path("changes/<int:pk>/withdraw/", views.withdraw_change, name="withdraw_change"),
]
