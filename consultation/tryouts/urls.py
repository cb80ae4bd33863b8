"""Addresses under /uitproberen/."""

from django.urls import path

from consultation.tryouts.views import cases, walking

urlpatterns = [
    path("", cases.tryouts, name="tryouts"),
    path("<int:pk>/", cases.tryout, name="tryout"),
    path("<int:pk>/<int:ordinal>/", cases.case, name="tryout-case"),
    path("<int:pk>/<int:ordinal>/uitkomst/", walking.end, name="tryout-end"),
    path("<int:pk>/<int:ordinal>/motivering/", cases.account, name="tryout-account"),
    path("<int:pk>/<int:ordinal>/motivering/<str:file_format>/", cases.download, name="tryout-download"),
    path("<int:pk>/<int:ordinal>/<path:step>/<int:visit>/", walking.question, name="tryout-question"),
]
