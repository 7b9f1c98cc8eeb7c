"""EWP's IIA v7: the official vectors, documents that fit its schema, two copies side by side (BAD_INPUTS 5–7)."""

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from teikei.exchange.compare import hash_holds, laid_side_by_side
from teikei.exchange.digest import iia_hash
from teikei.exchange.names import NAMESPACE, NoIia, children, iias_of, text_at
from teikei.exchange.write import NoExport, Side, written
from teikei.rules.agreement import Agreement, Closing, Exchange, Memorandum, Party, PartyUnit, Signature, Term
from tests.shared import shared

DAY = date(2024, 5, 1)
SIDES = {1: Side("our.ac.jp", "本学"), 2: Side("uw.edu.pl", "Warsaw"), 3: Side("hibo.no", "Bodø"), 4: Side("", "名のない大学")}


def exchange(sending: int = 1, receiving: int = 2, **changes: object) -> Exchange:
    made = Exchange(
        sending=sending, receiving=receiving, places=3, months=30, fields=("0311",), levels=(6, 7), languages=(("en", "B2"),),
        first_year="2023/2024", last_year="2027/2028",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def agreement(*exchanges: Exchange, parties: tuple[int, ...] = (1, 2), **changes: object) -> Agreement:
    made = Agreement(
        level="university", parties=tuple(Party(institution=one) for one in parties), concluded_on="2023-04-01",
        terms=(Term(valid_from=date(2023, 4, 1), valid_to=date(2028, 3, 31)),),
        memoranda=(Memorandum(id="m1", kind="student-exchange", exchanges=exchanges),) if exchanges else (),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def document(value: Agreement, day: date = DAY, ids: dict[str, str] | None = None) -> bytes:
    return written(12, value, day, sides=SIDES, units={7: "工学部", 8: "理学部"}, ids=ids or {})


def fits(content: bytes) -> list[etree._Element]:
    """The agreements of a document that its schema allows."""
    schema = etree.XMLSchema(etree.parse(shared("ewp/iias-get-response.xsd")))
    schema.assertValid(etree.fromstring(content))
    return iias_of(content)


@pytest.mark.parametrize("name", ["get-response-example.xml", "get-response-v7.xml"])
def test_the_hash_of_both_official_examples_is_reproduced(name) -> None:
    (iia,) = fits(shared(f"ewp/{name}").read_bytes())
    assert iia_hash(iia) == text_at(iia, "iia-hash")
    assert hash_holds(iia)


EVERY = [
    exchange(),
    exchange(2, 1, mobility="student-traineeship", places=None, months=None, languages=(), fields=("03", "031"), levels=()),
    exchange(mobility="staff-teaching", languages=(), hours=8, months=None, note="講義 <&>", pool="a", sending_units=(7, 8)),
    exchange(2, 1, mobility="staff-training", receiving_units=(7,), field_note="政治学"),
    exchange(blended=True, months=2.5, languages=(("ja", ""), ("en", "C1"))),
]


def test_every_kind_of_exchange_fits_the_schema_with_a_hash_that_holds() -> None:
    signed = Signature(signed_on=date(2023, 3, 3), name="学長 山田")
    parties = (Party(institution=1, units=(PartyUnit(unit=7),), signatures=(signed,)), Party(institution=2))
    (iia,) = fits(document(replace(agreement(*EVERY), parties=parties), ids={"uw.edu.pl": "P-9"}))
    assert hash_holds(iia)
    ours, theirs = children(iia, "partner")
    assert [text_at(one, "iia-id") for one in (ours, theirs)] == ["12", "P-9"]
    assert (text_at(ours, "ounit-id"), text_at(ours, "signing-date"), text_at(iia, "in-effect")) == ("7", "2023-03-03", "true")
    conditions = children(children(iia, "cooperation-conditions")[0])
    assert [etree.QName(one).localname.removesuffix("-mobility-spec") for one in conditions] == [
        "student-studies", "student-studies", "student-traineeship", "staff-teacher", "staff-training",
    ]  # fmt: skip
    trainees, teachers = conditions[2], conditions[3]
    assert [text_at(one, "isced-f-code") for one in children(trainees, "subject-area")] == ["0300", "0310"]
    assert children(trainees, "mobilities-per-year")[0].get("not-yet-defined") == "true"
    assert text_at(teachers, "other-info-terms") == "講義 <&>; 8 h/week; pool a; 工学部, 理学部"


def test_an_agreement_of_three_is_split_into_the_pairs_that_exchange_people() -> None:
    found = fits(document(agreement(exchange(), exchange(3, 1), parties=(1, 2, 3))))
    assert [[text_at(one, "hei-id") for one in children(iia, "partner")] for iia in found] == [
        ["our.ac.jp", "uw.edu.pl"],
        ["our.ac.jp", "hibo.no"],
    ]
    assert [text_at(children(iia, "partner")[0], "iia-id") for iia in found] == ["12-1-2", "12-1-3"]
    assert len({iia_hash(iia) for iia in found}) == 2


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (agreement(), "No memorandum"),
        (agreement(exchange(1, 4), parties=(1, 4)), "名のない大学 has no SCHAC id"),
        (agreement(exchange(), exchange(first_year="")), "Condition 2 does not say"),
        (agreement(exchange(places=0)), "Condition 1 has no places"),
    ],
)
def test_what_ewp_has_no_words_for_is_refused_with_the_reason(value, words) -> None:
    with pytest.raises(NoExport) as refused:
        document(value)
    assert words in refused.value.text.en
    assert refused.value.text.ja


