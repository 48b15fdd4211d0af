"""Writes nlu/vectors.npz: the meanings of all examples, which come with the repository so that a first training is short.

Run with `make vectors`, now and then: what is not in the file is made when the model is trained. `--missing` only counts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from bot import bootstrap
from bot.settings import ROOT, read_settings
from bot.understanding.training import rasa_environment


def ship(*options: str) -> str:
    """What nlu/ship.py says."""
    examples = bootstrap.knowledge().labelled_examples()
    texts = [text for by_language in examples.values() for some in by_language.values() for text in some]
    return subprocess.run(
        [str(ROOT / "nlu" / ".venv" / "bin" / "python"), "-W", "ignore", "ship.py", *options],
        cwd=ROOT / "nlu",
        env=rasa_environment(read_settings().home),
        input=json.dumps(texts),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.vectors", description=__doc__)
    parser.add_argument("--missing", action="store_true")
    sys.stdout.write(ship("--missing") if parser.parse_args().missing else ship())


if __name__ == "__main__":
    main()
