"""Addresses of the weighing board."""

from django.urls import path

from consultation.weighing import views

urlpatterns = [
    path("", views.newest, name="weighing-newest"),
    path("reactie/<uuid:key>/", views.one, name="weigh"),
    path("reactie/<uuid:key>/overnemen/", views.take_over_words, name="weigh-take-over"),
    path("<slug:slug>/<str:label>/", views.board, name="weighing"),
]
