"""Addresses of a child's record."""

from django.urls import path

from lintel.web.child_record import views

app_name = "child_record"

urlpatterns = [path("children/<int:pk>/", views.story, name="story")]
