"""The workbench of the worked example: its addresses."""

WORK = "/stores/harbour-home/work/"
GROUP = f"{WORK}groups/rejected/?reason=category_audit_fail"
