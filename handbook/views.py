"""The only public view of this app: a file of a version, for those who may read a version that carries it."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from handbook.models import StoredFile, Version


def version_file(request: HttpRequest, sha256: str) -> FileResponse:
    """404 unless a version that this person may read carries the file; never tells that it exists otherwise."""
    visible = Version.objects.visible_to(request.user)
    stored = get_object_or_404(StoredFile.objects.filter(versions__in=visible).distinct(), sha256=sha256)
    response = FileResponse(stored.file.open("rb"), content_type=stored.media_type)
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@permission_required("wagtailadmin.access_admin", raise_exception=True)
def private_media(request: HttpRequest, path: str) -> FileResponse:
    """Originals and renditions, for people of the admin only."""
    try:
        return FileResponse(default_storage.open(path, "rb"))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error
