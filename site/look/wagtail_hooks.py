"""What the look adds to Wagtail's admin: a few rules for our own pages there."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def add_admin_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("look/admin.css"))
