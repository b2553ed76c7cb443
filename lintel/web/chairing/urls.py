"""Addresses of what follows a conference."""

from django.urls import path

from lintel.web.chairing import carrying_out, protection

app_name = "chairing"

CHILD = "children/<int:pk>/protection/"

urlpatterns = [
    path(CHILD, protection.of_child, name="protection"),
    path(f"{CHILD}lead/", carrying_out.lead, name="lead"),
    path(f"{CHILD}core-group/", carrying_out.write, name="write_core_group"),
    path(f"{CHILD}core-group/join/", carrying_out.join, name="join"),
    path(f"{CHILD}core-group/<int:number>/leave/", carrying_out.leave, name="leave"),
]
