"""Starts Rasa's own command line: `.venv/bin/python launch.py [--with-parent] [--light] train nlu ...`, or `run ...`.

--with-parent: end when the one who started it ends, however that happens: the starter holds the other end of
standard input, which the system closes even after kill -9.
--light: leave out what a pipeline of our own components never uses; standins.py says what and why.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",  # no usage figures, and no crash reports either
    "RASA_MAX_CACHE_SIZE": "0",  # Rasa's cache of training steps: the vectors have their own
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "OMP_WAIT_POLICY": "passive",  # idle threads sleep instead of spinning
    "MALLOC_ARENA_MAX": "2",
}


def main() -> None:
    given = sys.argv[1:]
    if _taken("--with-parent"):
        end_with_parent()
    os.environ.update(QUIET)
    if "run" in sys.argv:
        # Two threads halve the time of a sentence on an idle machine, and take up to a second on a busy one.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        if token := os.environ.get("RASA_TOKEN"):
            sys.argv += [
                "--auth-token",
                token,
            ]  # in the environment, which other users cannot read as they can arguments
    os.chdir(Path(__file__).resolve().parent)  # config.yml names components by module
    if _taken("--light"):
        import_light([option for option in given if option != "--light"])
    from rasa.__main__ import main as rasa

    rasa()


def _taken(option: str) -> bool:
    found = option in sys.argv
    sys.argv = [argument for argument in sys.argv if argument != option]
    return found


def end_with_parent() -> None:
    def wait() -> None:
        while os.read(0, 1024):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def import_light(otherwise: list[str]) -> None:
    """With stand-ins; should Rasa miss something real, it is started anew with everything."""
    import standins

    standins.install()
    try:
        import rasa.__main__
        import rasa.engine.recipes.default_components  # noqa: F401
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        print(f"Rasa does not start with stand-ins ({error!r}): starting it with all its libraries.", flush=True)
        os.execv(sys.executable, [sys.executable, "-W", "ignore", __file__, *otherwise])


if __name__ == "__main__":
    main()
