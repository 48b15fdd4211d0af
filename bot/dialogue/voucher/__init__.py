"""The request for a voucher: one question at a time, a summary with the written checks, then to the desk.

What was answered stands in the draft (`Records.draft`), after the consent; the conversation keeps only which question is
open. Before the consent it keeps, beside that, the values of closed lists that the first message told.
"""
