"""How everything looks: components, styles, scripts, the style guide."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LookConfig(AppConfig):
    name = "look"
    verbose_name = _("Look")
