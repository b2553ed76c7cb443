"""Addresses of what workers hold."""

from django.urls import path

from lintel.web.caseload import moving, promising, teams, views

app_name = "caseload"

urlpatterns = [
    path("given/<int:pk>/", views.given, name="given"),
    path("given/<int:pk>/accept/", views.accept, name="accept"),
    path("given/<int:pk>/decline/", views.decline, name="decline"),
    path("reached/<int:pk>/", views.reached, name="reached"),
    path("reached/<int:pk>/today/", views.reached_today, name="reached_today"),
    path("my-load/", views.my_load, name="my_load"),
    path("children/<int:pk>/promise/", promising.make, name="promise"),
    path("promises/<int:pk>/keep/", promising.keep_it, name="keep_promise"),
    path("promises/<int:pk>/not-kept/", promising.not_kept, name="not_kept"),
    path("team/", teams.team_page, name="team"),
    path("team/<int:pk>/", teams.worker, name="worker"),
    path("team/<int:pk>/away/", teams.away, name="away"),
    path("absences/<int:pk>/back/", teams.back, name="back"),
    path("team/<int:pk>/cover/", teams.cover_page, name="cover"),
    path("team/<int:pk>/leaves/", moving.leaves, name="leaves"),
    path("allocation/in-name-only/", teams.in_name_only, name="in_name_only"),
    path("children/<int:pk>/change-worker/", moving.change_worker, name="change_worker"),
    path("children/<int:pk>/handover/", moving.handover, name="handover"),
]
