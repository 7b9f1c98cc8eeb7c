"""The script that keeps the reference pages…"""

import os

import pytest


@pytest.fixture(scope="module")
def reference():
    """The script, imported without leaving its language behind."""
    kept = dict(os.environ)
    from scripts import reference

    yield reference
    os.environ.clear()
    os.environ.update(kept)


def test_leaves_a_fresh_page_as_it_is(reference):
    text = (reference.PAGES / "findings.md").read_text(encoding="utf-8")
    assert reference.page_made_anew(text, set()) == text


def test_writes_a_stale_part_anew(reference):
    stale = "before\n<!-- generated: csv-columns -->\nold\n<!-- end -->\nafter\n"
    seen = set()
    assert reference.page_made_anew(stale, seen).splitlines()[4].startswith("n,page,line,sheet,cell,")
    assert seen == {"csv-columns"}


@pytest.mark.parametrize(
    ("page", "name"), [("settings.md", "TEIKEI_HOSTS"), ("entries.md", "valid_to"), ("command-line.md", "counted.uncounted")]
)
def test_refuses_a_page_that_lacks_one_description(reference, page, name):
    lines = (reference.PAGES / page).read_text(encoding="utf-8").splitlines(keepends=True)
    lacking = "".join(line for line in lines if not line.startswith(f"| `{name}` |"))
    with pytest.raises(reference.Undescribed, match=f"not described: .*'{name}'"):
        reference.page_made_anew(lacking, set())


def test_refuses_a_description_of_what_is_not_there(reference):
    text = (
        (reference.PAGES / "settings.md").read_text(encoding="utf-8").replace("| `PORT` |", "| `PORT` | make | x | x |\n| `TEIKEI_GONE` |")
    )
    with pytest.raises(reference.Undescribed, match="TEIKEI_GONE"):
        reference.page_made_anew(text, set())


def test_refuses_an_option_without_a_description(reference):
    with pytest.raises(reference.Undescribed, match="--to has no description"):
        reference.programs.described("--to", " ")
