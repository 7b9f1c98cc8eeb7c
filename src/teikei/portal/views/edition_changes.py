"""What differs between two editions, as they were published: rows added, gone, changed."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teikei.lists.model import Entry
from teikei.registry.queries.editions import edition_head
from teikei.registry.queries.published import compared_editions, earlier_editions
from teikei.rules.comparison import Change, ChangeKind

SHOWN = 500  # rows of each sort; two lists of different universities share none


@require_safe
def edition_changes(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Since the edition before, or since ?since=; a page that says so where there is none before it."""
    head = edition_head(edition_id)
    if head is None:
        raise Http404
    earlier = earlier_editions(head)
    asked = request.GET.get("since", "")
    since = next((one for one in earlier if re.fullmatch("[0-9]{1,18}", asked) and one.id == int(asked)), earlier[0] if earlier else None)
    found = compared_editions(since.id, head.id) if since else None
    context = {
        "head": head, "since": since, "earlier": earlier, "most": SHOWN, "found": found,
        "added": found.added[:SHOWN] if found else (), "gone": found.gone[:SHOWN] if found else (),
        "changed": [(one, [_told(one, kind) for kind in one.kinds]) for one in found.changed[:SHOWN]] if found else [],
    }  # fmt: skip
    return render(request, "portal/edition_changes.html", context)


def _told(change: Change[Entry], kind: ChangeKind) -> tuple[str, str, str]:
    """What changed, as it was printed and as it is."""
    old, new = change.old, change.new
    both = {
        "renamed": (_("Partner"), _name(old), _name(new)),
        "redated": (_("Date concluded"), old.date_text, new.date_text),
        "units": (_("Units"), "・".join(old.units), "・".join(new.units)),
        "territory": (_("Country or region"), _territory(old), _territory(new)),
        "validity": (_("Valid to"), old.valid_to or "", new.valid_to or ""),
        "counted": (_("Counted"), _("yes") if old.counted else _("no"), _("yes") if new.counted else _("no")),
    }
    return both[kind]


def _name(entry: Entry) -> str:
    return " ".join(filter(None, (entry.institution, entry.partner_unit)))


def _territory(entry: Entry) -> str:
    return entry.heading.label if entry.heading else ""
