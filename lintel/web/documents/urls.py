"""Addresses of documents. Nobody finds them in the navigation: they are reached from the child they are about."""

from django.urls import path

from lintel.web.documents import serving, views

app_name = "documents"

urlpatterns = [
    path("documents/", views.all_documents, name="all"),
    path("children/<int:pk>/documents/attach/", views.attach, name="attach"),
    path("documents/<int:pk>/", views.one, name="one"),
    path("documents/<int:pk>/describe/", views.describe, name="describe"),
    path("documents/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("documents/<int:pk>/download/", serving.download, name="download"),
    path("documents/<int:pk>/picture/", serving.picture, name="picture"),
]
