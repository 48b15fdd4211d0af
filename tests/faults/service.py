"""`concilia telegram` with the example call for vouchers open: `python -m tests.faults.service`."""

from __future__ import annotations

import sys

from bot import bootstrap
from bot.commands import main
from bot.knowledge.examples import with_examples
from bot.settings import ROOT

if __name__ == "__main__":
    content = with_examples(bootstrap.knowledge(), ROOT)
    bootstrap.knowledge = lambda: content  # type: ignore[assignment]  # the one place that joins the parts
    sys.argv = ["concilia", "telegram"]
    main()
