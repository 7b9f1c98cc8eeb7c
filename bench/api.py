"""A page of agreements as JSON against a stock Django REST framework viewset of the same rows; what was kept, told by 304.

The peer is what its tutorial shows: nested model serializers, the queryset with its prefetches, a limit. It computes neither
what holds on a day nor when a term ends. Both answer through the same test client with the same middleware; processor time.
SEARCH_AGREEMENTS and SEARCH_HOME as for `search`.
"""

import statistics
import time
from typing import Any

from bench.portal import REQUESTS, ROUNDS, ROWS
from bench.search import registry


def run() -> list[dict[str, Any]]:
    """Requests in a second of processor time, and ratios (medians of rounds taken in turns)."""
    with registry("bench.api") as client:
        from django.core.cache import cache

        ours, peer = f"/api/v1/agreements?limit={ROWS}", "/peer/"
        kept = client.get(ours)["ETag"]
        asked = {"ours": (ours, {}), "peer": (peer, {}), "304": (ours, {"HTTP_IF_NONE_MATCH": kept})}
        assert len(client.get(ours).json()["rows"]) == len(client.get(peer).json()["results"]) == ROWS
        assert client.get(ours, HTTP_IF_NONE_MATCH=kept).status_code == 304
        rates: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(ROUNDS):
            for name, (address, headers) in asked.items():
                cache.clear()  # the bench is no visitor who asks too often
                start = time.process_time()
                for _ in range(REQUESTS):
                    client.get(address, **headers)
                rates[name].append(REQUESTS / (time.process_time() - start))
        return [
            {"name": f"JSON of {ROWS} agreements", "requests/s": statistics.median(rates["ours"]), "peer": statistics.median(rates["peer"]),
             "ratio": _ratio(rates["ours"], rates["peer"]), "wanted": 1.5},
            {"name": "304 of the same", "requests/s": statistics.median(rates["304"]), "peer": statistics.median(rates["peer"]),
             "ratio": _ratio(rates["304"], rates["peer"]), "wanted": 5.0},
        ]  # fmt: skip


def _ratio(ours: list[float], peer: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(ours, peer, strict=True))


def __getattr__(name: str) -> Any:
    """This module is also the URL configuration of the measured site: ours, and the peer's one address."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import path

    from teikei.urls import urlpatterns as ours

    return [path("peer/", _peer_view()), *ours]


def _peer_view() -> Any:
    from rest_framework import pagination, renderers, serializers, viewsets

    from teikei.registry.models import Agreement, Institution, Memorandum, OrganizationalUnit, Party, Region, Territory

    class UnitSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
        class Meta:
            model, fields = OrganizationalUnit, ("id", "name")

    class InstitutionSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
        name_en = serializers.CharField(source="judgment.record.name_en", default="")
        ror = serializers.CharField(source="judgment.record_id", default="")

        class Meta:
            model, fields = Institution, ("id", "printed", "name_en", "ror", "territory", "is_home")

    class PartySerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
        institution, units = InstitutionSerializer(), UnitSerializer(many=True)

        class Meta:
            model, fields = Party, ("institution", "units")

    class TerritorySerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
        class Meta:
            model, fields = Territory, ("code",)

    class RegionSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
        class Meta:
            model, fields = Region, ("label",)

    class MemorandumSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
        class Meta:
            model, fields = Memorandum, ("kind", "title")

    class AgreementSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
        parties, territories = PartySerializer(many=True), TerritorySerializer(many=True)
        region, memoranda = RegionSerializer(), MemorandumSerializer(many=True)

        class Meta:
            model = Agreement
            fields = ("id", "level", "title", "parties", "territories", "region", "concluded_on", "valid_to", "memoranda", "rolled_up")

    class Fifty(pagination.CursorPagination):
        page_size, ordering = ROWS, "pk"

    class Agreements(viewsets.ReadOnlyModelViewSet):  # type: ignore[type-arg]
        queryset = Agreement.objects.select_related("region").prefetch_related(
            "parties__institution__judgment__record", "parties__units", "territories", "memoranda"
        )
        serializer_class, pagination_class = AgreementSerializer, Fifty
        renderer_classes = (renderers.JSONRenderer,)
        authentication_classes = permission_classes = ()

    return Agreements.as_view({"get": "list"})
