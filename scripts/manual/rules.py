"""The rules of counting, of days and of rows, with the examples that the tests hold them to."""

import tomllib
from typing import Any

from manual.markup import ROOT, table


def spec_of(name: str) -> Any:
    return tomllib.loads((ROOT / "tests" / "rules" / f"spec_{name}.toml").read_text(encoding="utf-8"))


def counting_rules() -> str:
    spec = spec_of("counting")
    parts = ["## The rules"]
    for rule in spec["rule"]:
        quoted = "\n".join(f"> {sentence}" + ("  " if sentence != rule["legend"][-1] else "") for sentence in rule["legend"])
        parts.append(f"### {rule['name']}\n\n{rule['en']}\n{rule['ja']}\n\nRead from legends such as\n\n{quoted}")
    parts.append("## Examples")
    for example in spec["example"]:
        rows = [(territory or "–", institution, "yes" if counted else "no") for territory, institution, counted in example["rows"]]
        head = ("under", "countries", "institutions", "not counted", "agreements", "rows")
        tallies = [
            (
                ", ".join(f"`{name}`" for name in case["under"]) or "no rule",
                *(
                    str(case["gives"].get(name, "cannot be counted"))
                    for name in ("territories", "institutions", "uncounted", "agreements", "rows")
                ),
            )
            for case in example["tally"]
        ]
        parts.append(f"### {example['en']}\n\n{example['ja']}")
        parts.append(table(("国・地域", "協定機関名", "counted"), rows) if rows else "(no rows)")
        parts.append(table(head, tallies))
    return "\n\n".join(parts)


def held_rules() -> str:
    spec = spec_of("held")
    parts = [table(("word", "meaning", "意味"), [(f"`{word['name']}`", word["en"], word["ja"]) for word in spec["word"]])]
    for example in spec["example"]:
        gives = example["gives"]
        agreed = [(name, _agreed(value)) for name, value in example["agreement"].items()]
        parts.append(f"### {example['en']}\n\n{example['ja']}")
        parts.append(table(("agreed", "value"), agreed) if agreed else "(nothing known)")
        parts.append(table(("holds from", "to", "ground"), [(first, last or "–", f"`{basis}`") for first, last, basis in gives["spans"]]))
        parts.append(table(("on", "it is"), [(day, f"`{state}`") for day, state in gives["days"]]))
        if notices := gives.get("notice"):
            head = ("seen from", "next notice by", "else renewed after")
            parts.append(table(head, [(day, due or "none is due", end or "–") for day, due, end in notices]))
    return "\n\n".join(parts)


def _agreed(value: Any) -> str:
    """A plain value in words: names and values of objects, elements apart by semicolons."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_agreed(inner)}" for name, inner in value.items())
    return "; ".join(map(_agreed, value)) if isinstance(value, list) else str(value)


def roll_up_rules() -> str:
    spec = spec_of("rollup")
    parts = [f"### {rule['name']}\n\n{rule['en']}\n{rule['ja']}" for rule in spec["rule"]]
    for example in spec["example"]:
        parts.append(f"### {example['en']}\n\n{example['ja']}")
        agreements = [
            (str(number), "、".join(partners), "・".join(units), day or "–") for number, partners, units, day in example["agreements"]
        ]
        parts.append(table(("agreement", "協定機関名 / 相手部局", "部局", "締結年月日"), agreements))
        for case in example["rows"]:
            parts.append(f"Under {', '.join(f'`{name}`' for name in case['under']) or 'no rule'}:")
            rows = [
                ("、".join(partners), "・".join(units), day, ", ".join(map(str, behind))) for partners, units, day, behind in case["gives"]
            ]
            parts.append(table(("協定機関名 / 相手部局", "部局", "締結年月日", "agreements"), rows))
            parts.append(table(tuple(case["totals"]), [tuple(str(number) for number in case["totals"].values())]))
    return "\n\n".join(parts)
