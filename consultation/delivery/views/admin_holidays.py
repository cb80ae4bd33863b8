"""The school holidays in the admin: a short list that editors keep, since no library knows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from consultation.delivery.models import SchoolHoliday


class SchoolHolidayViewSet(ModelViewSet):
    """Reminders are sent before a school holiday rather than into it, and the wizard warns of a round that ends in one."""

    model = SchoolHoliday
    name = "school_holidays"
    url_prefix = "schoolvakanties"
    icon = "calendar-alt"
    menu_label = _("School holidays")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    form_fields = ["name", "region", "first_day", "last_day"]
    list_display = ["name", "region", "first_day", "last_day"]
    list_filter = ["region"]
    search_fields = ["name"]
    ordering = ["first_day", "region"]
