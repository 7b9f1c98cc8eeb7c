"""What other programs follow: changes as Atom, ends of terms as iCalendar, every public address as a sitemap."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teikei.lists.write.calendar import calendar
from teikei.pages.tongues import absolute, page_language
from teikei.portal.parameters import search_address
from teikei.registry.queries.news import Listed, NewsKind, ends_in_calendar, listed, news


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The latest public changes, as Atom (RFC 4287)."""
    told = news()
    feed = Atom1Feed(
        title=_("Teikei, register of agreements: changes"), link=absolute(request, reverse("portal:home")), description="",
        language=page_language(), feed_url=absolute(request, request.path),
    )  # fmt: skip
    for one in told:
        name = "edition" if one.kind == "published" else "agreement"
        address = absolute(request, reverse(f"portal:{name}", args=[one.number]))
        feed.add_item(
            title=f"{' · '.join(one.names)}: {kind_words(one.kind)}", link=address, description=one.on, pubdate=one.at, updateddate=one.at,
            # The same in both languages and behind any host name.
            unique_id=f"urn:teikei:{name}:{one.number}:{one.version}",
        )  # fmt: skip
    answer = HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)
    if told:
        answer["Last-Modified"] = http_date(told[0].at.timestamp())
    return answer


def kind_words(kind: NewsKind) -> str:
    """What is new, in words."""
    return {
        "recorded": _("entered in the register"), "renewed": _("renewed"), "ended": _("ended"), "changed": _("changed"),
        "published": _("an edition was published"),
    }[kind]  # fmt: skip


@require_safe
def ends(request: HttpRequest) -> HttpResponse:
    """The coming ends of terms of a search's agreements, as iCalendar (RFC 5545)."""
    address = search_address(request.GET)
    pattern = absolute(request, reverse("portal:agreement", args=[0])).replace("/0/", "/{}/")
    events = ends_in_calendar(address.terms, localdate(), page_language(), pattern)
    answer = HttpResponse(calendar(_("Terms that end"), events), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="teikei-ends.ics"'
    return answer


class Pages(Sitemap):  # type: ignore[type-arg]
    """The pages that there is one of."""

    i18n = alternates = True

    def items(self) -> Sequence[str]:
        """Their names."""
        return ["home", "map", "students", "editions", "statistics", "development"]

    def location(self, item: str) -> str:  # Django's name
        """The address of one."""
        return reverse(f"portal:{item}")


class _Paired:
    """Each number in each language, made for the part that is asked for: Django's own list has a pair for everything there is."""

    def __init__(self, numbers: Any, languages: Sequence[str]) -> None:
        self.numbers, self.languages = numbers, languages

    def __len__(self) -> int:
        return int(self.numbers.count()) * len(self.languages)

    def __getitem__(self, part: slice) -> list[tuple[Any, str]]:
        several = len(self.languages)
        first = part.start // several
        pairs = [(one, language) for one in self.numbers[first : -(-part.stop // several)] for language in self.languages]
        return pairs[part.start - first * several : part.stop - first * several]


class Numbered(Sitemap):  # type: ignore[type-arg]
    """The pages of one kind of thing."""

    i18n = alternates = True
    limit = 500  # addresses in a file: each stands here in both languages; Django takes a seventh of a millisecond for an address

    def __init__(self, what: Listed) -> None:
        self.what: Listed = what

    def items(self) -> Sequence[Any]:
        """Their numbers."""
        return listed(self.what)

    def _items(self) -> _Paired:
        return _Paired(self.items(), [code for code, _name in settings.LANGUAGES])

    def location(self, item: Any) -> str:
        """The address of one."""
        return reverse(f"portal:{self.what}", args=[item])


SITEMAPS: dict[str, Any] = {
    "pages": Pages(), "institutions": Numbered("institution"), "agreements": Numbered("agreement"), "territories": Numbered("territory"),
    "units": Numbered("unit"), "editions": Numbered("edition"),
}  # fmt: skip
