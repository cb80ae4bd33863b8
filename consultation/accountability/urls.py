"""Addresses of the account of a version."""

from django.urls import path

from consultation.accountability.views import dossiers, figures, notes

urlpatterns = [
    path("<slug:slug>/<str:label>/", notes.note, name="note"),
    path("<slug:slug>/<str:label>/opstellen/", notes.prepare, name="note-prepare"),
    path("<slug:slug>/<str:label>/bestand/<str:file_format>/", notes.file, name="note-file"),
    path("<slug:slug>/<str:label>/cijfers/", figures.figures, name="figures"),
    path("<slug:slug>/<str:label>/cijfers/tonen/", figures.show, name="figures-show"),
    path("<slug:slug>/<str:label>/cijfers/cijfers.zip", figures.figures_file, name="figures-file"),
    path("<slug:slug>/<str:label>/dossier/", dossiers.dossiers, name="dossiers"),
    path("<slug:slug>/<str:label>/dossier/<int:pk>/", dossiers.dossier_file, name="dossier-file"),
]
