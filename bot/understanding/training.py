"""Trains Rasa's model when something that feeds it changed, and only then."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from bot.knowledge import loader

Examples = Mapping[str, Mapping[str, Sequence[str]]]
"""Topic -> language -> example utterances."""
Echo = Callable[[str], None]

KEPT_MODELS = 2
PROGRESS = "Sentences embedded: "
"""How nlu/components/meaning.py reports the long part of a first training."""


class NluProblem(Exception):
    """Training or starting Rasa cannot go on; the text names the trouble and the remedy."""


def fingerprint(root: Path, examples: Examples | None = None) -> str:
    """Equal fingerprints mean equal models: it covers the examples, the pipeline, its code and its libraries."""
    digest = hashlib.sha256()
    for name, content in _ingredients(root, examples):
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _ingredients(root: Path, examples: Examples | None) -> Iterator[tuple[str, bytes]]:
    yield "examples", _training_data(root, examples).encode()
    nlu = root / "nlu"
    for path in [_config(root), nlu / "requirements.lock", *sorted(nlu.glob("components/*.py"))]:
        try:
            yield path.name, path.read_bytes()
        except FileNotFoundError:
            raise NluProblem(f"{path} is missing: restore it from the repository.") from None


def model_file(root: Path, home: Path, examples: Examples | None = None) -> Path:
    """Where the model of the present content is, or will be once trained."""
    return home / "models" / f"concilia-{fingerprint(root, examples)[:12]}.tar.gz"


def train(root: Path, home: Path, echo: Echo, examples: Examples | None = None) -> Path:
    """The model of the present content, trained now if it is missing or damaged.

    `root` holds knowledge_base/ and nlu/, `home` the state. `echo` gets a line now and then while it lasts.
    """
    model = model_file(root, home, examples)
    if model.exists():
        if is_readable(model):
            os.utime(model)
            return model
        echo(f"The model {model.name} is damaged: training it again.")
    try:
        train_into(model, root, home, echo, examples)
        _forget_old(model.parent)
    except OSError as error:
        raise NluProblem(
            f"The model could not be written in {home}: {error.strerror}. "
            "Free some space or make the folder writable (CONCILIA_HOME names another), then try again."
        ) from error
    return model


def train_into(
    model: Path, root: Path, home: Path, echo: Echo, examples: Examples | None = None, config: Path | None = None
) -> None:
    """Trains aside and renames at the end: a killed or a second training never leaves half a model."""
    for needed in (home, model.parent):
        needed.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="training-", dir=home, ignore_cleanup_errors=True) as folder:
        data, out = Path(folder, "data"), Path(folder, "out")
        data.mkdir()
        Path(data, "nlu.json").write_text(_training_data(root, examples), encoding="utf-8")
        echo("Training the understanding of questions ...")
        arguments = [
            *("train", "nlu", "--nlu", str(data), "--config", str(config or _config(root))),
            *("--out", str(out), "--fixed-model-name", "concilia"),
        ]
        _run_rasa(rasa_command(root, arguments, config), home, echo)
        os.replace(out / "concilia.tar.gz", model)


def rasa_command(root: Path, arguments: Sequence[str], config: Path | None = None) -> list[str]:
    """Rasa in its own environment, ending when we do; raises NluProblem if that environment is not there."""
    python = root / "nlu" / ".venv" / "bin" / "python"
    if not python.exists():
        raise NluProblem("Rasa is not installed (nlu/.venv is missing): run `make setup`.")
    options = ["--with-parent", "--light"] if _is_light(config or _config(root)) else ["--with-parent"]
    return [str(python), "-W", "ignore", str(root / "nlu" / "launch.py"), *options, *arguments]


def _is_light(config: Path) -> bool:
    """A pipeline of our components alone needs neither TensorFlow nor its 400 MB."""
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    return all(part["name"].startswith("components.") for part in pipeline)


def _config(root: Path) -> Path:
    return root / "nlu" / "config.yml"


def rasa_environment(home: Path) -> dict[str, str]:
    """Everything Rasa and its libraries write goes below our home; tokens and passwords of ours are not for them."""
    caches = home / "cache"
    caches.mkdir(parents=True, exist_ok=True)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("CONCILIA_")},
        "CONCILIA_VECTOR_CACHE": os.environ.get("CONCILIA_VECTOR_CACHE", str(caches / "vectors.sqlite")),
        "RASA_CACHE_DIRECTORY": str(caches / "rasa"),
        "MPLCONFIGDIR": str(caches / "matplotlib"),
    }


def is_readable(model: Path) -> bool:
    try:
        with tarfile.open(model) as archive:
            return "metadata.json" in archive.getnames()
    except (OSError, EOFError, tarfile.TarError):
        return False


def _training_data(root: Path, examples: Examples | None) -> str:
    """Rasa's JSON form, which, unlike its YAML one, takes every text as it is (no `[marks](so)`)."""
    if examples is None:
        examples = loader.load(root).labelled_examples()
    rows = {
        (topic, text) for topic, by_language in examples.items() for texts in by_language.values() for text in texts
    }
    if len({topic for topic, _ in rows}) < 2:
        raise NluProblem("There are no example questions to learn from: see knowledge_base/answers and nlu/data.")
    common = [{"text": text, "intent": topic, "entities": []} for topic, text in sorted(rows)]
    return json.dumps({"rasa_nlu_data": {"common_examples": common}}, ensure_ascii=False)


def _run_rasa(command: Sequence[str], home: Path, echo: Echo) -> None:
    log = home / "logs" / "training.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("w", encoding="utf-8", buffering=1) as record,
        subprocess.Popen(
            command,
            env=rasa_environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as rasa,
    ):
        assert rasa.stdout
        for line in rasa.stdout:
            record.write(line)
            if PROGRESS in line:
                echo(f"  sentences read: {line.partition(PROGRESS)[2].strip()}")
    if rasa.returncode:
        raise NluProblem(_why(log))


def _why(log: Path) -> str:
    if "No space left on device" in log.read_text(encoding="utf-8", errors="replace"):
        return f"Training failed: the disk is full. Free some space, then try again. The log is {log}."
    return f"Training failed: the last lines of {log} say why. If they name a missing module, run `make setup`."


def _forget_old(models: Path) -> None:
    newest_first = sorted(models.glob("concilia-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT_MODELS:]:
        old.unlink(missing_ok=True)
