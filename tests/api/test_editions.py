"""Published lists over the interface: their rows, and the whole registry as a data package."""

import csv
import io
import json
import zipfile

import pytest

from teikei.registry.models import Edition
from tests.registry.conftest import take_in as take_in
from tests.registry.made import made_listing

BASE = "/api/v1/editions"


@pytest.fixture
def edition(take_in) -> Edition:
    return take_in(made_listing())


def test_an_edition_tells_what_it_states_and_what_its_rows_give(ask, edition) -> None:
    one = ask(f"editions/{edition.pk}")
    assert (one["edition"]["as_of"], one["edition"]["published"], one["stated"]["territories"]) == ("2024-05-01", False, 3)
    assert one["counted"]["institutions"] == 4
    assert [row["id"] for row in ask("editions?as_of=2024-04-30")["rows"]] == []
    assert [row["id"] for row in ask("editions?as_of=2024-05-01&level=unit")["rows"]] == [edition.pk]


def test_rows_are_as_printed_with_their_place_and_the_agreements_behind_them(ask, edition) -> None:
    rows = ask(f"editions/{edition.pk}/rows?limit=2")
    first = rows["rows"][0]
    assert (first["n"], first["institution"], first["units"], first["region"], first["territory_label"], first["line"]) == (
        1, "デリー大学理学部", ["理学部", "統合生命科学研究科"], "アジア", "インド", 10,
    )  # fmt: skip
    assert first["date_text"] == "2020.02.12"
    assert ask(f"agreements/{first['agreements'][0]}")["rows"][0]["n"] == 1
    following = ask(rows["next"].removeprefix("/api/v1/"))
    assert ([row["n"] for row in following["rows"]], following["next"]) == ([3, 4], None)


def test_the_data_package_says_what_every_column_means_and_holds_every_row(client, edition) -> None:
    answer = client.get(f"{BASE}/{edition.pk}/data-package.zip")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
        package = json.loads(archive.read("datapackage.json"))
        counts = {}
        for resource in package["resources"]:
            lines = list(csv.DictReader(io.StringIO(archive.read(resource["path"]).decode("utf-8"))))
            assert [field["name"] for field in resource["schema"]["fields"]] == list(lines[0])
            assert len({line[resource["schema"]["primaryKey"]] for line in lines}) == len(lines)
            counts[resource["name"]] = len(lines)
    assert {name: counts[name] for name in ("agreements", "rows", "editions")} == {"agreements": 4, "rows": 4, "editions": 1}
    assert (package["version"], package["profile"]) == ("2024-05-01", "tabular-data-package")
    assert client.get(f"{BASE}/{edition.pk}/data-package.zip", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    assert client.get(f"{BASE}/999/data-package.zip").status_code == 404
