"""The desk's components and words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from teikei.lists.located import Locator
from teikei.names.bilingual import Text
from teikei.pages.templatetags.pages import field_name
from teikei.pages.tongues import page_language, run
from teikei.registry.drafting import PAGE
from teikei.registry.operation_words import OPERATIONS
from teikei.registry.permissions import Person, may
from teikei.registry.permissions.spec import ACTION_SPECS, ACTIONS, ROLE_SPECS
from teikei.registry.queries.drafts import FINDINGS_SHOWN, place_text
from teikei.rules.words import CHOICES

register = template.Library()


@register.filter
def said(text: Text) -> str:
    """The words in the page's language."""
    return text.to(page_language())


@register.filter
def phrase_name(about: str) -> str:
    """What a text of a list is (`lists.write.english.Phrase`), in words."""
    return {
        "title": _("Title"), "legend": _("legend"), "region": _("Region"), "note": _("Note"), "kind": _("Kind"), "mark": _("Marks"),
    }[about]  # fmt: skip


@register.filter(name="may")
def may_do(person: Person, action: str) -> bool:
    """Whether the person may do that to anything: what a page offers. The doors and the operations ask for themselves."""
    return any(action == known and may(person, known) for known in ACTIONS)


@register.filter
def action_words(action: str) -> str:
    """An action in words."""
    return next((spec.words.to(page_language()) for known, spec in ACTION_SPECS.items() if known == action), action)


@register.filter
def role_words(role: str) -> str:
    """A role's name."""
    return next((spec.name.to(page_language()) for known, spec in ROLE_SPECS.items() if known == role), role)


@register.filter
def place_words(locator: Locator) -> str:
    """p.3 · l.145, or a sheet and its row."""
    return place_text(locator, page_language())


@register.filter
def findings_page_of(position: int) -> int:
    """The page of the findings on which a finding stands."""
    return (position - 1) // FINDINGS_SHOWN + 1


@register.filter
def line_page(position: int) -> int:
    """The page of the reading on which a line stands."""
    return (position - 1) // PAGE + 1


@register.filter
def role_name(role: str) -> str:
    """What a line was taken for, in words."""
    return {
        "blank": _("blank"), "title": _("title"), "totals": _("totals"), "as-of": _("as-of day"), "legend": _("legend"),
        "region": _("region"), "count": _("count"), "note": _("note"), "header": _("head of a table"), "territory": _("country or region"),
        "unit": _("unit"), "year": _("year of conclusion"), "entry": _("entry"), "continued": _("goes on"), "furniture": _("page furniture"), "outside": _("outside the table"),
        "hidden": _("hidden"), "unread": _("not read"),
    }.get(role, role)  # fmt: skip


@register.filter
def state_name(state: str) -> str:
    """How far a draft is, in words."""
    return {
        "waiting": _("waits to be read"), "reading": _("being read"), "read": _("to be decided"), "refused": _("could not be read"),
        "kept": _("kept"),
    }.get(state, state)  # fmt: skip


@register.filter
def about_name(about: str) -> str:
    """What a decision of the reader is about, in words."""
    return {
        "table": _("table"), "column": _("column"), "territory": _("country or region"), "records": _("records"), "counts": _("counts"),
        "dates": _("order of dates"), "separator": _("separator"), "sheet": _("sheet"), "region": _("region"), "units": _("units"),
    }.get(about, about)  # fmt: skip


@register.filter
def decision_words(value: str) -> SafeString | str:
    """A decision; what a column was taken for in words."""
    head, sign, field = value.rpartition(" = ")
    return format_html("{} → {}", run(head), field_name(field)) if sign else run(value)


@register.filter
def surely(share: float) -> str:
    """How sure a decision is, in a word."""
    if share >= 0.95:
        return _("certain")
    return _("likely") if share >= 0.75 else _("doubtful")


@register.filter
def percent(share: float) -> str:
    """A share of lines; never 100 % where one is missing."""
    tenths = int(share * 1000)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"


@register.filter
def queue_name(queue: str) -> str:
    """A queue of partners, in words."""
    return {
        "open": _("To judge"), "accepted": _("Identified"), "none": _("No record"), "unsure": _("Unsure"), "changed": _("Record changed"),
    }.get(queue, queue)  # fmt: skip


@register.filter
def matcher_words(decision: str) -> str:
    """What the matcher thinks of a partner, in words."""
    return {"accept": _("sure"), "review": _("to be reviewed"), "none": _("probably no record")}.get(decision, decision)


@register.filter
def share(score: float) -> str:
    """A probability with two decimals; never 1.00 where some doubt is left."""
    return f"{min(score, 0.99) if score < 1 else 1:.2f}"


@register.filter
def difference_name(kind: str) -> str:
    """What kind of difference a row of an edition shows, in words."""
    return {
        "new": _("New"), "renewed": _("Renewed"), "ended": _("Ended"), "renamed": _("Renamed"), "units": _("Units changed"),
        "corrected": _("Corrected"), "joined": _("Joined with another row"), "separated": _("Stands alone now"),
    }.get(kind, kind)  # fmt: skip


@register.filter
def aligned_name(kind: str) -> str:
    """What a row of a newer list is, beside what is kept, in words."""
    return {
        "same": _("The same"), "changed": _("Changed"), "new": _("New"), "gone": _("No longer listed"), "unit": _("Unit renamed"),
        "renamed": _("Renamed"), "redated": _("Another date"), "units": _("Other units"), "territory": _("Other country or region"),
        "validity": _("Other end of term"),
    }.get(kind, kind)  # fmt: skip


@register.filter
def aligned_verdict(verdict: str) -> str:
    """What was decided of a row of a newer list, in words."""
    return {
        "linked": _("linked"), "accepted": _("accepted"), "corrected": _("what is kept was corrected"), "ours": _("what is kept stays"),
        "other": _("set right by hand"),
    }.get(verdict, verdict)  # fmt: skip


@register.filter
def operation_name(operation: str) -> str:
    """What was done, in words."""
    return OPERATIONS[operation].to(page_language()) if operation in OPERATIONS else operation


@register.filter
def choice_name(value: str, field: str) -> str:
    """A value of a field that has few, in words: "renewal.kind", "closing.reason" …"""
    words = CHOICES.get(field, {})
    return words[value].to(page_language()) if value in words else value
