from typing import NamedTuple
class Place(NamedTuple):
    latin: tuple[str, ...]; territory: str; geonames_id: int | None; kind: str
def place_names(text: str, territory: str | None) -> tuple[Place, ...]:
    return ()
