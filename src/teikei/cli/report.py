"""What the commands print. The JSON forms are a contract (docs/reference/command-line.md)."""

import csv
import json
import sys
from collections import Counter, defaultdict
from typing import Any

import click

from teikei.cli import words
from teikei.lists.cells import neutralised
from teikei.lists.check import SEVERITIES
from teikei.lists.model import SEVERITY_WORDS, Entry, Finding, Listing
from teikei.names.bilingual import Language
from teikei.rules.comparison import Comparison
from teikei.rules.counting import Counted

_KINDS_OF_COUNT: tuple[Counted, ...] = ("territories", "institutions", "agreements")


def print_entries(listing: Listing, to: str) -> None:
    """The entries: a JSON object a line, one JSON array, or CSV with a head."""
    out = sys.stdout
    if to == "jsonl":
        for entry in listing.entries:
            out.write(json.dumps(entry.to_json(), ensure_ascii=False) + "\n")
    elif to == "json":
        json.dump([entry.to_json() for entry in listing.entries], out, ensure_ascii=False, indent=1)
        out.write("\n")
    else:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(list(_flat(Entry(0, ""))))
        table.writerows([_cell(value) for value in _flat(entry).values()] for entry in listing.entries)


def _flat(entry: Entry) -> dict[str, Any]:
    """The contract's fields with the locator's parts as columns of their own."""
    flat: dict[str, Any] = {}
    for name, value in entry.to_json().items():
        if name == "locator":
            flat |= value
        else:
            flat[name] = value
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutralised("; ".join(value) if isinstance(value, list) else str(value))


def print_explanation(listing: Listing, to: str, language: Language) -> None:
    """What the interpreter decided, how sure it is and why; what each line was taken for, and how much that covers."""
    roles = Counter(listing.roles)
    filled = len(listing.roles) - roles.pop("blank", 0)
    if to == "json":
        decisions = [decision.to_json() for decision in listing.decisions]
        click.echo(json.dumps({"coverage": listing.coverage, "lines": dict(roles), "decisions": decisions}, ensure_ascii=False, indent=1))
        return
    for decision in listing.decisions:
        sure = next(word for least, word in words.SURE if decision.sure >= least)
        place = f"  [{decision.places[0].words(language)}]" if decision.places else ""
        about = words.ABOUT[decision.about].to(language)
        click.echo(f"{about}: {decision.value}  ({sure.to(language)} {decision.sure:.2f}: {decision.why.to(language)}){place}")
    click.echo(", ".join(f"{words.ROLES[role].to(language)} {number}" for role, number in roles.most_common()))
    click.echo(words.COVERAGE.to(language).format(share=listing.coverage, filled=filled))


