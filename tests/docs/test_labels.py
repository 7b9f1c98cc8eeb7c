"""What the tutorial of the year quotes in bold is on the screen, word for word."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from teikei.desk import structure_acts
from teikei.desk.agreement_forms import acts, spec
from teikei.desk.agreement_forms.labels import LABELS
from teikei.rules.words import CHOICES

ROOT = Path(__file__).resolve().parents[2]
PAGE = "docs/tutorial/the-year-of-an-office.md"
QUOTED = list(dict.fromkeys(" ".join(found.split()) for found in re.findall(r"\*\*([^*]+)\*\*", (ROOT / PAGE).read_text(encoding="utf-8"))))


def texts_of(part) -> set[str]:
    """The English labels, hints and buttons of a form."""
    found = {part.label.en, *(text.en for text in (part.hint, getattr(part, "add", None)) if text)}
    return found.union(*(texts_of(inner) for inner in getattr(part, "parts", ())))


def shown() -> set[str]:
    """Every English word that a page can show: of templates and forms by the catalogue, of acts and choices by their tables."""
    with (ROOT / "src/teikei/locale/ja/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = {text for message in read_po(file) for text in ([message.id] if isinstance(message.id, str) else message.id)}
    every = [*acts.ACTS.values(), *(act for some in structure_acts.ACTS.values() for act in some.values())]
    words = {text.en for act in every for text in (act.title, getattr(act, "button", None)) if text}
    words |= {text for act in every for part in act.spec for text in texts_of(part)}
    words |= {text for part in (*spec.AGREEMENT, *spec.MEMORANDUM) for text in texts_of(part)}
    return catalogue | words | {label.en for label in LABELS.values()} | {text.en for table in CHOICES.values() for text in table.values()}


def test_the_tutorial_quotes_labels() -> None:
    assert len(QUOTED) > 40


@pytest.mark.parametrize("label", QUOTED)
def test_a_label_of_the_tutorial_is_one_that_a_page_shows(label: str) -> None:
    assert label in shown()
