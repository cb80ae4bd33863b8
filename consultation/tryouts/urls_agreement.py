"""Addresses of the pages on agreement, under /uitproberen/."""

from django.urls import path

from consultation.tryouts.views import agreement

urlpatterns = [
    path("<int:pk>/overeenstemming/", agreement.agreement, name="agreement"),
    path("<int:pk>/overeenstemming/tabel.xlsx", agreement.agreement_sheet, name="agreement-sheet"),
    path("<int:pk>/overeenstemming/<int:ordinal>/", agreement.case_agreement, name="agreement-case"),
    path("<int:pk>/overeenstemming/<int:ordinal>/<path:step>/", agreement.step_agreement, name="agreement-step"),
]
