"""What an author does with the answer to her remark."""

from django.urls import path

from consultation.weighing.views import contesting

urlpatterns = [
    path("reacties/<uuid:key>/niet-wat-ik-bedoelde/", contesting.contest, name="contest-answer"),
]
