"""Agreements and conventions on services that firms share (in code: deals): a firm proposes one, an operator publishes it, a
worker asks what they may use.

What a firm writes stands in a draft (`Records.deals`), after the consent; the conversation keeps only which question is open.
"""
