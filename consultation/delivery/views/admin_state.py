"""Whether everything runs that sends: the sweeps, the queue, the domains that are slow, the broker (guarantees G19)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultation.delivery.models import Email, SlowDomain
from consultation.delivery.views.admin_mails import SEE_MAILS
from consultation.jobs import sweeps
from consultation.jobs.models import Heartbeat
from consultation.jobs.nudge import broker_answers

AN_HOUR = timedelta(hours=1)


@permission_required(SEE_MAILS, raise_exception=True)
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """The numbers of this moment; seven queries, and one short call to the broker."""
    now = timezone.now()
    due = Email.objects.due(now).aggregate(oldest=Min("next_try_at"), count=Count("pk"))
    context = {
        "now": now,
        "beats": _beats(),
        "due": due,
        "states": _states(),
        "last_hour": _last_hour(now),
        "domains": SlowDomain.objects.shut(now),
        "broker": broker_answers(),
        "page_title": _("State of the mail"),
        "header_icon": "mail",
    }
    return TemplateResponse(request, "consultation/delivery/admin/state.html", context)


def _beats() -> list[tuple[str, Heartbeat | None]]:
    beats = {beat.name: beat for beat in Heartbeat.objects.all()}
    return [(name, beats.get(name)) for name in sweeps.names()]


def _states() -> list[tuple[str, str, int]]:
    counts = dict(Email.objects.order_by().values_list("state").annotate(Count("pk")))
    return [(value, str(label), counts.get(value, 0)) for value, label in Email.State.choices]


def _last_hour(now: datetime) -> dict[str, int]:
    return {
        "made": Email.objects.filter(created_at__gt=now - AN_HOUR).count(),
        "sent": Email.objects.filter(sent_at__gt=now - AN_HOUR).count(),
    }
