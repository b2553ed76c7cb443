"""Addresses of the family page."""

from django.urls import path

from lintel.web.family import adding, views

app_name = "family"

MEMBER = "families/<int:pk>/people/<int:other>"

urlpatterns = [
    path("families/<int:pk>/", views.family, name="family"),
    path("families/<int:pk>/confidential/<int:other>/", views.confidential, name="confidential"),
    path("families/<int:pk>/add/", adding.add, name="add"),
    path("families/<int:pk>/relate/", views.relate, name="relate"),
    path("families/<int:pk>/ties/<int:other>/end/", views.tie, {"act": "end"}, name="end_tie"),
    path("families/<int:pk>/ties/<int:other>/take-back/", views.tie, {"act": "take-back"}, name="take_back_tie"),
    path("families/<int:pk>/telephones/<int:other>/end/", views.telephone_ended, name="end_telephone"),
    path("families/<int:pk>/involved/", views.involve, name="involve"),
    path("families/<int:pk>/involved/<int:other>/end/", views.involved_ended, name="end_involved"),
    path(f"{MEMBER}/move-in/", views.act, {"act": "move-in"}, name="move_in"),
    path(f"{MEMBER}/move-out/", views.act, {"act": "move-out"}, name="move_out"),
    path(f"{MEMBER}/address/", views.act, {"act": "address"}, name="address"),
    path(f"{MEMBER}/telephone/", views.act, {"act": "telephone"}, name="telephone"),
    path(f"{MEMBER}/language/", views.act, {"act": "language"}, name="language"),
    path(f"{MEMBER}/safe-contact/", views.act, {"act": "safe"}, name="safe"),
]
