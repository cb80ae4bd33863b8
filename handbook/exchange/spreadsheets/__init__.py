"""Spreadsheets: written so that nothing in them is a formula, and read back with distrust. Pure: knows no Django."""

from .writing import BOM, SheetColumn, harmless, open_book, write_csv, write_sheet

__all__ = ["BOM", "SheetColumn", "harmless", "open_book", "write_csv", "write_sheet"]