def test_a_cancelled_agreement_says_so_and_its_hash_is_another() -> None:
    cancelled = agreement(exchange(), closing=Closing(closed_on=date(2024, 1, 1), reason="cancelled"))
    (before,), (after,) = fits(document(cancelled, date(2023, 6, 1))), fits(document(cancelled))
    assert (text_at(before, "in-effect"), text_at(after, "in-effect")) == ("true", "false")
    assert iia_hash(before) != iia_hash(after)


def test_two_copies_that_say_the_same_differ_nowhere_whatever_their_order() -> None:
    (ours,) = iias_of(document(agreement(exchange(), exchange(2, 1))))
    (theirs,) = iias_of(document(agreement(exchange(2, 1), exchange())))
    assert [one.place for one in laid_side_by_side(ours, theirs) if one.differs] == ["iia-hash, computed"]
    assert not any(one.differs for one in laid_side_by_side(ours, ours))


def test_each_difference_is_named_with_both_values() -> None:
    (ours,) = iias_of(document(agreement(exchange(), exchange(mobility="staff-teaching"))))
    (theirs,) = iias_of(document(agreement(exchange(places=5, levels=(6,)), exchange(2, 1)), ids={"uw.edu.pl": "77"}))
    found = {one.place: (one.ours, one.theirs, one.hashed) for one in laid_side_by_side(ours, theirs) if one.differs}
    studies = "student-studies-mobility-spec our.ac.jp → uw.edu.pl"
    assert found[f"{studies} / mobilities-per-year"] == ("3", "5", True)
    assert found["partner uw.edu.pl / iia-id"] == (None, "77", True)
    assert found["student-studies-mobility-spec uw.edu.pl → our.ac.jp / mobilities-per-year"] == (None, "3", True)
    assert found["staff-teacher-mobility-spec our.ac.jp → uw.edu.pl / mobilities-per-year"] == ("3", None, True)
    assert not any(place.startswith(f"{studies} / subject-area") for place in found)


def test_what_is_not_yet_defined_does_not_count_in_the_hash() -> None:
    (open_,) = iias_of(document(agreement(exchange(places=None))))
    row = next(one for one in laid_side_by_side(open_, open_) if one.place.endswith("mobilities-per-year"))
    assert (row.ours, row.hashed) == ("1 (not-yet-defined)", False)


BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<", b"not xml", b"<html/>", f'<iias-get-response xmlns="{NAMESPACE}"/>'.encode(), b"\xff\xfe<a/>",
        f'{BOMB}<iias-get-response xmlns="{NAMESPACE}"><iia>&b;</iia></iias-get-response>'.encode(),
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><iias-get-response xmlns="{NAMESPACE}"><iia>&x;</iia></iias-get-response>'.encode(),
        f'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><iias-get-response xmlns="{NAMESPACE}"><iia/></iias-get-response>'.encode(),
        f'<iias-get-response xmlns="{NAMESPACE}"><iia><partner/></iia></iias-get-response>'.encode(),
        f'<iias-get-response xmlns="{NAMESPACE}">{"<iia>" * 5000}{"</iia>" * 5000}</iias-get-response>'.encode(),
        f'<iias-get-response xmlns="{NAMESPACE.replace("v7", "v6")}"><iia/></iias-get-response>'.encode(),
    ],
)  # fmt: skip
def test_what_is_no_answer_of_ewp_or_unsafe_is_refused(content) -> None:
    with pytest.raises(NoIia):
        iias_of(content)
