"""Which addresses of the application are pages."""

from cards.pages.urls import urlpatterns

# A file, a part of a page, what is only posted to, or what leads elsewhere.
NO_PAGES = {
    *("board_rows", "listing_filters", "completions", "standing", "refresh", "mark", "history_csv"),
    "proof_file",
    *("listings_csv", "skus_csv", "keep_list", "forget_list", "flow_csv", "source_csv", "work_csv"),
    *("bridge_csv", "read_source", "upload_source", "publish_source", "decide", "accept_proposals"),
    *("undo_decision", "work_change", "why_work", "verifier", "reconciliations_csv", "recount"),
    *("record_note", "open_new_store", "see_new_stores", "link", "switch_off", "switch_on"),
    *("unlock", "change_mail", "choose_note", "issue_key", "end_key", "logout"),
    *("acknowledge", "note", "end_alert", "picture", "listing_note"),
}
# Findings of the bridge have no name: each is written as it is.
PAGES = {one.name for one in urlpatterns} - NO_PAGES
