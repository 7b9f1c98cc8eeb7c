"""Hostile and faulty archives and workbooks by their number in the project's catalogue (1–20): read right, read with a
finding that names the place, or refused with file, cause and remedy. Never a crash, a hang, or a wrong value in silence.
"""

import io
import struct
import zipfile
import zlib
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from teikei.lists.read import content_of, docx, format_of, read_content
from teikei.lists.read.archive import Archive, Unreadable
from teikei.lists.read.workbook import document_of
from teikei.lists.write.csvfile import render as _  # noqa: F401
from teikei.names.bilingual import Refusal
from tests.lists.read.test_docx import document_with
from tests.lists.read.workbooks import PLAIN, SHEET1, Sheet, changed, ods_of, sheet_xml, written, xls_of
