"""Applications and invitations in the admin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from consultation.people import actions
from consultation.people.errors import PeopleError
from consultation.people.forms.people import DecisionForm, InviteForm
from consultation.people.models import Application, Invitation
from consultation.people.views.joining import landing_path


class ApplicationIndexView(generic.IndexView):
    """Open applications first; nothing is added or edited here, only decided."""

    page_title = gettext_lazy("Applications")
    any_permission_required = ["view", "change"]

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Application) -> str:
        return reverse("applications:decide", args=[instance.pk])

    def get_list_buttons(self, instance: Application) -> list[Any]:
        return []


class ApplicationViewSet(ModelViewSet):
    """The list, and one page a decision."""

    model = Application
    name = "applications"
    url_prefix = "aanmeldingen"
    icon = "mail"
    menu_label = gettext_lazy("Applications")
    menu_order = 92
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ApplicationIndexView
    form_fields = ["name"]
    list_display = [
        TitleColumn("name", label=gettext_lazy("Name"), url_name="applications:decide", sort_key="name"),
        "organisation_name",
        "function",
        Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("applied_at", label=gettext_lazy("Applied"), sort_key="applied_at"),
    ]
    list_filter = ["state"]
    search_fields = ["name", "email", "organisation_name"]
    ordering = ["-applied_at"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", decide, name="decide"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        without = dict.fromkeys(("history_url_name", "usage_url_name", "add_url_name", "edit_url_name", "delete_url_name"))
        return super().get_common_view_kwargs(**{**without, **kwargs})

    def register_admin_url_finder(self) -> None:
        """An application has no edit page for Wagtail to link to."""


@permission_required("people.change_application")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One application with the two texts; either button mails its text and records who decided."""
    application = get_object_or_404(Application.objects.select_related("decided_by"), pk=pk)
    form = DecisionForm(request.POST or None, initial=proposed_texts(application))
    if request.method == "POST" and form.is_valid():
        cleaned, by, now = form.cleaned_data, request.user, timezone.now()
        try:
            if cleaned["decision"] == "approve":
                url = settings.BASE_URL + landing_path()
                actions.approve_application(application=application, text=cleaned["approve_text"], landing_url=url, by=by, at=now)
                messages.success(request, _("%(name)s is now a member and gets a mail.") % {"name": application.name})
            else:
                actions.refuse_application(application=application, text=cleaned["refuse_text"], by=by, at=now)
                messages.success(request, _("%(name)s gets a mail with your answer.") % {"name": application.name})
        except PeopleError as error:
            messages.error(request, error.message)
        return redirect("applications:index")
    context = {
        "application": application,
        "form": form,
        "can_decide": application.state == Application.State.OPEN,
        "page_title": _("Application"),
        "page_subtitle": application.name,
        "header_icon": "mail",
        "index_url": reverse("applications:index"),
    }
    return TemplateResponse(request, "consultation/people/admin/decide.html", context)


def proposed_texts(application: Application) -> dict[str, str]:
    """What the two mails say unless the editor changes it, in the applicant's language."""
    with translation.override(application.language):
        return {
            "approve_text": _(
                "Thank you for your application. You are now a member of the sounding board. "
                "You can read the draft and comment on it at once."
            ),
            "refuse_text": _(
                "Thank you for your application. Unfortunately we cannot offer you a place in the sounding board now. "
                "The group has enough members from your field of work."
            ),
        }


class InviteView(generic.CreateView):
    """Invites one person or a pasted list, and says what became of each."""

    page_title = gettext_lazy("Invite people")
    submit_button_label = gettext_lazy("Send invitations")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def form_valid(self, form: InviteForm) -> HttpResponse:
        report = actions.invite_many(
            people=form.cleaned_data["pasted"].people,
            group=form.cleaned_data["group"],
            language=form.cleaned_data["language"],
            by=self.request.user,
            at=timezone.now(),
        )
        invited = len(report.invited)
        if invited:
            text = ngettext("%(n)s person gets an invitation.", "%(n)s people get an invitation.", invited)
            messages.success(self.request, text % {"n": invited})
        for addresses, sentence in (
            (report.already_member, _("Already in this group: %(addresses)s")),
            (report.already_invited, _("Already invited: %(addresses)s")),
        ):
            if addresses:
                messages.info(self.request, sentence % {"addresses": ", ".join(addresses)})
        return HttpResponseRedirect(reverse("invitations:index"))


class InvitationViewSet(ModelViewSet):
    """Invitations sent, and the form that sends them."""

    model = Invitation
    name = "invitations"
    url_prefix = "uitnodigingen"
    icon = "user"
    menu_label = gettext_lazy("Invitations")
    menu_order = 93
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = InviteView
    list_display = [
        Column("email", label=gettext_lazy("E-mail address"), sort_key="email"),
        "name",
        Column("group", label=gettext_lazy("Group")),
        DateColumn("invited_at", label=gettext_lazy("Invited"), sort_key="invited_at"),
        DateColumn("accepted_at", label=gettext_lazy("Accepted")),
        DateColumn("withdrawn_at", label=gettext_lazy("Withdrawn")),
    ]
    list_filter = ["group"]
    search_fields = ["email", "name"]
    ordering = ["-invited_at"]

    def get_form_class(self, for_update: bool = False) -> type[InviteForm]:
        return InviteForm

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("<int:pk>/withdraw/", withdraw, name="withdraw"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        without = dict.fromkeys(("history_url_name", "usage_url_name", "edit_url_name", "delete_url_name"))
        return super().get_common_view_kwargs(**{**without, **kwargs})

    def register_admin_url_finder(self) -> None:
        """An invitation has no edit page for Wagtail to link to."""


@permission_required("people.change_invitation")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then makes the mailed link stop working."""
    invitation = get_object_or_404(Invitation, pk=pk, accepted_at=None, withdrawn_at=None)
    if request.method == "POST":
        actions.withdraw_invitation(invitation=invitation, by=request.user, at=timezone.now())
        messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
        return redirect("invitations:index")
    context = {
        "invitation": invitation,
        "page_title": _("Withdraw invitation"),
        "page_subtitle": invitation.email,
        "header_icon": "user",
    }
    return TemplateResponse(request, "consultation/people/admin/withdraw.html", context)
