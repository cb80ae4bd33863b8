"""What changes the document, and nothing else does: import into the living text, take over a proposal, freeze, set a status."""

from handbook.actions.imports import ImportLine, ImportReport, import_document, preview_import
from handbook.actions.proposals import take_over_wording
from handbook.actions.statuses import set_status
from handbook.actions.versions import freeze_version, is_fit_label

__all__ = [
    "ImportLine",
    "ImportReport",
    "freeze_version",
    "import_document",
    "is_fit_label",
    "preview_import",
    "set_status",
    "take_over_wording",
]
