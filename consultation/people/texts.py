"""Texts of this slice, of the floors below it and of libraries in which somebody else may be named (``unnaming``)."""

from __future__ import annotations

from consultation.people.registry import excuse_texts, register_texts

_TEXTS: dict[str, tuple[str, ...]] = {
    "people.Application": ("motivation", "decision_text"),
    "delivery.Notice": ("title", "body"),
    "delivery.Email": ("subject", "text", "html", "calendar", "reason"),
    "delivery.SlowDomain": ("reason",),
    "delivery.DeliveryEvent": ("words",),
    "delivery.Suppression": ("words",),
    "jobs.Job": ("arguments", "step", "result", "error"),
    "wagtailcore.ModelLogEntry": ("label", "data"),
    "wagtailcore.PageLogEntry": ("label", "data"),
    "wagtailcore.Revision": ("object_str", "content"),
    "wagtailcore.Comment": ("text",),
    "wagtailcore.CommentReply": ("text",),
    "wagtailcore.TaskState": ("comment",),
    "wagtailadmin.FormState": ("data",),
    "wagtailimages.Image": ("title", "description"),
    "wagtaildocs.Document": ("title",),
}
_FROZEN = "published and frozen; its editors answer for whom they name"
_LIVING = "the editors' own text, which they change themselves"
_ADDRESS_OR_KEY = "an address of the site or a key"
_TEXTS_LEFT: dict[str, tuple[str, tuple[str, ...]]] = {
    "people.Consent": (_ADDRESS_OR_KEY, ("place",)),
    "people.RetentionRun": ("numbers", ("counts",)),
    "people.PrivacyStatement": ("published words of the editors, kept as proof of what stood there", ("text",)),
    "delivery.Email": (_ADDRESS_OR_KEY, ("topic", "dedup_key", "message_id", "domain", "headers")),
    "delivery.SlowDomain": ("a mail server", ("domain",)),
    "delivery.DeliveryEvent": (_ADDRESS_OR_KEY, ("event_id",)),
    "delivery.Notice": ("a key, or words of the handbook", ("topic", "dedup_key", "url", "handbook", "place", "unmailed")),
    "jobs.Job": (_ADDRESS_OR_KEY, ("dedup_key",)),
    "jobs.Heartbeat": ("what a sweep says of itself", ("note",)),
    "handbook.StoredFile": (_FROZEN, ("name",)),
    "handbook.PassageRecord": (_LIVING, ("text",)),
    "handbook.HandbookPage": (_LIVING, ("summary", "brief")),
    "handbook.Version": (_FROZEN, ("slug", "title", "notes")),
    "handbook.VersionStatus": (_FROZEN, ("reason",)),
    "handbook.Section": (_FROZEN, ("number", "title", "text")),
    "handbook.Passage": (_FROZEN, ("html", "text", "data")),
}


def register_named() -> None:
    """Called when the app is ready."""
    for model, fields in _TEXTS.items():
        register_texts(model, *fields)
    for model, (why, fields) in _TEXTS_LEFT.items():
        excuse_texts(model, *fields, why=why)
