"""Addresses of the pages."""

from django.conf import settings
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordChangeDoneView,
    PasswordChangeView,
)
from django.urls import path, register_converter

from cards.members.roster import is_empty
from cards.pages import (
    account_views,
    alert_form_views,
    alert_views,
    all_work_views,
    ask_views,
    board_views,
    bridge_views,
    card_views,
    compare_views,
    decision_views,
    filter_views,
    findings_views,
    flow_views,
    group_views,
    history_views,
    listing_views,
    note_views,
    one_listing_views,
    people_views,
    proof_views,
    reconcile_views,
    saved_list_views,
    search_views,
    sku_views,
    source_views,
    standing_views,
    store_news_views,
    why_views,
    work_item_views,
    work_views,
)


class RowId:
    """A number that fits the database: anything longer names nothing, and is no error either."""

    regex = "[0-9]{1,18}"

    def to_python(self, text: str) -> int:
        return int(text)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RowId, "number")

PERSON = "people/<number:user_id>"
ALERT = "alerts/<number:alert_id>"
STORE = "stores/<slug:slug>"
RECORD = f"{STORE}/reconciliations/<number:record_id>"
CARD = f"{STORE}/cards/<slug:key>"
WORK = f"{STORE}/work/<number:item_id>"

urlpatterns = [
    path("", board_views.show_board, name="board"),
    path("board/rows/", board_views.show_board_rows, name="board_rows"),
    path("compare/", compare_views.show_comparison, name="compare"),
    path("ask/", ask_views.show_ask, name="ask"),
    path("ask/completions/", ask_views.show_completions, name="completions"),
    path("alerts/", alert_views.show_alerts, name="alerts"),
    path(
        "alerts/<number:alert_id>/acknowledge/", alert_views.acknowledge_alert, name="acknowledge"
    ),
    path("alerts/<number:alert_id>/note/", alert_views.note_on_alert, name="note"),
    path(f"{CARD}/", card_views.show_card, name="card"),
    path(f"{CARD}/standing/", standing_views.show_standing, name="standing"),
    path(f"{CARD}/refresh/", standing_views.refresh, name="refresh"),
    path(f"{CARD}/alert/", alert_form_views.alert_me, name="alert_me"),
    path("alerts/rules/<number:rule_id>/end/", alert_form_views.end_alert, name="end_alert"),
    path(f"{CARD}/marks/", card_views.mark_moment, name="mark"),
    path(f"{CARD}/history.csv", history_views.history_csv, name="history_csv"),
    path(f"{STORE}/listings/", listing_views.show_listings, name="listings"),
    path(f"{STORE}/listings/filters/", filter_views.show_filters, name="listing_filters"),
    path(f"{STORE}/listings.csv", listing_views.listings_csv, name="listings_csv"),
    path(
        f"{STORE}/listings/<number:product_id>/",
        one_listing_views.show_timeline,
        name="timeline",
    ),
    path(
        f"{STORE}/listings/<number:product_id>/picture/",
        one_listing_views.show_picture,
        name="picture",
    ),
    path(
        f"{STORE}/listings/<number:product_id>/note/",
        one_listing_views.note_on_listing,
        name="listing_note",
    ),
    path(f"{STORE}/skus/", sku_views.show_skus, name="skus"),
    path(f"{STORE}/skus.csv", sku_views.skus_csv, name="skus_csv"),
    path(f"{STORE}/listings/keep/", saved_list_views.keep_list, name="keep_list"),
    path(
        f"{STORE}/views/<number:view_id>/forget/", saved_list_views.forget_list, name="forget_list"
    ),
    path(f"{STORE}/flow/", flow_views.show_flow, name="flow"),
    path(f"{STORE}/flow.csv", flow_views.flow_csv, name="flow_csv"),
    path("work/", all_work_views.show_all_work, name="all_work"),
    path(f"{STORE}/bridge/", bridge_views.show_bridge, name="bridge"),
    path(f"{STORE}/bridge/source/", source_views.upload_source, name="upload_source"),
    path(f"{STORE}/bridge/source/read/", source_views.read_source, name="read_source"),
    path(f"{STORE}/bridge/source.csv", source_views.source_csv, name="source_csv"),
    path(
        f"{STORE}/bridge/source/<number:upload_id>/",
        source_views.show_upload,
        name="source_upload",
    ),
    path(
        f"{STORE}/bridge/source/<number:upload_id>/publish/",
        source_views.publish,
        name="publish_source",
    ),
    path(f"{STORE}/bridge/decide/", decision_views.decide, name="decide"),
    path(f"{STORE}/bridge/accept/", decision_views.accept, name="accept_proposals"),
    path(
        f"{STORE}/bridge/decisions/<number:alias_id>/undo/",
        decision_views.undo,
        name="undo_decision",
    ),
    path(f"{STORE}/bridge/out-of-stock/", findings_views.show_findings, {"name": "out-of-stock"}),
    path(f"{STORE}/bridge/drifting/", findings_views.show_findings, {"name": "drifting"}),
    path(f"{STORE}/bridge/out-of-stock.csv", findings_views.findings_csv, {"name": "out-of-stock"}),
    path(f"{STORE}/bridge/drifting.csv", findings_views.findings_csv, {"name": "drifting"}),
    path(f"{STORE}/bridge/<slug:name>.csv", bridge_views.entries_csv, name="bridge_csv"),
    path(f"{STORE}/bridge/<slug:name>/", bridge_views.show_entries, name="bridge_list"),
    path(f"{STORE}/work/", work_views.show_work, name="work"),
    path(f"{STORE}/work/new/", work_item_views.new_item, name="work_new"),
    path(f"{STORE}/work/groups/<slug:kind>/", group_views.show_group, name="work_group"),
    path(f"{WORK}/", work_item_views.show_item, name="work_item"),
    path(f"{WORK}/change/", work_item_views.change_item, name="work_change"),
    path(f"{WORK}.csv", work_item_views.item_csv, name="work_csv"),
    path(f"{STORE}/why/<slug:key>/", why_views.show_why, name="why"),
    path(
        f"{STORE}/tracings/<number:tracing_id>/work/",
        why_views.work_of_finding,
        name="why_work",
    ),
    path(f"{STORE}/proof/<number:snapshot_id>.json", proof_views.proof_file, name="proof_file"),
    path("proof/verifier.py", proof_views.verifier, name="verifier"),
    path(f"{STORE}/reconcile/", reconcile_views.desk, name="reconcile"),
    path(f"{STORE}/reconciliations.csv", reconcile_views.records_csv, name="reconciliations_csv"),
    path(f"{RECORD}/", reconcile_views.show_record, name="reconciliation"),
    path(f"{RECORD}/recount/", reconcile_views.recount_record, name="recount"),
    path(f"{RECORD}/note/", reconcile_views.note_on_record, name="record_note"),
    path("new-stores/seen/", store_news_views.see_new_stores, name="see_new_stores"),
    path("new-stores/<number:notice_id>/", store_news_views.open_new_store, name="open_new_store"),
    path("search/", search_views.show_search, name="search"),
    path("people/", people_views.show_people, name="people"),
    path("people/invite/", people_views.invite_person, name="invite"),
    path(f"{PERSON}/", people_views.show_person, name="person"),
    path(f"{PERSON}/link/", people_views.link_for_person, name="link"),
    path(f"{PERSON}/off/", people_views.change_person, {"change": "off"}, name="switch_off"),
    path(f"{PERSON}/on/", people_views.change_person, {"change": "on"}, name="switch_on"),
    path(f"{PERSON}/unlock/", people_views.change_person, {"change": "unlock"}, name="unlock"),
    path("accounts/", account_views.show_account, name="account"),
    path("accounts/mail/", account_views.change_mail, name="change_mail"),
    path("accounts/note/", note_views.choose_note, name="choose_note"),
    path("accounts/note/end/<str:token>/", note_views.end_note, name="end_note"),
    path("accounts/keys/", account_views.issue_key, name="issue_key"),
    path("accounts/keys/end/", account_views.end_key, name="end_key"),
    path(
        "accounts/set-password/<uidb64>/<token>/",
        account_views.SetPassword.as_view(),
        name="set_password",
    ),
    path(
        "accounts/login/",
        LoginView.as_view(
            redirect_authenticated_user=True,
            extra_context={
                "provider": settings.OIDC_ISSUER and settings.OIDC_NAME,
                "is_empty": is_empty,
            },
        ),
        name="login",
    ),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path(
        "accounts/password_change/",
        PasswordChangeView.as_view(template_name="registration/change_password.html"),
        name="password_change",
    ),
    path(
        "accounts/password_change/done/",
        PasswordChangeDoneView.as_view(template_name="registration/password_changed.html"),
        name="password_change_done",
    ),
]
