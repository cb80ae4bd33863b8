"""Addresses under /proberen/: walking through cases, and how far people agree who did."""

from django.urls import path

from consultation.tryouts.views import agreement, cases, walking

TRYOUT = "<slug:slug>/<str:label>/"
CASE = f"{TRYOUT}<int:ordinal>/"
AGREEMENT = f"{TRYOUT}overeenstemming/"

urlpatterns = [
    path("", cases.tryouts, name="tryouts"),
    path(TRYOUT, cases.tryout, name="tryout"),
    path(CASE, cases.case, name="tryout-case"),
    path(f"{CASE}uitkomst/", walking.end, name="tryout-end"),
    path(f"{CASE}motivering/", cases.account, name="tryout-account"),
    path(f"{CASE}motivering/<str:file_format>/", cases.download, name="tryout-download"),
    path(f"{CASE}<path:step>/<int:visit>/", walking.question, name="tryout-question"),
    path(AGREEMENT, agreement.agreement, name="agreement"),
    path(f"{AGREEMENT}tabel.xlsx", agreement.agreement_sheet, name="agreement-sheet"),
    path(f"{AGREEMENT}<int:ordinal>/", agreement.case_agreement, name="agreement-case"),
    path(f"{AGREEMENT}<int:ordinal>/<path:step>/", agreement.step_agreement, name="agreement-step"),
]
