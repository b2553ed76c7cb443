"""Addresses of loading files."""

from django.urls import path

from lintel.foundation.provenance.permissions import LOAD_RECORDS
from lintel.web.components import navigation
from lintel.web.returns import views

app_name = "returns"

navigation.register(
    navigation.Item("Load files", "returns:loads", LOAD_RECORDS, "Annex A, the CIN census and the staff list", 40),
)

urlpatterns = [
    path("load-files/", views.loads, name="loads"),
    path("load-files/staff-list.xlsx", views.staff_template, name="staff_template"),
    path("load-files/<int:pk>/", views.load, name="load"),
    path("load-files/<int:pk>/set-aside/", views.set_aside, name="set_aside"),
    path("load-files/<int:pk>/store/", views.store, name="store"),
    path("load-files/<int:pk>/rows-to-mend.xlsx", views.quarantined, name="quarantined"),
    path("contradictions/", views.contradictions, name="contradictions"),
    path("contradictions/<int:pk>/", views.settle, name="settle"),
]
