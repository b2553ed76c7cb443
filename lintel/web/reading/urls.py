"""Addresses of what the words say. None stands in the navigation: the pages where people write lead there."""

from django.urls import path

from lintel.web.reading import measures, words

app_name = "reading"

urlpatterns = [
    path("words/look/", words.look, name="look"),
    path("words/differently/", words.differently, name="differently"),
    path("words/children/<int:pk>/", words.try_it, name="try_it"),
    path("measures/", measures.all_of_them, name="measures"),
    path("measures/<slug:code>/", measures.one, name="measure"),
    path("measures/<slug:code>/switch/", measures.switch, name="switch"),
    path("measures/<slug:code>/validate/", measures.validate, name="validate"),
]
