"""Addresses of this slice, under /taken/."""

from django.urls import path

from consultation.jobs import views

urlpatterns = [
    path("<uuid:job_id>/", views.job_status, name="job-status"),
    path("<uuid:job_id>/bestand/", views.job_file, name="job-file"),
]
