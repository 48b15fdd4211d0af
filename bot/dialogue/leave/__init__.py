"""The plan of leave as a conversation: a few facts, told in any order, then the plan with every step behind a button.

known.py what the answers are called and the case they make, calculator.py the leave calculator over them, questions.py
what is asked and when, listen.py what a message tells, spoken.py the answers in words, results.py the first screen,
screens.py what stands behind its buttons, talk.py the steps of the conversation, waiting.py what other dialogues and
questions leave of a plan.
"""

from bot.dialogue.leave.known import TOPIC
from bot.dialogue.leave.talk import hear, press, resume, start
from bot.dialogue.leave.waiting import kept

__all__ = ["TOPIC", "hear", "kept", "press", "resume", "start"]
