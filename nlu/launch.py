"""Starts Rasa's own command line for the bot: `.venv/bin/python launch.py train nlu ...` or `... run ...`.

It ends when the one who started it ends, however that happens: the starter holds the other end of standard
input, which the system closes even after kill -9. It must be told so by --with-parent.
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
    "PYTHONWARNINGS": "ignore",
    "OMP_WAIT_POLICY": "passive",  # idle threads sleep instead of spinning
    "MALLOC_ARENA_MAX": "2",
}


def end_with_parent() -> None:
    def wait() -> None:
        while os.read(0, 1024):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main() -> None:
    if "--with-parent" in sys.argv:
        sys.argv.remove("--with-parent")
        end_with_parent()
    os.environ.update(QUIET)
    os.chdir(Path(__file__).resolve().parent)  # config.yml names components by module
    import rasa.__main__

    rasa.__main__.main()


if __name__ == "__main__":
    main()
