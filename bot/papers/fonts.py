"""The letters of the papers: Lato, which has € and every accent, from a package, so that every machine has them."""

from __future__ import annotations

from pathlib import Path

import fontpkg

NAME = "Lato"
REGULAR: Path = fontpkg.path(NAME)
BOLD: Path = fontpkg.path(NAME, weight=700)
