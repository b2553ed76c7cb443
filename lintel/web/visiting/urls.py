"""Addresses of visits. What a telephone keeps is bound to everything under /visits/ and to nothing else."""

from django.urls import path

from lintel.web.visiting import aside, phone, views

app_name = "visiting"

urlpatterns = [
    path("visits/new/<int:pk>/", views.new, name="new"),
    path("visits/<int:pk>/", views.one, name="one"),
    path("visits/<int:pk>/correct/", views.correct, name="correct"),
    path("visits/set-aside/", aside.listed, name="set_asides"),
    path("visits/set-aside/<int:pk>/", aside.one, name="set_aside"),
    path("visits/phone/", phone.shell, name="phone"),
    path("visits/phone/who/", phone.who, name="who"),
    path("visits/worker.js", phone.service_worker, name="service_worker"),
    path("children/<int:pk>/visits/", views.of_child, name="of_child"),
]
