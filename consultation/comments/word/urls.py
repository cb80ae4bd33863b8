"""Addresses of what is given back, under the version that it is about."""

from django.urls import path

from consultation.comments.word import views

urlpatterns = [
    path("<slug:slug>/<str:label>/word/", views.hand_in, name="word-return"),
    path("<slug:slug>/<str:label>/word/<uuid:token>/", views.look, name="word-look"),
    path("<slug:slug>/<str:label>/word/<uuid:token>/bewaren/", views.keep, name="word-keep"),
    path("<slug:slug>/<str:label>/word/<uuid:token>/weggooien/", views.stop, name="word-stop"),
]
