"""Address of the search box."""

from django.urls import path

from lintel.web.finding import views

app_name = "finding"

urlpatterns = [path("find/", views.find, name="find")]
