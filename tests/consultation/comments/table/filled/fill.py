"""Fills the tables in with LibreOffice, as somebody would; runs in the system's Python, which knows ``uno``. See README.md."""

import json
import sys
import time
from datetime import date
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.CellDeleteMode import COLUMNS
from com.sun.star.sheet.CellInsertMode import ROWS
from com.sun.star.table import CellRangeAddress

SECTION, PASSAGE, COMMENT, SHOWN = 2, 3, 6, 8
FOLDER = Path(sys.argv[1]).resolve()
PLAN = json.loads((FOLDER / "plan.json").read_text())


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def desktop():
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _attempt in range(60):
        try:
            there = resolver.resolve("uno:socket,host=127.0.0.1,port=2002;urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except Exception:
            time.sleep(1)
    raise SystemExit("LibreOffice does not answer.")


def opened(name):
    return DESKTOP.loadComponentFromURL((FOLDER / name).as_uri(), "_blank", 0, (option("Hidden", True),))


def saved(document, name, kind):
    document.storeToURL((FOLDER / name).as_uri(), (option("FilterName", kind),))


def name_section(document, cell, one):
    """The section as somebody types it; a new row has the form of a text until she makes it something else."""
    number = one["section"]
    if one["how"] in ("number", "date"):
        cell.NumberFormat = 0
        cell.setFormula(number)
        if one["how"] == "date":
            day, month = number.split(".")
            cell.setFormula(f"{month}/{day}/2026")
            locale = uno.createUnoStruct("com.sun.star.lang.Locale")
            cell.NumberFormat = document.NumberFormats.queryKey("D-M-YYYY", locale, False)
            if cell.NumberFormat < 0:
                cell.NumberFormat = document.NumberFormats.addNew("D-M-YYYY", locale)
            cell.setValue((date(2026, int(month), int(day)) - date(1899, 12, 30)).days)
    elif one["how"] == "title":
        cell.setString(one["title"])
    elif one["how"] == "nothing":
        cell.setString("")
    else:
        cell.setString(number)


def fill_sheet():
    document = opened("empty.xlsx")
    page = document.Sheets.getByIndex(0)
    line = 0
    for one in PLAN:
        if one["added"]:
            at = CellRangeAddress()
            at.StartRow = at.EndRow = line + 1
            at.EndColumn = 12
            page.insertCells(at, ROWS)
            line += 1
            name_section(document, page.getCellByPosition(SECTION, line), one)
        else:
            line += 1
            while not page.getCellByPosition(SECTION, line).String.startswith(one["section"] + " "):
                line += 1
        page.getCellByPosition(PASSAGE, line).setString(one["typed"])
        page.getCellByPosition(COMMENT, line).setString(one["comment"])
    line += 1
    typed = {one["comment"]: one["exact"] and [one["section"], one["exact"]] for one in PLAN}
    formula = page.getCellByPosition(COMMENT, line)
    formula.NumberFormat = 0
    formula.setFormula('="Deze reactie " & "is een formule."')
    page.getCellByPosition(SECTION, line).setString("1.1")
    typed["Deze reactie is een formule."] = ["1.1", ""]
    used = page.createCursor()
    used.gotoEndOfUsedArea(False)
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = COMMENT, True
    area = page.getCellRangeByPosition(0, 0, used.RangeAddress.EndColumn, used.RangeAddress.EndRow)
    area.sort((option("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (field,))), option("ContainsHeader", True)))
    # Two remarks on one section, whose cells somebody merged.
    low = used.RangeAddress.EndRow + 2
    page.getCellByPosition(SECTION, low).setString("2.2 Zo licht als kan, zo zwaar als nodig")
    for step, comment in enumerate(("Samengevoegd een.", "Samengevoegd twee.")):
        page.getCellByPosition(COMMENT, low + step).setString(comment)
        typed[comment] = ["2.2", ""]
    page.getCellRangeByPosition(SECTION, low, SECTION, low + 1).merge(True)
    saved(document, "sheet.xlsx", "Calc MS Excel 2007 XML")
    hidden = CellRangeAddress()
    hidden.StartColumn, hidden.EndColumn, hidden.EndRow = SHOWN, SHOWN + 4, low + 5
    page.removeRange(hidden, COLUMNS)
    saved(document, "lost.xlsx", "Calc MS Excel 2007 XML")
    document.close(True)
    return typed


def fill_paper():
    document = opened("empty.docx")
    table = document.TextTables.getByIndex(0)
    line = 0
    for one in PLAN:
        if one["added"]:
            table.Rows.insertByIndex(line + 1, 1)
            line += 1
            table.getCellByPosition(SECTION, line).setString(
                {"title": one["title"], "nothing": ""}.get(one["how"], one["section"])
            )
        else:
            line += 1
            while not table.getCellByPosition(SECTION, line).String.startswith(one["section"] + " "):
                line += 1
        table.getCellByPosition(PASSAGE, line).setString(one["typed"])
        table.getCellByPosition(COMMENT, line).setString(one["comment"])
    saved(document, "paper.docx", "MS Word 2007 XML")
    document.close(True)


DESKTOP = desktop()
TYPED = fill_sheet()
fill_paper()
(FOLDER / "typed.json").write_text(json.dumps(TYPED, ensure_ascii=False, indent=1) + "\n")
