"""Personal data in the admin: the periods with what the last night did, and requests of people about their data.

An address is sent in forms only and never stands in an address of the site, so that no log holds it.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultation.people import registry, retention
from consultation.people.actions import count_person, erase_person, export_person, person_of, stuck_erasures
from consultation.people.errors import PeopleError
from consultation.people.forms.requests import AddressForm, EraseRequestForm, RequestForm
from consultation.people.models import RetentionRun

HANDLE = "people.handle_personal_data"
ICON = "lock"


@never_cache
@permission_required(HANDLE, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def periods(request: HttpRequest) -> HttpResponse:
    """How long what is kept, what went last night, and on request what would go now."""
    run = RetentionRun.objects.first()
    tried = retention.apply(dry_run=True, at=timezone.now()) if request.method == "POST" else None
    counts = tried if tried is not None else (run.counts if run else {})
    context = {
        "rows": [(period, counts.get(period.name)) for period in retention.periods()],
        "run": run,
        "is_dry_run": tried is not None,
        "page_title": _("Retention periods"),
        "header_icon": ICON,
    }
    return TemplateResponse(request, "consultation/people/admin/periods.html", context)


@never_cache
@permission_required(HANDLE, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """Asks for an address, and tells what there is of it, what stands in the way, and what can be done."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    email = form.cleaned_data["email"] if form.is_valid() else ""
    return _page(request, form=form, email=email)


@never_cache
@permission_required(HANDLE, raise_exception=True)
@require_POST
def hand_out(request: HttpRequest) -> HttpResponse:
    """Everything about an address as JSON, to be sent to her who asked for it."""
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _page(request, email=form.data.get("email", ""), export_form=form)
    try:
        data = export_person(**form.cleaned_data, by=request.user, at=timezone.now())
    except PeopleError as error:
        messages.error(request, error.message)
        return redirect("data-requests")
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    name = _("data-of-a-person")
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@never_cache
@permission_required(HANDLE, raise_exception=True)
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erases everything about an address, and shows under which number the remarks and the audit trail stay."""
    form = EraseRequestForm(request.POST)
    if not form.is_valid():
        return _page(request, email=form.data.get("email", ""), erase_form=form)
    asked = {name: form.cleaned_data[name] for name in ("email", "reason")}
    if person_of(asked["email"]).user == request.user:
        messages.error(request, _("Erase your own data on the page My data."))
        return redirect("data-requests")
    try:
        report = erase_person(**asked, by=request.user, farewell=True, at=timezone.now())
    except PeopleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Erased. The audit trail keeps the number %(number)s.") % {"number": report.subject})
    return redirect("data-requests")


def _page(
    request: HttpRequest,
    *,
    form: AddressForm | None = None,
    email: str = "",
    export_form: RequestForm | None = None,
    erase_form: EraseRequestForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form or AddressForm(initial={"email": email}), "email": email}
    if email:
        counts = count_person(email=email)
        context["places"] = [
            (place.describe, counts[place.label]) for place in registry.places_for_reading() if place.label in counts
        ]
        context["obstacles"] = registry.obstacles_of(person_of(email), at=timezone.now())
        context["stopped"] = any(one.stops for one in context["obstacles"])
        context["export_form"] = export_form or RequestForm(initial={"email": email}, auto_id="export_%s")
        context["erase_form"] = erase_form or EraseRequestForm(initial={"email": email}, auto_id="erase_%s")
    context |= {"page_title": _("Requests about personal data"), "header_icon": ICON, "stuck": stuck_erasures()}
    wrong = any(one is not None and one.errors for one in (form, export_form, erase_form))
    return TemplateResponse(request, "consultation/people/admin/requests.html", context, status=422 if wrong else 200)
