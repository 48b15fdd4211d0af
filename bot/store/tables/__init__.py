"""The tables, one module a subject. Each states what it keeps and for how long; `retention.py` holds the periods."""

from bot.store.tables.base import Base
from bot.store.tables.cards import CardAskRow, CardChangeRow
from bot.store.tables.companies import (
    CompanyContactRow,
    CompanyInviteRow,
    CompanyRow,
    MeetingGuestRow,
    MeetingRow,
    TriedRow,
)
from bot.store.tables.conversations import ButtonRow, ConsentRow, ConversationRow, DraftRow
from bot.store.tables.deals import DealRow, WorkplaceRow
from bot.store.tables.desk import AuditRow, InviteRow, OperatorRow, QuestionRow, RoomRow
from bot.store.tables.learning import EventRow, FeedbackRow, MissRow, ProposalRow
from bot.store.tables.leave import PlanRow
from bot.store.tables.mailbox import InboxRow, OutboxRow
from bot.store.tables.operation import AlertRow
from bot.store.tables.self_checks import SelfCheckRow
from bot.store.tables.survey import PublishedRow, SurveyCountRow, SurveyMarkRow, SurveyRow
from bot.store.tables.tickets import PostingRow, ReminderRow, TicketMessageRow, TicketRow, TicketStepRow
from bot.store.tables.visits import VisitRow
from bot.store.tables.voucher import FundRow, LedgerRow

__all__ = [
    "AlertRow",
    "AuditRow",
    "Base",
    "ButtonRow",
    "CardAskRow",
    "CardChangeRow",
    "CompanyContactRow",
    "CompanyInviteRow",
    "CompanyRow",
    "ConsentRow",
    "ConversationRow",
    "DealRow",
    "DraftRow",
    "EventRow",
    "FeedbackRow",
    "FundRow",
    "InboxRow",
    "InviteRow",
    "LedgerRow",
    "MeetingGuestRow",
    "MeetingRow",
    "MissRow",
    "OperatorRow",
    "OutboxRow",
    "PlanRow",
    "PostingRow",
    "ProposalRow",
    "PublishedRow",
    "QuestionRow",
    "ReminderRow",
    "RoomRow",
    "SelfCheckRow",
    "SurveyCountRow",
    "SurveyMarkRow",
    "SurveyRow",
    "TicketMessageRow",
    "TicketRow",
    "TicketStepRow",
    "TriedRow",
    "VisitRow",
    "WorkplaceRow",
]
