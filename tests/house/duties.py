"""What HR staff who take part in a round may do about it, by address; the matrix as a table.

`python -m tests.house.duties` prints it. tests/house/test_separation.py holds each cell.
"""

from __future__ import annotations

import sys

ALLOWED, HIDDEN, REFUSED = "allowed", "hidden", "refused"
KINDS = ("alice", "beth", "gail", "only")

# What it is about, and what each of KINDS meets there.
EVERYBODY = (ALLOWED, ALLOWED, ALLOWED, ALLOWED)
LISTS = (ALLOWED, HIDDEN, ALLOWED, HIDDEN)
OF_ALL = (ALLOWED, REFUSED, ALLOWED, REFUSED)
OF_BETH = (ALLOWED, REFUSED, ALLOWED, REFUSED)
OF_PLAN = (ALLOWED, REFUSED, REFUSED, REFUSED)
OF_ALL_AND_OF_CAROL = (ALLOWED, REFUSED, REFUSED, REFUSED)
OF_CAROL_WHOM_GAIL_RATES = (ALLOWED, ALLOWED, REFUSED, ALLOWED)

DUTIES: dict[str, tuple[str, str, str, str]] = {
    "holdings": LISTS,
    "holdings_csv": LISTS,
    "holdings_json": LISTS,
    "periods": EVERYBODY,
    "benchmark": EVERYBODY,
    "data_people": EVERYBODY,
    "data_person of Beth": OF_BETH,
    "data_person of Beth's rater": OF_BETH,
    "data_person of Carol": OF_CAROL_WHOM_GAIL_RATES,
    "data_person_erase of Beth": OF_BETH,
    "data_person_erase of Beth's rater": OF_BETH,
    "data_person_erase of Carol": OF_CAROL_WHOM_GAIL_RATES,
    "audit": LISTS,
    "audit_csv": LISTS,
    "round_list": LISTS,
    "round_new": EVERYBODY,
    "people_example": EVERYBODY,
    "round_page": LISTS,
    "round_edit": EVERYBODY,
    "round_delete": OF_ALL,
    "round_open": EVERYBODY,
    "round_extend": OF_ALL,
    "round_remind": OF_ALL,
    "round_close": OF_ALL,
    "round_release": OF_ALL,
    "round_again": OF_ALL,
    "round_check_ins": EVERYBODY,  # who takes part decides nothing there: tests/check_ins
    "round_people": LISTS,
    "people_import": EVERYBODY,
    "people_import_check": OF_BETH,  # with a row about Beth
    "participant_new": EVERYBODY,
    "participant_page of Beth": OF_BETH,
    "participant_page of Carol": LISTS,  # of emails to those who rate both
    "participant_roles of Beth": OF_BETH,
    "participant_roles of Carol": EVERYBODY,
    "participant_remove of Beth": OF_BETH,
    "participant_remove of Carol": EVERYBODY,
    "rater_new of Beth": OF_BETH,
    "rater_new of Carol": EVERYBODY,
    "rater_page of Beth": OF_BETH,
    "rater_page of Carol": EVERYBODY,
    "rater_group of Beth": OF_BETH,
    "rater_group of Carol": EVERYBODY,
    "rater_withdraw of Beth": OF_BETH,
    "rater_withdraw of Carol": EVERYBODY,
    "rater_resend of Beth": OF_BETH,
    "rater_resend of Carol": EVERYBODY,
    "rater_resend of Carol, by a link that is for Beth too": OF_BETH,
    "rater_revoke of Beth": OF_BETH,
    "rater_revoke of Carol": EVERYBODY,
    "rater_revoke of Carol, by a link that is for Beth too": OF_BETH,
    "person_edit of Beth": OF_BETH,
    "person_edit of Beth's rater": OF_BETH,
    "person_edit of Carol": EVERYBODY,
    "people_join of Beth": OF_BETH,
    "people_join of Beth's rater": OF_BETH,
    "people_join of Carol": EVERYBODY,
    "report_page of Beth": EVERYBODY,  # hers to read
    "report_page of Carol": OF_CAROL_WHOM_GAIL_RATES,
    "report_pdf of Carol": OF_CAROL_WHOM_GAIL_RATES,
    "report_conversation of Carol": OF_CAROL_WHOM_GAIL_RATES,
    "council_told_list": EVERYBODY,
    "council_told": EVERYBODY,
    "council_letter": EVERYBODY,
    "round_letter": OF_ALL_AND_OF_CAROL,
    "round_results_csv": OF_CAROL_WHOM_GAIL_RATES,
    "round_results_xlsx": OF_CAROL_WHOM_GAIL_RATES,
    "round_results_comments_csv": OF_CAROL_WHOM_GAIL_RATES,
    "round_results_comments_xlsx": OF_CAROL_WHOM_GAIL_RATES,
    "round_comments_csv": OF_CAROL_WHOM_GAIL_RATES,
    "round_comments_xlsx": OF_CAROL_WHOM_GAIL_RATES,
    "round_csv": OF_CAROL_WHOM_GAIL_RATES,
    "round_xlsx": OF_CAROL_WHOM_GAIL_RATES,
    "council_report": OF_CAROL_WHOM_GAIL_RATES,
    "council_report_pdf": OF_CAROL_WHOM_GAIL_RATES,
    "council_report_xlsx": OF_CAROL_WHOM_GAIL_RATES,
    "round_bundle": OF_CAROL_WHOM_GAIL_RATES,
    "round_bundle_zip": OF_CAROL_WHOM_GAIL_RATES,
    "hr_home": LISTS,
    "council_actions": OF_PLAN,
    "council_action_new": OF_PLAN,
    "council_action_edit": OF_PLAN,
    "council_action_remove": OF_PLAN,
    "council_actions_pdf": OF_PLAN,
}


def table() -> str:
    """The matrix as people read it, in Markdown."""
    head = "| address | no part in it | assessed (Beth) | rates Carol (Gail) | assessed, only HR |"
    rows = (f"| {case} | {' | '.join(met)} |" for case, met in DUTIES.items())
    return "\n".join([head, "|---|---|---|---|---|", *rows])


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
