"""Next year's list, made of the example list: some rows renamed, redated, added, gone, one unit renamed."""

import re
from dataclasses import dataclass
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "hiroshima-2024-05-01.txt"
ROW = re.compile(r"^(?P<before>.*\t)?(?P<name>[^\t]+)\t(?P<units>[^\t]+)\t(?P<day>\d{4}\.\d{1,2}\.\d{1,2})\s*$")


@dataclass(frozen=True)
class NextYear:
    """The text, and what was done to the rows."""

    text: str
    renamed: tuple[str, str]
    redated: tuple[str, str, str]  # partner, before, now
    added: str
    gone: str
    unit: tuple[str, str]


def next_year() -> NextYear:
    """The example as it may look on 2025-05-01. Rows are chosen by their place, whatever the list holds."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    rows = [index for index, line in enumerate(lines) if ROW.match(line)]
    whole = [index for index in rows if not (ROW.match(lines[index])["before"] or "").strip()]  # not the first of a country
    text = "\n".join(lines)
    names = {index: ROW.match(lines[index])["name"].strip() for index in rows}
    once = [index for index in whole if text.count(names[index]) == 1]
    renamed, redated, gone, beside = once[3], once[10], once[20], once[30]
    unit = next(
        part for index in reversed(rows) for part in ROW.match(lines[index])["units"].split("・") if 1 < text.count(part) < 6 and part.endswith("研究所")
    )  # fmt: skip
    new_name = "新" + names[renamed]
    lines[renamed] = lines[renamed].replace(names[renamed], new_name)
    day = ROW.match(lines[redated])["day"]
    lines[redated] = lines[redated].replace(day, "2019.12.24")
    lines[beside] += "\n\tあたらしい大学\t理学部\t2024.10.01"
    lines[gone] = ""
    made = "\n".join(lines).replace("2024年5月1日", "2025年5月1日").replace(unit, f"{unit[:-3]}総合研究所")
    return NextYear(
        made,
        (names[renamed], new_name),
        (names[redated], day, "2019.12.24"),
        "あたらしい大学",
        names[gone],
        (unit, f"{unit[:-3]}総合研究所"),
    )
