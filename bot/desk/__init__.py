"""The operators' side: what becomes of a ticket, decided without clock, network or database."""
