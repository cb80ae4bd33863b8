"""One look for every Django form on the site."""

from django.forms.renderers import TemplatesSetting


class LookRenderer(TemplatesSetting):
    """Render `{{ form }}` and `{{ field.as_field_group }}` with our components.

    Set it as `FORM_RENDERER`; it needs `django.forms` among the installed apps.
    Widgets keep Django's own markup: the admin draws its widgets with the
    same renderer, and its look is not ours to change. The classes are put on
    the widgets by the `field` tag instead (see `templatetags/look.py`).
    """

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
