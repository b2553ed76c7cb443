"""Addresses of the forms for whoever has no account, and of e-mail handed in at the desk."""

from django.urls import path

from lintel.web.knock import post, views

app_name = "knock"

urlpatterns = [
    path("front-door/email/", post.take_in, name="email"),
    path("tell-us/", views.start, name="start"),
    path("tell-us/again/<str:link>/", views.again, name="again"),
    path("tell-us/saved/<str:link>/", views.saved, name="saved"),
    path("tell-us/received/<str:receipt>/", views.received, name="received"),
    path("tell-us/<slug:kind>/", views.tell, name="tell"),
]
