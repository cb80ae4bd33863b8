"""Addresses of what is taken along and given back, under the version that it is about."""

from django.urls import path

from consultation.comments.table import views as table
from consultation.comments.word import views

urlpatterns = [
    path("<slug:slug>/<str:label>/tabel/", table.ask_whole_table, name="table-all"),
    path("<slug:slug>/<str:label>/tabel/<str:file_format>/", table.own_table, name="table-own"),
    path("<slug:slug>/<str:label>/word/", views.hand_in, name="word-return"),
    path("<slug:slug>/<str:label>/word/<uuid:token>/", views.look, name="word-look"),
    path("<slug:slug>/<str:label>/word/<uuid:token>/bewaren/", views.keep, name="word-keep"),
    path("<slug:slug>/<str:label>/word/<uuid:token>/weggooien/", views.stop, name="word-stop"),
]
