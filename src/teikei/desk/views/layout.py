"""How a draft was laid out: what was decided and why, columns and profile to overrule, and reading again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teikei.desk import profiles
from teikei.desk.doors import draft_or_404, tell
from teikei.lists.layout import Profile
from teikei.names.bilingual import Refusal
from teikei.pages.templatetags.pages import field_names
from teikei.registry.operations.drafts import read_again
from teikei.registry.operations.readings import start_reading
from teikei.registry.queries.drafts import DraftHead

LARGEST_PROFILE = 100_000


@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The decisions, the columns, the profile. A profile from the form or a file has the list read again."""
    head = draft_or_404(request, draft_id)
    if head.busy or head.edition:
        return redirect("desk:reading", draft_id=draft_id)
    if request.method == "POST":
        try:
            read_again(draft_id, _profile(request, head), by=request.user, at=timezone.now())
            start_reading(draft_id, wait=1.5)
            return redirect("desk:reading", draft_id=draft_id)
        except Refusal as refusal:
            tell(request, refusal)
    return render(request, "desk/layout.html", _context(head))


def _profile(request: HttpRequest, head: DraftHead) -> str:
    if file := request.FILES.get("profile"):
        if not file.size or file.size > LARGEST_PROFILE:
            raise Refusal("The profile is empty or too large.", "プロファイルが空か、大きすぎます。")
        try:
            return str(file.read(), "utf-8-sig")
        except UnicodeDecodeError as error:
            raise Refusal("The profile is no text in UTF-8.", "プロファイルが UTF-8 の文字ではありません。") from error
    if "forget" in request.POST:
        return ""
    return profiles.profile_in(request.POST, head.summary.get("tables", [])).to_toml().strip()


def _context(head: DraftHead) -> dict[str, Any]:
    profile = Profile.fromtoml(head.profile, "profile.toml") if head.profile else Profile()
    names = field_names()
    fields = [(field, names[field]) for field in profiles.COLUMN_FIELDS]
    tables = [
        {**table, "columns": [
            {**column, "name": f"column-{number}-{place}", "chosen": (chosen := profile.columns.get(column["key"], "")),
             "several": chosen not in ("", "-", *profiles.COLUMN_FIELDS)}
            for place, column in enumerate(table["columns"])
        ]}
        for number, table in enumerate(head.summary.get("tables", []))
    ]  # fmt: skip
    return {
        "head": head, "tab": "layout", "tables": tables, "fields": fields, "profile": profile,
        "sheets": list(dict.fromkeys([*head.summary.get("sheets", []), *profile.sheets])),
        "separators": [
            ("tab", _("tab")), ("bar", _("bar |")), ("gap", _("wide gap")), ("comma", _("comma")), ("semicolon", _("semicolon")),
            ("dash", _("dash between blanks")),
            ("none", _("none: one value a line")),
        ],
        "orders": [("mdy", _("month, day, year")), ("dmy", _("day, month, year"))],
        "counted": [("institutions", _("institutions")), ("territories", _("countries and regions")), ("agreements", _("agreements"))],
        "count_heads": [("region", _("Number beside a region"), profile.counts.get("region", ""))],
    }  # fmt: skip


@require_safe
def profile_file(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft's profile as a file, for next year's list: what was chosen, else what the reader decided."""
    head = draft_or_404(request, draft_id)
    answer = HttpResponse(head.profile or head.summary.get("profile", ""), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="profile.toml"'
    return answer
