"""A short campaign of troubles with the suite; `make faults` runs the long ones."""

from __future__ import annotations

from tests.faults.campaign import Campaign


async def test_a_kill_and_broken_connections_lose_nothing_and_do_nothing_twice() -> None:
    found = await Campaign(seed=1, rounds=2).run()
    assert found.wrong == []
    assert found.tickets == 6
    assert set(found.troubles) == {"kill_service", "break_connections"}
