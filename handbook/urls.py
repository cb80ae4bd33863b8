"""Private files, served after a look at rights."""

from django.urls import path

from handbook import views

urlpatterns = [
    path("bestand/<str:sha256>/", views.version_file, name="version-file"),
    path("beheer/bestanden/<path:path>", views.private_media, name="private-media"),
]
