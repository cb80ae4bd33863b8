"""Addresses of the publish wizard, under the admin."""

from django.urls import path

from consultation.publishing import views
from consultation.publishing.imports.urls import urlpatterns as import_urlpatterns

urlpatterns = [
    *import_urlpatterns,
    path("publiceren/", views.choose_handbook, name="publishing-choose"),
    path("publiceren/<int:pk>/", views.publish_version, name="publishing-publish"),
    path("publiceren/<int:pk>/afwegingskader/", views.living_framework, name="publishing-framework"),
    path("publiceren/taak/<uuid:job_id>/", views.publication_job, name="publishing-job"),
    path("publiceren/versie/<int:pk>/", views.published_version, name="publishing-version"),
    path("publiceren/versie/<int:pk>/status/", views.change_status, name="publishing-status"),
    path("publiceren/versie/<int:pk>/stop/", views.stop_mails, name="publishing-stop"),
]