def print_check(listing: Listing, findings: tuple[Finding, ...], to: str, language: Language) -> None:
    """Stated and counted side by side, then the findings."""
    if to == "json":
        report = {
            "as_of": listing.as_of.isoformat() if listing.as_of else None,
            "stated": stated_counts(listing),
            "counted": row_counts(listing),
            "findings": [finding.to_json() for finding in findings],
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    title = listing.title or (listing.source.name if listing.source else "")
    day = words.AS_OF.to(language).format(day=listing.as_of.isoformat()) if listing.as_of else ""
    click.echo(" · ".join(part for part in (title, day) if part))
    for of, stated, counted in _totals(listing, language):
        click.echo(f"  {words.TOTALS[of].to(language)}: {words.STATED.to(language)} {stated} · {words.COUNTED_ROWS.to(language)} {counted}")
    if not findings:
        click.echo(words.NO_FINDINGS.to(language))
    for severity in SEVERITIES:
        group = [finding for finding in findings if finding.severity == severity]
        if group:
            click.echo(f"\n{SEVERITY_WORDS[severity].to(language)} ({len(group)})")
        for finding in group:
            _print_finding(finding, language)


def _print_finding(finding: Finding, language: Language) -> None:
    click.echo(f"  {finding.code}: {finding.text.to(language)}")
    shown = [locator.words(language) for locator in finding.locators[:12]]
    more = len(finding.locators) - len(shown)
    if shown:
        click.echo("    " + ", ".join(shown) + (f" … +{more}" if more else ""))
    if finding.proposal:
        click.echo(f"    {words.PROPOSED.to(language)}: {finding.proposal.printed} → {finding.proposal.proposed}")


def _totals(listing: Listing, language: Language) -> list[tuple[Counted, str, str]]:
    counted = listing.counted()
    lines = []
    for of in _KINDS_OF_COUNT:
        stated = listing.stated_total(of)
        found = listing.counted_for(stated) if stated else getattr(counted, of)
        number = words.AT_LEAST.to(language).format(number=counted.institutions) if found is None else str(found)
        if stated or of != "agreements":
            lines.append((of, str(stated.value) if stated and stated.value is not None else "–", number))
    return lines


def stated_counts(listing: Listing) -> dict[str, Any]:
    """What the list states: totals (null where it states none), and by region and territory."""
    totals: dict[str, Any] = {of: (stated.value if (stated := listing.stated_total(of)) else None) for of in _KINDS_OF_COUNT}
    totals["regions"] = [
        {"region": region.label, **{stated.of: stated.value for stated in region.stated}} for region in listing.regions if region.stated
    ]
    totals["territory_rows"] = [
        {"territory": heading.label, "region": heading.region.label if heading.region else None, "institutions": heading.stated.value}
        for heading in listing.headings
        if heading.stated
    ]
    return totals


def row_counts(listing: Listing) -> dict[str, Any]:
    """What the rows give, in the same form. `agreements` is null where rows roll up; `agreements_at_least` is proved."""
    counted = listing.counted()
    rows: dict[int, list[Entry]] = defaultdict(list)
    for entry in listing.entries:
        rows[id(entry.heading)].append(entry)
        if entry.counted:
            rows[id(entry.region)].append(entry)
    return {
        "territories": counted.territories,
        "institutions": counted.institutions,
        "agreements": counted.agreements,
        "agreements_at_least": counted.institutions,
        "uncounted": counted.uncounted,
        "regions": [
            {
                "region": region.label,
                "institutions": len(rows[id(region)]),
                "territories": len({entry.territory_key for entry in rows[id(region)]} - {None}),
            }
            for region in listing.regions
        ],
        "territory_rows": [
            {"territory": heading.label, "region": heading.region.label if heading.region else None, "institutions": len(rows[id(heading)])}
            for heading in listing.headings
        ],
    }


def print_comparison(comparison: Comparison[Entry], to: str, language: Language) -> None:
    """Rows added, gone and changed, each with its places."""
    if to == "json":
        report = {
            "added": [entry.to_json() for entry in comparison.added],
            "gone": [entry.to_json() for entry in comparison.gone],
            "changed": [
                {"kinds": list(change.kinds), "old": change.old.to_json(), "new": change.new.to_json()} for change in comparison.changed
            ],
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    if comparison.same:
        click.echo(words.SAME.to(language))
    for what, sign, rows in ((words.ADDED, "+", comparison.added), (words.GONE, "-", comparison.gone)):
        if rows:
            click.echo(f"{what.to(language)} ({len(rows)})")
        for entry in rows:
            click.echo(f"  {sign} {_line(entry)}  [{entry.locator().words(language)}]")
    if comparison.changed:
        click.echo(f"{words.CHANGED.to(language)} ({len(comparison.changed)})")
    for change in comparison.changed:
        kinds = ", ".join(words.KINDS[kind].to(language) for kind in change.kinds)
        click.echo(f"  ~ {kinds}: [{change.old.locator().words(language)} → {change.new.locator().words(language)}]")
        click.echo(f"      {_line(change.old)}\n    → {_line(change.new)}")


def _line(entry: Entry) -> str:
    date = entry.concluded_on.isoformat() if entry.concluded_on else entry.date_text or "–"
    return " / ".join(
        part for part in (entry.territory or "–", entry.institution, entry.partner_unit, "・".join(entry.units), date) if part
    )
