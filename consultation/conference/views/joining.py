"""From attendee to member of the sounding board, in one step: who signed up has told who she is already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultation.conference.forms import JoinForm
from consultation.conference.views.own import find_registration
from consultation.people.actions import apply
from consultation.people.limits import within_limits
from consultation.people.models import TERMS_VERSION


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Applies with what the sign-up says. The address still has to be confirmed by mail: the link alone proves nothing.

    Whoever typed an address into the form of the conference has the link too, and learns here no more than there.
    """
    row = find_registration(token)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if within_limits(request, action="apply", address=row.email):
            apply(
                name=row.name,
                email=row.email,
                organisation_name=row.organisation,
                function=row.function,
                region="",
                motivation=form.cleaned_data["motivation"],
                language=row.language,
                terms_version=TERMS_VERSION,
                at=timezone.now(),
            )
            return redirect("application-sent")
        form.add_error(None, _("There were many applications from here in a short time. Try again in an hour."))
    back = {"label": _("Your sign-up"), "url": reverse("registration", args=[token])}
    context = {"form": form, "registration": row, "breadcrumb": [back]}
    return render(request, "consultation/conference/join.html", context, status=422 if form.errors else 200)
