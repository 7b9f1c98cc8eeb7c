"""Agreements are found by every name of their partner's record: in English, in the local language, as an acronym."""

from collections import defaultdict
from collections.abc import Iterable

from teikei.registry.keys import BATCH, chunks, with_record_names
from teikei.registry.models import Agreement, Party


def rekey_institutions(institutions: Iterable[int]) -> None:
    """Bring the search keys of all agreements of these institutions up to date with what was judged of them."""
    for pks in chunks(institutions):
        rekey_agreements(Party.objects.filter(institution__in=pks).values_list("agreement_id", flat=True).distinct())


def rekey_agreements(agreements: Iterable[int]) -> None:
    """The same for these agreements. The home institution's own names would find everything, and are left out."""
    for pks in chunks(list(agreements)):
        names: dict[int, list[str]] = defaultdict(list)
        judged = Party.objects.filter(agreement__in=pks, institution__is_home=False, institution__judgment__record__isnull=False)
        record = "institution__judgment__record__"
        for agreement, name_en, forms, city in judged.order_by("position").values_list(
            "agreement_id", f"{record}name_en", f"{record}names", f"{record}city"
        ):
            names[agreement] += [name_en, *(form["text"] for form in forms), city]
        changed = []
        for found in Agreement.objects.filter(pk__in=pks).only("pk", "key"):
            key = with_record_names(found.key, names[found.pk])
            if key != found.key:
                found.key = key
                changed.append(found)
        Agreement.objects.bulk_update(changed, ["key"], batch_size=BATCH // 10)
