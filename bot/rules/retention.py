"""How long each table keeps its rows."""

from __future__ import annotations

from datetime import timedelta

KEEP = {
    "inbox": timedelta(days=7),
    "outbox": timedelta(days=7),
    "buttons": timedelta(days=30),
    "conversations": timedelta(days=365),
    "misses": timedelta(days=180),
    "proposals": timedelta(days=180),
    "audit": timedelta(days=5 * 365),
    "ledger": timedelta(days=3653),
    "plans": timedelta(days=365),
    "self_checks": timedelta(days=3 * 365),
    "deals": timedelta(days=2 * 365),
    "workplaces": timedelta(days=365),
    "drafts": timedelta(days=30),
    "tickets": timedelta(days=2 * 365),
    "consents": timedelta(days=5 * 365),
    "reminders": timedelta(days=7),
    "operators": timedelta(days=365),
    "invites": timedelta(days=30),
    "questions": timedelta(days=30),
    "visits": timedelta(days=7),
    "companies": timedelta(days=2 * 365),
    "company_invites": timedelta(days=30),
    "meetings": timedelta(days=2 * 365),
    "surveys": timedelta(days=5 * 365),
}
"""Table -> time after the row was closed, shown or last changed.
Plans count from their last day; self-checks from the day they were done; deals from the last day on which they hold;
operators from their removal; consents from their withdrawal, or from the day they were given where nothing of that chat is
left; companies from the day on which they left, or were refused, while they are in the network they stay. The drafts' period
also ends the steps of a dialogue left unfinished. Surveys count from their last day; their marks, and the answers of too
few, go on the day after it.
The ledger of a call counts from its last movement: ten years, as for account books (art. 2220 c.c.)."""

GOES_WITH = {
    "ticket_steps": "tickets",
    "ticket_messages": "tickets",
    "postings": "tickets",
    "funds": "ledger",
    "company_contacts": "companies",
    "meeting_guests": "meetings",
    "survey_marks": "surveys",
    "survey_counts": "surveys",
}
"""Table -> the table whose rows take these with them."""

STAYS = {
    "events": "statistics: no person, no chat, no text",
    "feedback": "statistics: no person, no chat, no text",
    "card_changes": "the history of the public cards; operators are numbers in it",
    "card_asks": "when a helpdesk was asked about its card: no person",
    "tried_practices": "statistics: a company and a practice, no person, no text",
    "published": "numbers that were published, small ones hidden",
    "alerts": "troubles of the service: no person stands in them",
    "rooms": "a group of operators, kept until it is unlinked",
}
"""Table -> why its rows may stay without end."""
