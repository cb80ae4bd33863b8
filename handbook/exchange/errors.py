"""Why an import is refused: one typed error with a code, so that the edge can say it in the reader's language."""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Mark a sentence for the catalogue without translating it: this package knows no language and no Django."""
    return message


REFUSALS: dict[str, str] = {
    "empty": gettext_noop("The file is empty."),
    "too-large": gettext_noop("The file is too large: at most %(detail)s."),
    "too-long": gettext_noop("The text is too long: at most %(detail)s characters."),
    "long-paragraph": gettext_noop("The file has a paragraph of more than %(detail)s characters."),
    "too-deep": gettext_noop("The file nests its elements too deeply to be a handbook."),
    "not-text": gettext_noop("The file is no text file."),
    "not-json": gettext_noop("The file is no readable JSON: %(detail)s."),
    "unknown-format": gettext_noop("The file is no handbook in the form klankbord-handbook/1."),
    "broken-archive": gettext_noop("The file misses what a handbook needs: %(detail)s."),
    "not-docx": gettext_noop("The file is no Word document (.docx)."),
    "old-word": gettext_noop("The file is in Word's old form (.doc) or has a password: save it as .docx without one."),
    "unsafe-docx": gettext_noop("The Word document holds something that a text does not need: %(detail)s."),
    "not-office": gettext_noop("The file is neither a Word document (.docx) nor a spreadsheet (.xlsx). Save it as one of these."),
    "old-office": gettext_noop(
        "The file is in an old form (.doc, .xls) or has a password: save it as .docx or .xlsx without one."
    ),
    "unsafe-xlsx": gettext_noop("The spreadsheet holds something that a table does not need: %(detail)s."),
    "broken-xlsx": gettext_noop("The spreadsheet is damaged: %(detail)s."),
    "many-rows": gettext_noop("The spreadsheet is too long: at most %(detail)s rows."),
    "broken-docx": gettext_noop("The Word document is damaged: %(detail)s."),
}
"""The sentence of every code, in English (the msgid); ``%(detail)s`` takes the error's detail."""


class ImportRefused(Exception):
    """The file cannot be read as a handbook; nothing was changed.

    ``code`` is a key of `REFUSALS`; ``detail`` fills its sentence.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(REFUSALS[code] % {"detail": detail})
