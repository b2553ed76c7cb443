"""Where everybody starts."""

from django.urls import path

from lintel.web.components import navigation
from lintel.web.home import views

app_name = "home"

navigation.register(navigation.Item("Start", "home:home", None, "what you came for", 10))

urlpatterns = [
    path("", views.home, name="home"),
    path("notices/", views.all_notices, name="notices"),
    path("notices/<int:pk>/read/", views.read_notice, name="read_notice"),
]
