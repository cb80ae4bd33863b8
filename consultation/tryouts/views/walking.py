"""Walking: one question a page, and the end. Whatever is refused comes back in its form with all that was typed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultation.comments.actions import accept_house_rules, remark_url
from consultation.comments.errors import CommentRefused, PersonalDataFound
from consultation.comments.findings import describe_findings
from consultation.comments.forms import masked
from consultation.comments.guard import Finding
from consultation.comments.guard import find as find_personal_data
from consultation.comments.kept import forget_kept, keeps_text, kept_form
from consultation.comments.permissions import sign_writer
from consultation.tryouts.actions import (
    answer_step,
    finish_walk,
    keep_answer,
    keep_conclusions,
    keep_draft,
    tell_stuck,
)
from consultation.tryouts.errors import AlreadyFinished, ConclusionsRefused, NotAtTheEnd, NotOpen, StuckNotPosted, TryoutRefused
from consultation.tryouts.forms.walking import EndForm, StepForm, initial_answer, initial_end
from consultation.tryouts.models import Case, StepAnswer, Stuck, Walk
from consultation.tryouts.pages import (
    account_url,
    before,
    case_url,
    ends_of,
    marked,
    next_url,
    question_page,
    question_url,
    stations_of,
    trail_of,
    tryout_url,
)
from consultation.tryouts.paths import framework_of, path_of
from consultation.tryouts.views.cases import about
from consultation.tryouts.views.finding import find_case, find_step, find_walk
from handbook.framework.graph import Step
from handbook.framework.walking import Path, Station

BY_ITSELF = "vanzelf"
"""In the address of what the page sends without a press of a button."""

form_or_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@form_or_page
@keeps_text
def question(request: HttpRequest, slug: str, label: str, ordinal: int, step: str, visit: int, *, at: datetime) -> HttpResponse:
    """A question of the walk: answer it, go back, stop, or tell that one got stuck."""
    found = find_case(request.user, slug, label, ordinal, at)
    node = find_step(found, step)
    walk = find_walk(request.user, found)
    asked = _Question(request, found, node, visit, walk, at)
    if request.method == "POST":
        return asked.keep() if BY_ITSELF in request.GET else asked.take()
    elsewhere = _elsewhere(found, walk, at) or ("" if asked.is_on_path else next_url(found, asked.path))
    return redirect(elsewhere) if elsewhere else asked.show(asked.form(), status=200)


@never_cache
@form_or_page
@keeps_text
def end(request: HttpRequest, slug: str, label: str, ordinal: int, *, at: datetime) -> HttpResponse:
    """The end of the walk: for whom each outcome is, and another one with a reason."""
    found = find_case(request.user, slug, label, ordinal, at)
    walk = find_walk(request.user, found)
    path = path_of(found, walk.answers.all()) if walk is not None else None
    if path is None or walk is None or not path.is_finished:
        return redirect(next_url(found, path) if path is not None and found.tryout.is_open(at) else case_url(found))
    if request.method == "POST":
        return _take_end(request, found, walk, path, at)
    if elsewhere := _elsewhere(found, walk, at):
        return redirect(elsewhere)
    kept = kept_form(request, address=request.get_full_path(), at=at)
    form = _end_form(request, found, walk, path)
    if kept is not None and kept.get("seen") == form.outcomes_seen:
        form = _end_form(request, found, walk, path, kept)
        form.mark_required()
    return _show_end(request, found, path, form)


class _Question:
    """One request for one question: the form, and what becomes of what was sent."""

    def __init__(self, request: HttpRequest, case: Case, step: Step, visit: int, walk: Walk | None, at: datetime) -> None:
        self.request, self.case, self.step, self.visit, self.walk, self.at = request, case, step, visit, walk, at
        self.answers: list[StepAnswer] = list(walk.answers.all()) if walk is not None else []
        self.path: Path = path_of(case, self.answers)
        found = self.path.at(step.name, visit)
        self.is_on_path = found is not None
        # Another window may have gone elsewhere; what was typed here is shown all the same.
        self.station = found or Station(step, visit, None, None)
        told = Stuck.objects.filter(walk=walk, step=step.name).select_related("comment__version", "comment__section__version")
        stuck = told.first() if walk is not None else None
        self.told = stuck.comment if stuck is not None and stuck.comment.stands else None
        self.where: dict[str, Any] = {"user": request.user, "case": case, "step": step, "at": at}

    @property
    def shape(self) -> dict[str, Any]:
        asks_rules = self.request.user.house_rules_accepted_at is None  # type: ignore[union-attr]
        return {"step": self.step, "asks_rules": asks_rules, "tells_stuck": self.told is None or self._tells_again}

    @property
    def _tells_again(self) -> bool:
        """Whether another window told it already, so that the text stays where it was typed."""
        return bool(self.request.POST.get("stuck", "").strip())

    def form(self, data: QueryDict | None = None) -> StepForm:
        """The form with what was sent, or with what was kept before."""
        if data is not None:
            return StepForm(data, **self.shape)
        answer = next((one for one in self.answers if (one.step, one.visit) == (self.step.name, self.visit)), None)
        kept = kept_form(self.request, address=self.request.get_full_path(), at=self.at)
        initial = {**initial_answer(answer), **(kept.dict() if kept is not None else {}), "key": uuid.uuid4()}
        if self.walk is not None:
            initial["seen_at"] = self.walk.saved_at.isoformat()
        if self.case.tryout.measures_time:
            initial["shown_at"] = self.at.isoformat()
        return StepForm(initial={**initial, "writer": sign_writer(self.request.user)}, **self.shape)

    def keep(self) -> JsonResponse:
        """The page saves by itself. What only a button may bring away stays in the browser: a remark, what the guard found."""
        form = self.form(self.request.POST)
        if not form.is_valid() or form.is_stuck_told:
            return JsonResponse({}, status=422)
        try:
            saved_at = keep_draft(**self.where, visit=self.visit, given=form.given, seen_at=form.seen)
        except PersonalDataFound:
            return JsonResponse({}, status=422)
        except TryoutRefused as refusal:
            return JsonResponse({"errors": {"__all__": [str(refusal)]}}, status=409)
        return JsonResponse({"saved_at": date_format(localtime(self.at), "H:i"), "fields": {"seen_at": saved_at.isoformat()}})

    def take(self) -> HttpResponse:
        """Does what the button that was pressed says."""
        data, action = self.request.POST, _pressed(self.request)
        if action == "mask":
            texts = ("motivation", "stuck")
            found = [one for name in texts for one in find_personal_data(data.get(name, ""))]
            return self.show(self.form(masked(data, found, texts)), status=200)
        form = self.form(data)
        if not form.is_valid():
            return self.show(form, opens=action == "stuck")
        try:
            if action != "stuck" and form.is_stuck_told:
                raise StuckNotPosted
            match action:
                case "back" | "stop" | "to":
                    return self._leave(form, action)
                case "stuck":
                    return self._stick(form)
                case _:
                    return self._go_on(form)
        except (TryoutRefused, CommentRefused) as refusal:
            is_stuck = action == "stuck"
            form.refuse(refusal, guarded="stuck" if is_stuck else "motivation")
            found = refusal.findings if isinstance(refusal, PersonalDataFound) else []
            return self.show(form, findings=found, opens=is_stuck, refusal=refusal)

    def _go_on(self, form: StepForm) -> HttpResponse:
        path = answer_step(**self.where, visit=self.visit, given=form.given, confirmation=form.confirmation)
        forget_kept(self.request)
        here = (self.step.name, self.visit)
        if path.at(*here) is None:
            messages.info(
                self.request, _("You went another way in another window. Your answer is kept in case you come here again.")
            )
            return redirect(next_url(self.case, path))
        return redirect(next_url(self.case, path, behind=here))

    def _leave(self, form: StepForm, action: str) -> HttpResponse:
        keep_answer(**self.where, visit=self.visit, given=form.given, confirmation=form.confirmation)
        forget_kept(self.request)
        if action == "stop":
            messages.success(self.request, _("Kept. You can go on whenever you like, as long as the round is open."))
            return redirect(tryout_url(self.case.tryout))
        if action == "to":
            previous = marked(self.path, self.request.POST["to"])
        else:
            previous = before(self.path, self.station) if self.is_on_path else None
        if previous is None:
            return redirect(case_url(self.case))
        return redirect(question_url(self.case, previous.step.name, previous.visit))

    def _stick(self, form: StepForm) -> HttpResponse:
        """The answer is kept first: whatever becomes of the remark, nothing of it is lost."""
        keep_answer(**self.where, visit=self.visit, given=form.given, confirmation=form.confirmation)
        if form.cleaned_data.get("house_rules"):
            accept_house_rules(user=self.request.user, place=self.request.path, at=self.at)
        comment = tell_stuck(**self.where, reason=form.stuck_reason, key=form.key_or_new, confirmation=form.confirmation)
        forget_kept(self.request)
        thanks = _("Thank you. This helps to make the text better.")
        link = format_html('<a href="{}">{}</a>', remark_url(comment), _("See your comment in the text"))
        messages.success(self.request, format_html("{} {}", thanks, link))
        return redirect(self.request.path)

    def show(
        self,
        form: StepForm,
        *,
        findings: Sequence[Finding] = (),
        opens: bool = False,
        refusal: Exception | None = None,
        status: int = 422,
    ) -> HttpResponse:
        """The page with this form; ``opens`` shows "I got stuck here" open."""
        form.mark_required()
        context = {
            **about(self.case),
            "page": question_page(self.case, self.path, self.station, self.answers),
            "form": form,
            "autosave_key": f"walk-{self.request.user.pk}-{self.case.pk}-{self.step.name}-{self.visit}",
            "autosave_url": f"{self.request.path}?{BY_ITSELF}",
            "findings": describe_findings(findings),
            "findings_at_stuck": bool(findings) and opens,
            "stuck_open": opens or form.is_stuck_told,
            "told_url": remark_url(self.told) if self.told is not None else "",
            "onward": self._onward(refusal),
        }
        return render(self.request, "consultation/tryouts/question.html", context, status=status)

    def _onward(self, refusal: Exception | None) -> str:
        """Where to go when this question cannot be answered here any more."""
        if isinstance(refusal, AlreadyFinished):
            return account_url(self.case)
        return case_url(self.case) if isinstance(refusal, NotOpen) else ""


def _elsewhere(case: Case, walk: Walk | None, at: datetime) -> str:
    """Where the page for somebody is who has no question to answer now; empty when she has."""
    if walk is not None and walk.finished_at is not None:
        return account_url(case)
    return case_url(case) if walk is None or not case.tryout.is_open(at) else ""


def _take_end(request: HttpRequest, case: Case, walk: Walk, path: Path, at: datetime) -> HttpResponse:
    data, action = request.POST, _pressed(request)
    form = _end_form(request, case, walk, path, data)
    if action == "mask":
        texts = [name for name in form.fields if name.startswith("reason-")]
        found = [one for name in texts for one in find_personal_data(data.get(name, ""))]
        return _show_end(request, case, path, _end_form(request, case, walk, path, masked(data, found, texts)))
    if not form.is_valid():
        return _show_end(request, case, path, form, status=422)
    findings: list[Finding] = []
    try:
        if action in ("back", "stop", "to"):
            keep_conclusions(user=request.user, case=case, conclusions=form.conclusions, at=at)
            forget_kept(request)
            return redirect(tryout_url(case.tryout) if action == "stop" else _back_from_end(request, case, path))
        finish_walk(user=request.user, case=case, conclusions=form.conclusions, confirmation=form.confirmation, at=at)
    except NotAtTheEnd as refusal:
        messages.error(request, str(refusal))
        return redirect(next_url(case, path))
    except ConclusionsRefused as refusal:
        form.refuse_each(refusal.refusals)
        findings = [one for each in refusal.refusals.values() if isinstance(each, PersonalDataFound) for one in each.findings]
    except TryoutRefused as refusal:
        form.refuse(refusal)
    else:
        forget_kept(request)
        messages.success(request, _("Thank you. You finished this case."))
        return redirect(account_url(case))
    return _show_end(request, case, path, form, findings=findings, status=422)


def _end_form(request: HttpRequest, case: Case, walk: Walk, path: Path, data: QueryDict | None = None) -> EndForm:
    reached = [one.outcome for one in path.reached]
    shape = {"case": case, "reached": reached, "outcomes": framework_of(case).outcomes}
    if data is not None:
        return EndForm(data, **shape)
    initial = initial_end(case, reached, walk.conclusions.all())
    return EndForm(initial={**initial, "writer": sign_writer(request.user)}, **shape)


def _show_end(
    request: HttpRequest, case: Case, path: Path, form: EndForm, *, findings: Sequence[Finding] = (), status: int = 200
) -> HttpResponse:
    form.mark_required()
    context = {
        **about(case),
        "form": form,
        "ends": list(zip(ends_of(case, path), form.parts, strict=True)),
        "trail": trail_of(path),
        "findings": describe_findings(findings),
    }
    return render(request, "consultation/tryouts/end.html", context, status=status)


def _back_from_end(request: HttpRequest, case: Case, path: Path) -> str:
    """The question that was asked for, or the last one."""
    to = marked(path, request.POST.get("to", "")) or stations_of(path)[-1]
    return question_url(case, to.step.name, to.visit)


def _pressed(request: HttpRequest) -> str:
    """Which button sent the form; a question of the trail is "to"."""
    return "to" if "to" in request.POST else request.POST.get("action", "")
