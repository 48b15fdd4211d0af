"""Who asks."""

from __future__ import annotations

from typing import Literal

Audience = Literal["worker", "company", "operator"]
