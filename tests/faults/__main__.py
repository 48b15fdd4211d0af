"""`python -m tests.faults`: seeded troubles against the real service, on both databases, by polling and by webhook."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from tests.faults.campaign import Campaign, Found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=20, help="troubles of each campaign")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="default: both")
    parser.add_argument("--mode", choices=("polling", "webhook"), help="default: both")
    parser.add_argument("--rasa", action="store_true", help="with a Rasa of its own, which is killed too")
    options = parser.parse_args()
    ended_well = True
    for database in [options.database] if options.database else ["sqlite", "postgresql"]:
        for mode in [options.mode] if options.mode else ["polling", "webhook"]:
            began = time.monotonic()
            campaign = Campaign(
                options.seed, options.rounds, database, mode, options.rasa, lambda text: print(f"  {text}", flush=True)
            )
            print(f"{database}, {mode}, seed {options.seed}", flush=True)
            show(asyncio.run(campaign.run()), time.monotonic() - began)
            ended_well = ended_well and not campaign.found.wrong
    return 0 if ended_well else 1


def show(found: Found, seconds: float) -> None:
    troubles = ", ".join(f"{name} {count}" for name, count in sorted(found.troubles.items()))
    print(
        f"  {found.messages} messages, {found.replies} replies, {found.tickets} tickets in {seconds:.0f} s; {troubles}. "
        f"Arrived twice: {found.repeated}, with {found.kills} kills."
    )
    for each in found.wrong or ["everything answered, once, in order; the ledgers add up"]:
        print(f"  {each}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
