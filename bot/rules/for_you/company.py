"""What depends on how many people a company has."""

from __future__ import annotations

from bot.rules.for_you.known import ForYou, Known, said
from bot.rules.leave import italian

BANDS = ((9, "micro"), (49, "small"), (125, "medium"))
"""Workers at the most -> the band of the Lombard call (F-CO-52)."""


def parity(known: Known) -> ForYou | None:
    """The regional voucher for this size, and whether the report on staff is due every two years."""
    size, share = known.person.firm_size, known.number("parity_voucher_share")
    if size is None or share is None:
        return None
    band = next((name for most, name in BANDS if size <= most), "large")
    amounts = [known.number(f"parity_{line}_{band}") for line in ("advice", "certify")]
    if None in amounts:
        return None
    advice, certify = (italian.euro(one or 0) for one in amounts)
    relief = italian.number(known.number("parity_relief") or 0)
    return said(
        "you_parity", ("firm_size",), size=str(size), share=italian.number(share), advice=advice, certify=certify,
        relief=relief,
    )  # fmt: skip


def replacement(known: Known) -> ForYou | None:
    """The relief for who stands in, in companies under 20 (F-OL-05)."""
    size, under = known.person.firm_size, known.number("maternity_replacement_firm_size")
    relief = known.number("maternity_replacement_relief")
    if size is None or under is None or relief is None:
        return None
    key = "you_replacement" if size < under else "you_replacement_over"
    return said(key, ("firm_size",), size=str(size), under=italian.number(under), relief=italian.number(relief))


def bonus(known: Known) -> ForYou | None:
    """A result bonus against the limit of the reduced tax (F-CO-44)."""
    limit, tax, asked = known.number("bonus_limit"), known.number("bonus_tax"), known.euro
    if limit is None or tax is None or asked is None:
        return None
    values = {"asked": italian.euro(asked), "limit": italian.euro(limit), "tax": italian.number(tax)}
    if asked <= limit:
        return said("you_bonus", (), **values)
    return said("you_bonus_over", (), **values, rest=italian.euro(asked - limit))
