"""The document's tables: the living text, its frozen versions, their lineage and their files."""

from handbook.models.files import StoredFile
from handbook.models.lineage import PassageRecord, SectionLineage
from handbook.models.pages import HandbookPage, SectionPage
from handbook.models.versions import Passage, Section, Status, Version, VersionStatus

__all__ = [
    "HandbookPage",
    "Passage",
    "PassageRecord",
    "Section",
    "SectionLineage",
    "SectionPage",
    "Status",
    "StoredFile",
    "Version",
    "VersionStatus",
]
