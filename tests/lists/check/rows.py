"""Rows of the clean list that tests make faulty, and what a check finds in a list."""

from teikei.lists.check import check
from tests.lists.made import CLEAN, read

THAI = "タイ王国 (2機関)\tチェンマイ大学\t工学部\t2015.01.09"
KASETSART = "\tカセサート大学農学部\t農学部・国際センター\t2016.02.10"
KOREA = "大韓民国（2機関）\t\t"
KYUNGPOOK = "\t慶北大学校\t理学部\t2001.03.04"
TOTALS = "(3ヶ国・地域 5機関 7協定)"


def found(lines, code):
    return [finding for finding in check(read(lines)) if finding.code == code]


def line(text, lines=CLEAN):
    return lines.index(text) + 1


def places(finding):
    return [locator.line for locator in finding.locators]
