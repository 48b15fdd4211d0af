"""Writes vectors.npz, the meanings that come with the repository: `.venv/bin/python ship.py` reads the texts, a JSON list, from
standard input. With --missing it writes nothing, and says how many of them the file does not hold yet."""

from __future__ import annotations

import json
import sys

from components.vectors import Shipped, VectorCache, as_read, key_of


def main() -> None:
    texts = sorted({as_read(text) for text in json.load(sys.stdin)})
    shipped = Shipped.read()
    if "--missing" in sys.argv:
        here = len(shipped.find([key_of(text) for text in texts])) if shipped else 0
        print(
            json.dumps(
                {"texts": len(texts), "missing": len(texts) - here, "shipped": len(shipped.keys) if shipped else 0}
            )
        )
        return
    cache = VectorCache.from_environment()
    cache.shipped = None  # those in steps are not rounded a second time
    Shipped.of(texts, cache.remembered(texts)).write()
    print(f"{len(texts)} vectors written.")


if __name__ == "__main__":
    main()
