"""Addresses of the pages that belong to no seat. Listed last: a home of somebody's own comes before this start page."""

from django.urls import path

from lintel.web.components import keeping, views

urlpatterns = [
    path("", views.start),
    path("start/", views.start, name="start"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("cookies/", views.cookies, name="cookies"),
    path("drafts/keep/", keeping.keep_words, name="keep_words"),
    path("drafts/forget/", keeping.start_empty, name="start_empty"),
]
