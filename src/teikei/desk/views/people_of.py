"""Contacts and notes of an agreement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teikei.desk.doors import tell
from teikei.desk.papers_forms import AddContact, AddNote
from teikei.desk.views.documents import papers_or_404, version_in
from teikei.names.bilingual import Refusal
from teikei.registry.operations.annotating import add_note, add_part, take_away
from teikei.rules.agreement import Contact
from teikei.rules.papers import Part, mark


@require_http_methods(["GET", "HEAD", "POST"])
def people_of(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Lists and forms. What was sent is a contact, a note, or the position of one to take away."""
    papers = papers_or_404(request, agreement_id)
    contact = AddContact(initial={"version": papers.version}, units=papers.units, prefix="contact")
    note = AddNote(initial={"version": papers.version}, prefix="note")
    if request.method == "POST":
        sent = {name: request.POST for name in ("contact", "note") if f"{name}-version" in request.POST}
        contact = AddContact(sent["contact"], units=papers.units, prefix="contact") if "contact" in sent else contact
        note = AddNote(sent["note"], prefix="note") if "note" in sent else note
        try:
            if _done(request, agreement_id, contact, note):
                return redirect("desk:people_of", agreement_id=agreement_id)
        except Refusal as refusal:
            tell(request, refusal)
    context = {
        "papers": papers, "contact_form": contact, "note_form": note, "tab": "people",
        "contacts": [(one, mark(one)) for one in papers.value.contacts], "notes": [(one, mark(one)) for one in papers.value.notes],
        "unit_names": dict(papers.units),
    }  # fmt: skip
    return render(request, "desk/people_of.html", context)


def _done(request: HttpRequest, agreement_id: int, contact: AddContact, note: AddNote) -> bool:
    if taken_away(request, agreement_id):
        return True
    at = timezone.now()
    if contact.is_bound and contact.is_valid():
        fields = dict(contact.cleaned_data)
        version = fields.pop("version")
        add_part(agreement_id, "contacts", Contact(**fields), version=version, by=request.user, at=at)
        return True
    if note.is_bound and note.is_valid():
        fields = note.cleaned_data
        add_note(agreement_id, fields["text"], visibility=fields["visibility"], version=fields["version"], by=request.user, at=at)
        return True
    return False


def taken_away(request: HttpRequest, agreement_id: int) -> bool:
    """Take away what a button named: its part, its position, and what stood there when the page was made."""
    part, _, position = request.POST.get("take_away", "").partition(":")
    known: dict[str, Part] = {"contacts": "contacts", "checks": "checks", "notes": "notes"}
    if part not in known or not position.isdecimal() or len(position) > 6:
        return False
    take_away(
        agreement_id, known[part], int(position), shown=request.POST.get("shown", ""), version=version_in(request), by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    return True
