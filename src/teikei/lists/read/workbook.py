"""Workbooks into located rows: XLSX, XLS and ODS, all their visible sheets in order."""

from teikei.lists.model import Document
from teikei.lists.read import ods, xls, xlsx
from teikei.lists.read.archive import Unreadable
from teikei.lists.read.grid import document_of_grids
from teikei.names.bilingual import Text

_REMEDY = Text(
    "Open it in a spreadsheet program and save the sheet with the list as XLSX, without a password, or as CSV.",
    "表計算ソフトで開き、一覧のシートをパスワードなしの XLSX または CSV で保存し直してください。",
)
_GRIDS = {"xlsx": xlsx.grids, "xls": xls.grids, "ods": ods.grids}


def document_of(content: bytes, name: str, format_name: str = "xlsx") -> Document:
    """Each row of each visible sheet as a Row, with its merged cells; what is hidden or lost as findings.

    `format_name` is "xlsx", "xls" or "ods", as `format_of` tells it from the content.

    Days are in ISO order, whole numbers without a point; a line break in a cell stays as one. Hidden sheets are left
    out and reported; hidden rows are given as such and reported; cells of hidden columns are given and reported.
    Refusal where the file is encrypted, damaged, not a workbook, or unpacks to more than is safe.
    """
    try:
        return document_of_grids(_GRIDS[format_name](content))
    except Unreadable as error:
        raise error.refusal(name, _REMEDY) from error
    except BaseException as error:  # a panic of the Rust library is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise Unreadable(f"the workbook is damaged ({error})", f"ブックが壊れています({error})").refusal(name, _REMEDY) from error
