"""What a company reads of money: who pays the leave, what passes through its hands, what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.dialogue.leave import company_state as check
from bot.dialogue.leave.company_screens import fill
from bot.dialogue.leave.company_state import GROSS, PAYMENTS
from bot.dialogue.turn import Turn
from bot.knowledge.leave import leave_rules
from bot.model.entities import Money
from bot.model.reply import Line, Part
from bot.rules.leave import italian
from bot.rules.leave.company import Assessment
from bot.rules.leave.company_money import Estimate, MonthMoney, estimate
from bot.rules.leave.pay import PAYMENTS as USUAL_PAYMENTS

WHO = re.compile(r"\bchi\b|\bconguagli|\brimbors|\brecuper|\banticip|\binps\b", re.IGNORECASE)
"""It is asked who pays, not how much."""
LEAST, MOST = 200, 20_000
"""Euro a month that somebody may earn."""


def told_pay(turn: Turn) -> dict[str, str]:
    """The gross pay that the message tells, a month's or a year's; empty if none, or only a net one."""
    payments = turn.understanding.entities.leave.payments
    found = {PAYMENTS: str(payments)} if payments in (13, 14) else {}
    known = payments or int(check.state(turn).get(PAYMENTS, USUAL_PAYMENTS))
    for one in turn.understanding.entities.amounts:
        match one.amount:
            case Money(euro, gross, per) if gross is not False and per in (None, "month", "year"):
                month = euro / known if per == "year" or euro > MOST else euro
                if LEAST <= month <= MOST:
                    found[GROSS] = f"{month:.2f}"
    return found


def tells_money(turn: Turn) -> bool:
    payments = turn.understanding.entities.leave.payments is not None and GROSS in check.state(turn)
    return payments or any(isinstance(one.amount, Money) for one in turn.understanding.entities.amounts)


def with_pay(turn: Turn) -> Turn:
    """The turn that knows the pay; of a net one it still knows nothing, and asks for the gross."""
    return turn.remembering(flow={**turn.conversation.flow, **told_pay(turn)})


def full_days(turn: Turn) -> str:
    return italian.number(leave_rules(turn.knowledge).number("public_full_pay_days", turn.today) or 0)


def parts(turn: Turn, told: Assessment) -> tuple[Part, ...]:
    """Who pays; then the estimate, or how to get one."""
    public = "_public" if told.asked.public else ""
    flow = check.state(turn)
    of_it = {"hours": italian.hours(told.hours or 0), "days": italian.days(told.days_of_leave)}
    request = "plan_check_money_request" + ("" if told.hours else "_days")
    who: list[Part] = [Line(f"plan_check_money{public}", {"full": full_days(turn)})]
    how_much: list[Part] = []
    if told.dates and GROSS in flow:
        how_much = list(_estimate(turn, told, float(flow[GROSS]), int(flow.get(PAYMENTS, USUAL_PAYMENTS))))
    elif told.dates:
        who += [Line(request, of_it), Line("plan_check_money_ask")]
    lines = (*who, *how_much) if WHO.search(turn.said) else (*how_much, *who)
    return (*lines, Line("plan_check_source", {"sources": fill(turn, f"plan_check_money{public}_source")}))


def _estimate(turn: Turn, told: Assessment, gross: float, payments: int) -> Iterator[Part]:
    found = estimate(told, gross, payments, leave_rules(turn.knowledge))
    lines = "\n".join(month_line(turn, month, told.asked.public) for month in found.months)
    values = {"gross": italian.euro(gross), "payments": str(payments), "lines": lines}
    yield Line("plan_check_money_estimate", values)
    if not told.asked.public:
        yield Line("plan_check_money_back")
    yield Line("plan_check_money_unpaid")
    yield from _not_worked(found)


def _not_worked(found: Estimate) -> Iterator[Part]:
    if found.not_worked is not None:
        yield Line("plan_check_money_not_worked", {"euro": italian.euro(round(found.not_worked))})


def month_line(turn: Turn, month: MonthMoney, public: bool) -> str:
    amounts = italian.either(
        fill(turn, "plan_check_money_at", euro=italian.euro(round(euro)), rate=str(rate)) for rate, euro in month.at
    )
    key = "plan_check_money_month_public" if public else "plan_check_money_month"
    return fill(turn, key, month=italian.month(month.month), amounts=amounts)
