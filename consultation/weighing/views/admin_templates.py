"""The answer templates in the admin: a short list that editors keep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from consultation.weighing.models import AnswerTemplate


class AnswerTemplateViewSet(ModelViewSet):
    """Who decides about a remark can begin with one of these."""

    model = AnswerTemplate
    name = "answer_templates"
    url_prefix = "antwoordsjablonen"
    icon = "clipboard-list"
    menu_label = _("Answer templates")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    form_fields = ["name", "handbook", "value", "text"]
    list_display = ["name", "handbook", "value"]
    list_filter = ["handbook", "value"]
    search_fields = ["name", "text"]
    ordering = ["name"]
