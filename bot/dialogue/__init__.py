"""What to say next. `FLOWS` is the only list of the flows, in the order in which they are heard."""

from bot.dialogue import about_me, helpdesks, language, posters, practices, rights, safety, survey, visits
from bot.dialogue.answers import room as answers
from bot.dialogue.companies import joining, meetings
from bot.dialogue.deals import flow as deals
from bot.dialogue.desk import drafts, handoff, tickets
from bot.dialogue.flow import Flow
from bot.dialogue.leave import room as leave
from bot.dialogue.self_check import flow as self_check
from bot.dialogue.voucher import flow as voucher

FLOWS: tuple[Flow, ...] = (
    posters.FLOW,
    drafts.FLOW,
    voucher.FLOW,
    handoff.FLOW,
    tickets.FLOW,
    leave.FLOW,
    joining.FLOW,
    meetings.FLOW,
    practices.FLOW,
    self_check.FLOW,
    survey.FLOW,
    deals.FLOW,
    helpdesks.FLOW,
    visits.FLOW,
    answers.FLOW,
    about_me.FLOW,
    rights.FLOW,
    language.FLOW,
    safety.FLOW,
)
