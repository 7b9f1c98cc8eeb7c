"""The survey and the year as files, made aside where many agreements are kept."""

from datetime import date

from teikei.names.bilingual import Language
from teikei.registry.permissions import Person
from teikei.registry.permissions.asking import require_anywhere
from teikei.registry.queries.survey import survey, survey_workbook, yearly, yearly_workbook
from teikei.registry.queries.worked_out import worked_out_together


def survey_file(day: date, language: Language, *, by: Person) -> bytes | None:
    """The survey as XLSX; None while it is being made: ask again in a second."""
    require_anywhere(by, "report.read")
    return worked_out_together(("survey file", day, language), lambda: survey_workbook(survey(day, by=None), day, language))


def year_file(since: date, until: date, language: Language, *, by: Person) -> bytes | None:
    """The year's changes as XLSX; None while it is being made."""
    require_anywhere(by, "report.read")
    question = ("year file", since, until, language)
    return worked_out_together(question, lambda: yearly_workbook(yearly(since, until, by=None), since, until, language))
