"""Addresses of handbooks, versions and sections."""

from django.urls import path

from consultation.reading import views, views_pdf

urlpatterns = [
    path("", views.handbooks, name="handbooks"),
    path("<slug:slug>/", views.handbook, name="handbook"),
    path("<slug:slug>/<str:label>/", views.version, name="version"),
    path("<slug:slug>/<str:label>/wijzigingen/", views.changes, name="changes"),
    path("<slug:slug>/<str:label>/afwegingskader/", views.framework, name="framework"),
    path("<slug:slug>/<str:label>/afwegingskader/doorlopen/", views.own_case, name="own-case"),
    path("<slug:slug>/<str:label>/download/pdf/", views_pdf.pdf, name="download-pdf"),
    path("<slug:slug>/<str:label>/download/pdf/reacties/", views_pdf.pdf_with_remarks, name="download-pdf-remarks"),
    path("<slug:slug>/<str:label>/download/<str:file_format>/", views.download, name="download"),
    path("<slug:slug>/<str:label>/<str:number>/", views.section, name="section"),
]
