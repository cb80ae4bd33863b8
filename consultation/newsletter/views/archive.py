"""The issues that were sent, for everybody, and the images in them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from consultation.newsletter.letters import page_words
from consultation.newsletter.models import IssuePage
from consultation.newsletter.models.issues import ISSUE_TEMPLATE
from consultation.newsletter.pieces import IMAGE_FILTER, read_image_token

PER_PAGE = 20


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """All issues, newest first."""
    paginator = Paginator(IssuePage.objects.sent(), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    issues = [(issue, issue.edition(request.LANGUAGE_CODE)) for issue in page]
    context = {"page": page, "pages": paginator.get_elided_page_range(page.number), "issues": issues}
    return render(request, "consultation/newsletter/archive.html", context)


@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """One issue in the reader's language, or in that of ``?taal=``, which the mail asks for. Before its sending it is no page."""
    page = get_object_or_404(IssuePage.objects.sent(), slug=slug)
    edition = page.edition(request.GET.get("taal", request.LANGUAGE_CODE))
    other = page.edition("nl" if edition.language == "en" else "en").language
    context = {**page_words(edition, until=page.sent_at), "page": page, "other_language": other}
    return render(request, ISSUE_TEMPLATE, context)


@require_safe
def image(request: HttpRequest, token: str) -> FileResponse:
    """An image of an issue. Whoever has the mail has the address; it tells nothing of who looks, and we keep no count."""
    picture = get_object_or_404(get_image_model(), pk=read_image_token(token))
    rendition = picture.renditions.filter(filter_spec=IMAGE_FILTER).first()
    if rendition is None:
        raise Http404
    return FileResponse(rendition.file.open("rb"), headers={"Cache-Control": "public, max-age=86400"})
