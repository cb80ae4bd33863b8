"""Addresses of the import, under the admin."""

from django.urls import path

from consultation.publishing.imports import views

urlpatterns = [
    path("inlezen/", views.hand_in, name="publishing-import-new"),
    path("inlezen/<int:pk>/", views.hand_in, name="publishing-import"),
    path("inlezen/bestand/<uuid:token>/", views.look, name="publishing-import-look"),
    path("inlezen/bestand/<uuid:token>/bevestigen/", views.confirm, name="publishing-import-confirm"),
    path("inlezen/bestand/<uuid:token>/stoppen/", views.stop, name="publishing-import-stop"),
    path("inlezen/taak/<uuid:job_id>/", views.import_job, name="publishing-import-job"),
]
