"""Addresses of the forecasts."""

from django.urls import path

from lintel.oversight.demand.calibration.permissions import SEE_FORECASTS
from lintel.web.components import navigation
from lintel.web.forecasts import views

app_name = "forecasts"

navigation.register(
    navigation.Item(
        "Forecast",
        "forecasts:forecast",
        SEE_FORECASTS,
        "how the work goes on if nothing is decided",
        38,
        group="Planning",
    )
)

urlpatterns = [
    path("forecasts/", views.forecast, name="forecast"),
    path("forecasts/new/", views.new, name="new"),
    path("forecasts/values/", views.values, name="values"),
    path("forecasts/values/<path:key>/override/", views.override, name="override"),
    path("forecasts/values/take-back/", views.take_back, name="take_back"),
    path("forecasts/held-against/", views.backtests, name="backtests"),
]
