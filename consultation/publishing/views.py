"""The publish wizard in the admin: decide, look, confirm in words, then watch it happen and stop the mails if need be."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from consultation.accountability.notices import receipt_topic
from consultation.delivery.actions import held_summary, stop
from consultation.jobs.actions import enqueue
from consultation.jobs.models import Job
from consultation.publishing.actions import change_status as give_status
from consultation.publishing.errors import PublicationRefused, WrongCorrectionLabel
from consultation.publishing.forms import GateReasonsForm, PublishForm, StatusForm
from consultation.publishing.framework import framework_context
from consultation.publishing.gate_questions import GateQuestions
from consultation.publishing.plan import topic_of
from consultation.publishing.preview import outline_of, preview_publication
from consultation.publishing.second_round import propose_sections
from consultation.publishing.work import PUBLISH_JOB
from consultation.rounds.models import round_of
from consultation.weighing.actions import gate_of, go_aheads_for
from consultation.weighing.models import PassedGate, PassedPartners
from handbook.errors import HandbookError
from handbook.living import read_living
from handbook.models import HandbookPage, Version

may_publish = permission_required("handbook.publish_version", raise_exception=True)


@may_publish
@require_safe
def choose_handbook(request: HttpRequest) -> HttpResponse:
    """The handbooks that can be published, with their newest version."""
    handbooks = HandbookPage.objects.live().order_by("title")
    newest: dict[Any, Version] = {}
    for version in Version.objects.with_status().order_by("ordinal"):
        newest[version.handbook_key] = version
    rows = [{"handbook": page, "newest": newest.get(page.key)} for page in handbooks]
    return render(request, "consultation/publishing/choose.html", {"rows": rows, "header_title": _("Publish a version")})


@may_publish
def publish_version(request: HttpRequest, pk: int) -> HttpResponse:
    """One address for the three screens: the form, the look at what will happen, and the confirmation.

    Nothing is stored between the screens: the review page carries the form's fields along, so that going back, a second
    tab or a lost session cost nothing but a click.
    """
    handbook = get_object_or_404(HandbookPage.objects.live(), pk=pk)
    at = timezone.now()
    living = read_living(handbook)
    outline = outline_of(living.document)
    data = request.POST if request.method == "POST" else None
    gate, partners = gate_of(handbook), go_aheads_for(handbook.key)
    form = PublishForm(data, handbook=handbook, outline=outline, proposed=propose_sections(gate, at=at), at=at)
    context: dict[str, Any] = {
        "handbook": handbook,
        "form": form,
        "outline": outline,
        "partners": partners,
        "header_title": _("Publish a version of %(handbook)s") % {"handbook": handbook.title},
    }
    if request.method != "POST" or request.POST.get("step") == "change" or not form.is_valid():
        return render(request, "consultation/publishing/form.html", context)
    plan = form.plan()
    try:
        preview = preview_publication(handbook=handbook, living=living, plan=plan, at=at)
    except PublicationRefused as refusal:
        form.add_error("label" if isinstance(refusal, WrongCorrectionLabel) else "correction", str(refusal))
        return render(request, "consultation/publishing/form.html", context)
    context["preview"] = preview
    gates = GateQuestions.of(plan, gate=gate, partners=partners)
    reasons = GateReasonsForm(request.POST)
    context |= {"gates": gates, "reasons": reasons}
    typed = request.POST.get("typed_label", "").strip()
    asked = request.POST.get("step") == "publish"
    if not asked or typed != plan.label or preview.is_blocked or gates.is_unanswered or not reasons.is_valid():
        context["typed_wrong"] = asked and typed != plan.label
        context["asked"] = asked
        return render(request, "consultation/publishing/review.html", context)
    job = enqueue(
        kind=PUBLISH_JOB,
        arguments={"handbook": str(handbook.key), "plan": plan.to_json()},
        dedup_key=f"publish:{handbook.key}:{plan.label}",
        requested_by=request.user,
        at=at,
    )
    return redirect("publishing-job", job_id=job.pk)


@may_publish
@require_safe
def living_framework(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision framework of the agreed text: its faults, its picture, and every step with the page to edit it on."""
    handbook = get_object_or_404(HandbookPage.objects.live(), pk=pk)
    context = {
        **framework_context(read_living(handbook)),
        "header_title": _("Decision framework of %(title)s") % {"title": handbook},
    }
    return render(request, "consultation/publishing/framework.html", context)


@may_publish
@require_safe
def publication_job(request: HttpRequest, job_id: str) -> HttpResponse:
    """How far the publication is; when it is done, the page of the new version."""
    job = get_object_or_404(Job, pk=job_id, kind=PUBLISH_JOB)
    if job.state == Job.State.DONE:
        return redirect("publishing-version", pk=job.result["version"])
    return render(request, "consultation/publishing/job.html", {"job": job, "header_title": _("Publishing")})


@may_publish
@require_safe
def published_version(request: HttpRequest, pk: int) -> HttpResponse:
    """A version that stands: how to reach it, and its mails as long as they wait."""
    version = get_object_or_404(Version.objects.with_status(), pk=pk)
    context = {
        "version": version,
        "url": reverse("version", kwargs={"slug": version.slug, "label": version.label}),
        "round": round_of(version),
        "passed_gate": PassedGate.objects.filter(version=version).select_related("since").first(),
        "passed_partners": PassedPartners.objects.filter(version=version).first(),
        "held": held_summary(topic=topic_of(version.pk), at=timezone.now()),
        "receipts": held_summary(topic=receipt_topic(version.pk), at=timezone.now()),
        "header_title": str(version),
    }
    return render(request, "consultation/publishing/published.html", context)


@may_publish
def change_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Another status word: adopt, supersede, withdraw with a reason."""
    version = get_object_or_404(Version.objects.with_status(), pk=pk)
    form = StatusForm(request.POST or None, initial={"status": version.current_status})
    if request.method == "POST" and form.is_valid():
        try:
            give_status(version=version, **form.cleaned_data, by=request.user, at=timezone.now())
        except HandbookError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("The status is changed."))
            return redirect("publishing-version", pk=pk)
    context = {"version": version, "form": form, "header_title": str(version)}
    return render(request, "consultation/publishing/status.html", context)


@may_publish
@require_POST
def stop_mails(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """ "Stop verzending": the mails that still wait are withdrawn; those that went are told."""
    version = get_object_or_404(Version, pk=pk)
    at, reason = timezone.now(), gettext_noop("stopped by an editor")
    topics = (topic_of(version.pk), receipt_topic(version.pk))
    stopped = sum(stop(topic=topic, reason=reason, by=request.user, at=at) for topic in topics)
    messages.success(request, _("Stopped. %(count)s mails will not be sent.") % {"count": stopped})
    return redirect("publishing-version", pk=pk)
