"""The staff pages, one view file each."""

from django.urls import path

from teikei.desk.views.accept_partners import accept_partners
from teikei.desk.views.entry import entry
from teikei.desk.views.findings import findings, judge, take_back
from teikei.desk.views.keep import keep
from teikei.desk.views.layout import layout, profile_file
from teikei.desk.views.login import log_in, log_out
from teikei.desk.views.partner import partner
from teikei.desk.views.partners import match_partners, partners, undo_judgment
from teikei.desk.views.reading import reading, state
from teikei.desk.views.today import today
from teikei.desk.views.withdraw import withdraw
from teikei.desk.work_urls import work_patterns

app_name = "desk"

urlpatterns = [
    path("", today, name="today"),
    path("login/", log_in, name="log_in"),
    path("logout/", log_out, name="log_out"),
    path("partners/", partners, name="partners"),
    path("partners/match/", match_partners, name="match_partners"),
    path("partners/undo/", undo_judgment, name="undo_judgment"),
    path("partners/accept/", accept_partners, name="accept_partners"),
    path("partners/<int:partner_id>/", partner, name="partner"),
    *work_patterns,
    path("drafts/<int:draft_id>/", reading, name="reading"),
    path("drafts/<int:draft_id>/state/", state, name="state"),
    path("drafts/<int:draft_id>/findings/", findings, name="findings"),
    path("drafts/<int:draft_id>/findings/<int:position>/", judge, name="judge"),
    path("drafts/<int:draft_id>/take-back/", take_back, name="take_back"),
    path("drafts/<int:draft_id>/entries/<int:n>/", entry, name="entry"),
    path("drafts/<int:draft_id>/layout/", layout, name="layout"),
    path("drafts/<int:draft_id>/profile.toml", profile_file, name="profile"),
    path("drafts/<int:draft_id>/keep/", keep, name="keep"),
    path("drafts/<int:draft_id>/delete/", withdraw, name="withdraw"),
]
