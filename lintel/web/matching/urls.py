"""Addresses of the search and of merging."""

from django.urls import path

from lintel.foundation.matching.permissions import SEARCH_PEOPLE
from lintel.web.components import navigation
from lintel.web.matching import views

app_name = "matching"

navigation.register(
    navigation.Item("Find a person", "matching:search", SEARCH_PEOPLE, "a child or adult, by anything you know", 12)
)

urlpatterns = [
    path("people/search/", views.search, name="search"),
    path("people/merges/", views.merges, name="merges"),
    path("people/merges/<int:pk>/", views.one_merge, name="one"),
    path("people/duplicates/", views.duplicates, name="duplicates"),
    path("people/duplicates/<int:pk>/two/", views.two_people, name="two_people"),
    path("people/<int:pk>/duplicates/", views.duplicates_of, name="duplicates_of"),
    path("people/<int:pk>/beside/<int:other>/", views.beside, name="beside"),
]
