"""How long training takes with everything that ships and as many points as there may be, first cold, then with vectors.

Run with `.venv/bin/python -m bench.training --points 400`. Points that are missing up to that number are made up: a
topic's own examples with a particular in front, eight to a point.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from bot import bootstrap
from bot.settings import ROOT
from bot.understanding.training import Examples, train_into

PARTICULARS = (
    *(
        "in banca:",
        "nelle cooperative sociali,",
        "per chi fa i turni,",
        "lavoro in Comune e chiedo:",
        "con due gemelli,",
    ),
    *(
        "part time al mattino,",
        "sono una colf:",
        "se il figlio è disabile,",
        "da separata,",
        "in una ditta di tre persone,",
    ),
)
QUESTIONS = 8


def with_points(wanted: int) -> Examples:
    examples: dict[str, dict[str, list[str]]] = dict(bootstrap.knowledge().labelled_examples())
    there = sum(label.partition("/")[0] not in ("act", "state") for label in examples if "/" in label)
    topics = [label for label, texts in examples.items() if "/" not in label and len(texts.get("it", [])) >= QUESTIONS]
    for number, topic in enumerate(islice(cycle(topics), max(0, wanted - there))):
        particular = PARTICULARS[number // len(topics) % len(PARTICULARS)]
        texts = [f"{particular} {text}" for text in examples[topic]["it"][:QUESTIONS]]
        examples[f"{topic}/made-up-{number}"] = {"it": texts}
    return examples


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.training", description=__doc__)
    parser.add_argument("--points", type=int, default=400)
    parser.add_argument("--warm", type=Path, help="a home whose vectors are at hand: the cold training is left out")
    options = parser.parse_args()
    examples = with_points(options.points)
    print(sum(len(texts) for label in examples.values() for texts in label.values()), "examples")
    with tempfile.TemporaryDirectory() as folder:
        home = options.warm or Path(folder)
        for name in ("with vectors",) if options.warm else ("cold", "with vectors"):
            start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            model = Path(folder, "models", "bench.tar.gz")
            train_into(model, ROOT, home, lambda line: None, examples)
            processor = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
            megabytes = model.stat().st_size / 1e6
            seconds = time.perf_counter() - start
            print(f"{name}: {seconds:.0f} s, {processor:.0f} s of processor; model {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
