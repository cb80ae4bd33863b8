"""Addresses of a reader's own pages."""

from django.urls import path

from consultation.reading import views_mine

urlpatterns = [
    path("reacties/", views_mine.my_comments, name="my-comments"),
    path("verder/", views_mine.first_section, name="first-section"),
]
