"""People and organisations in the admin. Wagtail's own user pages expect a first and a last name; these take their place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views import users as wagtail_users

from consultation.people import actions
from consultation.people.errors import AddressTaken
from consultation.people.forms.people import PersonForm
from consultation.people.models import Organisation, User

DETAILS = ("name", "organisation", "function", "region", "language", "is_coordinator")


class PeopleIndexView(wagtail_users.IndexView):
    """Everybody with an account, found by name, address or organisation."""

    page_title = _("People")
    add_item_label = _("Add a person")
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    search_fields = ["name", "email", "organisation__name"]
    search_backend_name = None
    default_ordering = "name"

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("name", label=_("Name"), accessor=str, sort_key="name", get_url=self.get_edit_url),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("organisation", label=_("Organisation"), sort_key="organisation__name"),
            Column("group_names", label=_("Groups"), accessor=_group_names),
            BooleanColumn("is_active", label=_("May sign in"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last signed in"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        return User.objects.select_related("organisation").prefetch_related("groups")

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.order_by(self.ordering if isinstance(self.ordering, str) else "name")

    def get_list_buttons(self, instance: User) -> list[Any]:
        return []


class _SavedByAction:
    """The form checks; the action saves and keeps the trail."""

    form: PersonForm
    request: Any

    def get_success_buttons(self) -> list[Any]:
        return []


class PersonCreateView(_SavedByAction, wagtail_users.CreateView):
    page_title = _("Add a person")
    template_name = "wagtailadmin/generic/create.html"
    success_message = _("%(object)s now has an account.")

    def form_valid(self, form: PersonForm) -> Any:
        try:
            return super().form_valid(form)
        except AddressTaken as error:
            form.add_error("email", error.message)
            return self.form_invalid(form)

    def save_instance(self) -> User:
        cleaned = self.form.cleaned_data
        return actions.create_person(
            email=cleaned["email"],
            **{name: cleaned[name] for name in DETAILS},
            groups=self.form.group_names,
            by=self.request.user,
            at=timezone.now(),
        )


class PersonEditView(_SavedByAction, wagtail_users.EditView):
    page_title = _("Change a person")
    template_name = "wagtailadmin/generic/edit.html"
    success_message = _("The details of %(object)s are saved.")
    actions_that_need_care: tuple[str, ...] = ()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "editing_self": self.editing_self}

    def save_instance(self) -> User:
        # The form has put its values on the instance already; the action compares with what the database holds.
        user = User.objects.get(pk=self.object.pk)
        cleaned, by, now = self.form.cleaned_data, self.request.user, timezone.now()
        actions.change_person(
            user=user,
            changes={name: cleaned[name] for name in DETAILS},
            groups=None if self.editing_self else self.form.group_names,
            by=by,
            at=now,
        )
        if not self.editing_self and cleaned["is_active"] != user.is_active:
            change = actions.reactivate_person if cleaned["is_active"] else actions.deactivate_person
            change(user=user, by=by, at=now)
            if not cleaned["is_active"]:
                messages.info(self.request, _("The account is closed and every session has ended."))
        return user


class PeopleViewSet(wagtail_users.UserViewSet):
    """Registered in the place of Wagtail's own (consultation/people/wagtail_users.py)."""

    ordering = "name"
    menu_label = _("People")
    menu_order = 90
    add_to_settings_menu = False
    add_to_admin_menu = True
    icon = "group"
    inspect_view_enabled = False
    copy_view_enabled = False
    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    template_prefix = ""
    search_fields = ["name", "email", "organisation__name"]

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonForm


class OrganisationViewSet(ModelViewSet):
    """The organisations that people react for."""

    model = Organisation
    icon = "site"
    menu_label = _("Organisations")
    menu_order = 91
    add_to_admin_menu = True
    copy_view_enabled = False
    form_fields = ["name", "kind", "is_partner"]
    list_display = ["name", "kind", BooleanColumn("is_partner", label=_("Weighs along"))]
    list_filter = ["kind", "is_partner"]
    search_fields = ["name"]
    ordering = ["name"]


def _group_names(user: User) -> str:
    return ", ".join(sorted(group.name for group in user.groups.all()))
