"""The pulse of each group week by week, beside how many children its workers hold (S35: "next to caseload")."""
