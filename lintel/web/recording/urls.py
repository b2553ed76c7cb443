"""How the record was written. It does not stand in the navigation: the indicators and supervision lead there."""

from django.urls import path

from lintel.web.recording import views

app_name = "recording"

urlpatterns = [path("recording/", views.page, name="page")]
