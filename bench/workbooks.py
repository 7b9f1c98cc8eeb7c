"""Reading workbooks and documents: XLSX to located rows against bare python-calamine and openpyxl, in one run.

The peers give values only. They tell nothing of merged or hidden cells, of errors and formulas without a value, and
trust what the file says of itself.
"""

import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from teikei.lists.read.workbook import document_of
from teikei.names.collector import collector_waits

ROUNDS = 5
ROWS, COLUMNS = 100_000, 6


def run() -> list[dict[str, object]]:
    """Rows a second of all three (medians of the rounds, taken in turns), the ratios, and the peak memory of each."""
    content = book_of(ROWS)
    readers = {"ours": ours, "calamine": calamine, "openpyxl": with_openpyxl}
    times: dict[str, list[float]] = {name: [] for name in readers}
    for round_number in range(ROUNDS):
        for name, reader in readers.items():
            if name != "openpyxl" or round_number < 2:  # ten seconds each
                times[name].append(_seconds(reader, content))
    middle = {name: statistics.median(found) for name, found in times.items()}
    peaks = {name: _peak_of(name, content) for name in readers}
    return [
        {
            "name": f"XLSX of {ROWS:,} rows of {COLUMNS} cells",
            **{f"{name} rows/s": round(ROWS / seconds) for name, seconds in middle.items()},
            "calamine's speed": round(middle["calamine"] / middle["ours"], 2),
            "times openpyxl": round(middle["openpyxl"] / middle["ours"], 1),
            **{f"{name} peak MB": peak for name, peak in peaks.items()},
        }
    ]


def book_of(rows: int) -> bytes:
    """A list as offices keep it: a number, texts that repeat and texts that do not, a date, a remark now and then."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("一覧")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["番号", "国・地域", "協定機関名", "部局", "締結年月日", "備考"])
        for row in range(1, rows):
            sheet.write_number(row, 0, row)
            sheet.write_string(row, 1, ("タイ王国", "インド", "ドイツ連邦共和国")[row % 3])
            sheet.write_string(row, 2, f"第{row}大学工学部")
            sheet.write_string(row, 3, ("工学部・理学部", "文学部")[row % 2])
            sheet.write_datetime(row, 4, date(1990, 1, 1) + timedelta(days=row % 9000), day)
            sheet.write_string(row, 5, ("自動更新", "学生交流を含む")[row % 2])
    return content.getvalue()


def ours(content: bytes) -> int:
    with collector_waits():  # as `read_content` does
        return len(document_of(content, "list.xlsx").rows)


def calamine(content: bytes) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return len(book.get_sheet_by_index(0).to_python(skip_empty_area=False))


def with_openpyxl(content: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return len(list(book.worksheets[0].iter_rows(values_only=True)))


def _seconds(reader: Callable[[bytes], int], content: bytes) -> float:
    started = time.process_time()  # of the processor, since others may use the machine
    assert reader(content) == ROWS
    return time.process_time() - started


def _peak_of(name: str, content: bytes) -> float:
    """Peak memory (MB) of a process that does nothing but read the workbook."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        command = [sys.executable, "-m", "bench.workbooks", name, file.name]
        return round(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


if __name__ == "__main__":
    with open(sys.argv[2], "rb") as given:
        {"ours": ours, "calamine": calamine, "openpyxl": with_openpyxl}[sys.argv[1]](given.read())
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(int(status["VmHWM"].split()[0]) / 1024)  # unlike ru_maxrss, nothing of the process that started this one
