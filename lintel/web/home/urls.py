"""Where everybody starts."""

from django.urls import path

from lintel.web.home import views

app_name = "home"

urlpatterns = [path("", views.home, name="home")]
