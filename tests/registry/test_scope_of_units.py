"""What somebody of one unit may reach of what other units have (BAD_INPUTS 67)."""

from dataclasses import replace
from datetime import date

import pytest

from teikei.registry.models import Agreement, Change
from teikei.registry.operations.agreement_rows import AGREEMENTS
from teikei.registry.operations.concluding import NoSuchAgreement, record, revise, revise_many, undo
from teikei.registry.operations.kept import current
from teikei.registry.permissions import NotAllowed
from teikei.registry.queries.scope import agreement_seen
from teikei.registry.refusals import NothingToUndo
from teikei.rules.agreement import Amendment, Contact, Exchange, Link, Memorandum, PartyUnit, plain
from tests.people import made_person
from tests.registry.roles import NOW, agreement, renamed

pytestmark = pytest.mark.django_db


def with_unit(value, unit, role="participating"):
    ours, *others = value.parties
    return replace(value, parties=(replace(ours, units=(*ours.units, PartyUnit(unit=unit, role=role))), *others))


FOREIGN = {
    "as a party's unit": lambda value, places: with_unit(value, places.other),
    "in an exchange of a memorandum": lambda value, places: replace(
        value,
        memoranda=(
            Memorandum(
                id="m", kind="student-exchange",
                exchanges=(Exchange(sending=places.home, receiving=places.partner, sending_units=(places.other,)),),
            ),
        ),
    ),
    "in what an amendment brings": lambda value, places: replace(
        value, amendments=(Amendment(effective_on=date(2020, 4, 1), changes={"parties": plain(with_unit(value, places.other).parties)}),)
    ),
    "with a contact": lambda value, places: replace(value, contacts=(Contact(name="a", unit=places.other),)),
    "of another institution of ours": lambda value, places: replace(
        value, parties=(*value.parties, type(value.parties[0])(institution=places.elsewhere, units=(PartyUnit(unit=places.foreign),)))
    ),
    "raised to the level that is not theirs": lambda value, _places: replace(value, level="university"),
}  # fmt: skip


@pytest.mark.parametrize("where", FOREIGN)
def test_bad_input_67_the_number_of_another_unit_in_what_is_sent_changes_nothing(places, editor, where) -> None:
    pk = places.agreements["own"]
    before, lines = current(AGREEMENTS, pk), Change.objects.count()
    with pytest.raises(NotAllowed):
        revise(pk, lambda value: FOREIGN[where](value, places), version=None, by=editor, at=NOW)
    with pytest.raises(NotAllowed):
        record(FOREIGN[where](agreement(places.partner, places.home, places.own), places), by=editor, at=NOW)
    assert (current(AGREEMENTS, pk), Change.objects.count()) == (before, lines)
    # The same by somebody in whose scope it lies is taken.
    assert revise(pk, lambda value: FOREIGN[where](value, places), version=None, by=made_person("officer"), at=NOW) == 2


def test_bad_input_67_another_units_agreement_in_a_bulk_list_stops_all_of_it(places, editor) -> None:
    lines = Change.objects.count()
    chosen = {places.agreements["own"]: None, places.agreements["other"]: None}
    with pytest.raises(Agreement.DoesNotExist):
        revise_many(chosen, renamed, by=editor, at=NOW)
    assert Change.objects.count() == lines


def test_bad_input_67_a_link_to_a_hidden_agreement_is_refused_as_one_to_none(places, editor) -> None:
    words = []
    for target in (places.agreements["foreign"], 10**6):
        with pytest.raises(NoSuchAgreement) as refused:
            revise(
                places.agreements["own"], lambda value, to=target: replace(value, links=(Link(kind="supersedes", agreement=to),)),
                version=None, by=editor, at=NOW,
            )  # fmt: skip
        words.append(refused.value.text.en.replace(str(target), "N"))
    assert words[0] == words[1] == "There is no agreement N to link to. Nothing was stored."


def test_bad_input_67_an_act_on_other_units_cannot_be_undone_by_its_batch(places, editor) -> None:
    officer = made_person("officer")
    revise_many(dict.fromkeys([places.agreements["other"]]), renamed, by=officer, at=NOW)
    hidden = Change.objects.latest("position").batch
    for batch in (hidden, "no such batch"):
        with pytest.raises(NothingToUndo):
            undo(batch, by=editor, at=NOW)
    revise_many(dict.fromkeys([places.agreements["own"], places.agreements["university"]]), renamed, by=officer, at=NOW)
    with pytest.raises(NotAllowed):
        undo(Change.objects.latest("position").batch, by=editor, at=NOW)


def test_a_unit_that_is_not_theirs_stays_in_a_shared_agreement(places, editor) -> None:
    pk = places.agreements["shared"]
    revise(pk, renamed, version=None, by=editor, at=NOW)

    def alone(value):
        ours, *others = value.parties
        return replace(value, parties=(replace(ours, units=ours.units[:1]), *others))

    with pytest.raises(NotAllowed):
        revise(pk, alone, version=None, by=editor, at=NOW)
    assert len(current(AGREEMENTS, pk)[1].parties[0].units) == 2


def test_what_is_hidden_from_an_editor_survives_a_save(places) -> None:
    """A reader of the parts for units is needed to see them; whoever edits without, neither sees nor loses them."""
    pk, officer = places.agreements["own"], made_person("officer")
    viewer = made_person("viewer", "viewer")
    seen = agreement_seen(pk, by=viewer)
    assert seen is not None
    assert [paper.name for paper in seen.value.documents] == ["public.pdf", "staff.pdf"]
    assert seen.value.notes == ()
    given = []
    revise(pk, lambda value: given.append(value) or renamed(value), version=None, by=officer, at=NOW)
    assert len(given[0].documents) == 3
    assert len(current(AGREEMENTS, pk)[1].notes) == 1
