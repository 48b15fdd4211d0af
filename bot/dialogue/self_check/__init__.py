"""The organisational self-check of a firm or a public body, and the drafts that are made from it: a plan, an agreement.

Some twenty questions of knowledge_base/self_check.yaml, one a screen. Its state keeps ids of answers and numbers, never
words; what outlives it is kept only if the firm agrees (`Records.self_checks`).
"""
