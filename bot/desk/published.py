"""The content as answers use it: the files, with the changes of cards that operators made public.

One number is looked up in each transaction; only where it grew are the changes read and joined. A turn sees one content from its
beginning to its end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.loader import Knowledge
from bot.rules.card_changes import with_changes
from bot.store import cards


@dataclass
class Published:
    content: Knowledge
    """As the files say it."""
    _kept: tuple[int, Knowledge] | None = field(default=None, init=False)

    async def read(self, session: AsyncSession) -> Knowledge:
        version, known = self._kept or (0, self.content)
        if await cards.version(session) == version:
            return known
        changes = await cards.public(session)
        territory = with_changes(self.content.territory, changes)
        self._kept = (max((change.version or 0) for change in changes), replace(self.content, territory=territory))
        return self._kept[1]
