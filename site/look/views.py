"""The style guide: every component once, with its states, on invented content."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from look import specimens


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component. Reads nothing, changes nothing."""
    paginator = Paginator(range(240), 20)
    page = paginator.page(4)
    return render(
        request,
        "look/styleguide.html",
        {
            "blank_form": specimens.ApplicationForm(),
            "wrong_form": specimens.wrong_application_form(),
            "remark_form": specimens.RemarkForm(),
            "quoting_form": specimens.QuotingForm(),
            "passage_text": specimens.PASSAGE,
            "page": page,
            "pages": paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
            **specimens.small_things(),
        },
    )


@require_safe
def section_specimen(request: HttpRequest) -> HttpResponse:
    """Show the section page on invented content, as the reader would see it.

    `?reageer=<passage>` opens the form in place, alone for HTMX.
    """
    context = specimens.section_page()
    target = request.GET.get("reageer", "")
    if target:
        form = render_to_string(
            "components/remark_form.html", specimens.remark_form(target, proposing="voorstel" in request.GET), request
        )
        if request.headers.get("HX-Request"):
            return HttpResponse(form)
        places = [context["foot"], *context["passages"]]
        for place in places:
            if place.get("id", "paragraaf") == target:
                place["form"] = form
    return render(request, "look/section.html", context)
