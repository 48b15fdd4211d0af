"""Parental leave by the hour and by the day: from a few facts to a lawful, paid, dated plan, every step with its rule.

    rules = leave_rules(knowledge)
    case = read_case(data, rules)      # or InvalidCase, with every field's problem
    verdict = work_out(case, rules)    # or verdict.as_json(), verdict.pay(monthly=True)

One idea a file: case.py what comes in, senses.py how it is read, checks.py what makes no sense in it, hours.py how much in a
day, agreed.py by whose rule, limits.py how much in all and until when, notice.py from when, dates.py which days, same_day.py
what else that day, taken.py what is left of the request, pay.py the money, pay_words.py the money in words, verdict.py the
answer, italian.py quantities in words. Each says in its first lines which readings we had to choose. Nothing here knows the
time.
"""

from bot.rules.leave.case import Case
from bot.rules.leave.raw import CaseProblem
from bot.rules.leave.senses import InvalidCase, read_case
from bot.rules.leave.verdict import Verdict, work_out

__all__ = ["Case", "CaseProblem", "InvalidCase", "Verdict", "read_case", "work_out"]
