"""The plan of leave as a conversation: a few facts, told in any order, then the plan with every step behind a button.

room.py what the rest of the dialogue sees; known.py what the answers are called and the case they make, state.py how the
conversation keeps them and what can be undone, calculator.py the leave calculator over them; questions.py what is asked, needed.py
when, choices.py with which buttons; listen*.py what a message tells, others.py what is for others, learn.py how a plan takes facts,
suppose.py and trial.py what is only tried out, spoken.py the answers in words; results.py the one screen (money.py, todo.py,
provenance.py), screens.py and compare.py what stands behind its buttons, talk.py the steps of the conversation, waiting.py what other
dialogues and questions leave of a plan, company*.py the company's side, saved.py plans that are kept.
"""
