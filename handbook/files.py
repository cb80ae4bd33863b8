"""Private files: nothing uploaded has a public address; every address looks at rights first."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils.deconstruct import deconstructible


@deconstructible(path="handbook.files.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """Files on disk whose address is a view for people of the admin (previews and renditions in Wagtail)."""

    def url(self, name: str | None) -> str:
        return reverse("private-media", kwargs={"path": name or ""})
