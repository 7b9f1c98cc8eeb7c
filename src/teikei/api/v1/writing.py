"""Changes by programs: each is one call of the operation that the desk calls too."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.urls import reverse

from teikei.api.door.endpoint import Call, Endpoint, Made, Plain
from teikei.api.door.problems import known
from teikei.api.v1.bodies import (
    AmendmentBody,
    ClosingBody,
    ConfirmationBody,
    IdentifiersBody,
    InstitutionBody,
    JudgmentBody,
    NoteBody,
    RecordBody,
    RenewalBody,
)
from teikei.names.bilingual import Text
from teikei.registry.operations.annotating import add_note
from teikei.registry.operations.concluding import record, revise
from teikei.registry.operations.institutions import revise_institution
from teikei.registry.operations.judging import choose, set_aside
from teikei.registry.operations.naming import add_institution
from teikei.registry.queries.open_agreements import OpenAgreementInFull, agreement_in_full
from teikei.registry.queries.open_parts import Of, OpenInstitution, institutions_open
from teikei.rules.agreement import Agreement, Term
from teikei.rules.changes import amended, closed, confirmed, renewed, reopened
from teikei.rules.institution import Identifier, IdentifierScheme, Institution


def _shown(call: Call, number: int) -> OpenAgreementInFull:
    return known(agreement_in_full(number, as_of=call.today, by=call.caller.person))


def _record(call: Call, _query: Plain, body: RecordBody) -> Made:
    number = record(body.agreement.made_of(), by=call.caller.person, at=call.at, reason=body.reason)
    return Made(reverse("api:agreement", args=[number]), _shown(call, number))


def _revised(call: Call, edit: Callable[[Agreement], Agreement], operation: str, reason: str) -> OpenAgreementInFull:
    number = call.arguments["agreement"]
    revise(number, edit, version=call.version, by=call.caller.person, at=call.at, operation=operation, reason=reason)
    return _shown(call, number)


def _correct(call: Call, _query: Plain, body: RecordBody) -> OpenAgreementInFull:
    return _revised(call, body.agreement.made_of, "revise", body.reason)


def _renew(call: Call, _query: Plain, body: RenewalBody) -> OpenAgreementInFull:
    term = Term(valid_from=body.valid_from, valid_to=body.valid_to)
    return _revised(call, lambda value: renewed(value, term, today=call.today), "renew", body.reason)


def _confirm(call: Call, _query: Plain, body: ConfirmationBody) -> OpenAgreementInFull:
    return _revised(call, lambda value: confirmed(value, body.until, today=call.today), "confirm", body.reason)


def _close(call: Call, _query: Plain, body: ClosingBody) -> OpenAgreementInFull:
    def edit(value: Agreement) -> Agreement:
        return closed(value, body.closed_on, body.reason, note=body.note, today=call.today)

    return _revised(call, edit, "close", body.note)


def _reopen(call: Call, _query: Plain) -> OpenAgreementInFull:
    return _revised(call, partial(reopened, today=call.today), "reopen", "")


def _amend(call: Call, _query: Plain, body: AmendmentBody) -> OpenAgreementInFull:
    changes = body.changes.plain()
    return _revised(
        call, lambda value: amended(value, body.effective_on, changes, reason=body.reason, today=call.today), "amend", body.reason
    )  # fmt: skip


def _note(call: Call, _query: Plain, body: NoteBody) -> OpenAgreementInFull:
    number = call.arguments["agreement"]
    add_note(number, body.text, visibility=body.visibility, version=call.version, by=call.caller.person, at=call.at)
    return _shown(call, number)


def _institution(number: int) -> OpenInstitution:
    return next(institutions_open(Of(), after=number - 1, most=1))


def _add_institution(call: Call, _query: Plain, body: InstitutionBody) -> Made:
    number = add_institution(body.name, name_en=body.name_en, territory=body.territory, by=call.caller.person, at=call.at)
    return Made(reverse("api:institution", args=[number]), _institution(number))


def _judge(call: Call, _query: Plain, body: JudgmentBody) -> OpenInstitution:
    number = call.arguments["institution"]
    if body.ror:
        choose(number, body.ror, reason=body.reason, by=call.caller.person, at=call.at)
    else:
        set_aside(number, body.verdict, reason=body.reason, by=call.caller.person, at=call.at)
    return _institution(number)


def _identify(call: Call, _query: Plain, body: IdentifiersBody) -> OpenInstitution:
    number = call.arguments["institution"]

    def edit(value: Institution) -> Institution:
        given: dict[IdentifierScheme, str] = {"schac": body.schac, "erasmus": body.erasmus}
        others = tuple(one for one in value.identifiers if one.scheme not in given)
        return replace(value, identifiers=(*others, *(Identifier(scheme=scheme, value=text) for scheme, text in given.items() if text)))

    revise_institution(number, edit, version=None, by=call.caller.person, at=call.at, operation="identify", reason=body.reason)
    return _institution(number)


def _change(
    method: str, path: str, name: str, run: Callable[..., OpenAgreementInFull], body: type | None, en: str, ja: str
) -> Endpoint:  # fmt: skip
    """A change of one agreement, under the version that was looked at."""
    return Endpoint(
        method=method, path=f"agreements/<number:agreement>{path}", name=name, tag="changes", run=run, body=body,  # type: ignore[arg-type]
        answer=OpenAgreementInFull, scope="agreements", versioned=True, summary=Text(en, ja),
    )  # fmt: skip


ENDPOINTS = (
    Endpoint(
        method="POST", path="agreements", name="record", tag="changes", run=_record, body=RecordBody, answer=OpenAgreementInFull,
        scope="agreements", status=201, summary=Text("Record an agreement", "協定を登録する"),
    ),
    _change("PUT", "", "correct", _correct, RecordBody, "Correct an agreement: all its fields anew", "協定を訂正する（全項目を送る）"),
    _change("POST", "/renewals", "renew", _renew, RenewalBody, "A further term was agreed", "期間を更新する"),
    _change("POST", "/confirmations", "confirm", _confirm, ConfirmationBody, "Assumed renewals are so", "推定の自動更新を確認する"),
    _change("POST", "/closing", "close", _close, ClosingBody, "It no longer holds", "協定を終了する"),
    _change("DELETE", "/closing", "reopen", _reopen, None, "Take the closing back", "終了を取り消す"),
    _change("POST", "/amendments", "amend", _amend, AmendmentBody, "A change was agreed from a day on", "変更協定を登録する"),
    _change("POST", "/notes", "note", _note, NoteBody, "Add a remark", "注記を加える"),
    Endpoint(
        method="POST", path="institutions", name="add_institution", tag="changes", run=_add_institution, body=InstitutionBody,
        answer=OpenInstitution, scope="partners", status=201,
        summary=Text("Add a partner (scopes agreements and partners)", "協定機関を追加する（スコープ agreements と partners が必要）"),
    ),
    Endpoint(
        method="POST", path="institutions/<number:institution>/judgments", name="judge", tag="changes", run=_judge, body=JudgmentBody,
        answer=OpenInstitution, scope="partners", summary=Text("Say who a partner is", "協定機関を判定する"),
    ),
    Endpoint(
        method="PUT", path="institutions/<number:institution>/identifiers", name="identify", tag="changes", run=_identify,
        body=IdentifiersBody, answer=OpenInstitution, scope="partners",
        summary=Text("Enter an institution's SCHAC id and Erasmus code", "機関の SCHAC ID・Erasmus コードを登録する"),
    ),
)  # fmt: skip
