"""Addresses of the worker's voice. None stands in the navigation: the start page leads there."""

from django.urls import path

from lintel.web.voice import views

app_name = "voice"

urlpatterns = [
    path("voice/", views.beside, name="beside"),
    path("voice/pulse/", views.give, name="give"),
    path("voice/unsafe/", views.say, name="say"),
    path("voice/unsafe/waiting/", views.waiting, name="waiting"),
    path("voice/unsafe/<int:pk>/", views.one, name="one"),
    path("voice/unsafe/<int:pk>/end/", views.end, name="end"),
]
