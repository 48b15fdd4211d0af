"""The plan of leave as a conversation: a few facts, told in any order, then the plan with every step behind a button.

room.py what the rest of the dialogue sees; known.py what the answers are called and the case they make, calculator.py the
leave calculator over them, questions.py what is asked and when, listen.py what a message tells, spoken.py the answers in
words, results.py the first screen, screens.py what stands behind its buttons, talk.py the steps of the conversation,
waiting.py what other dialogues and questions leave of a plan, company*.py the company's side, saved.py plans that are kept.
"""
