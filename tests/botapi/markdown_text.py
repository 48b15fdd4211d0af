"""parse_mode=MarkdownV2 and the older parse_mode=Markdown."""

from .errors import ApiError, bad_request
from .spans import Builder, Formatted, Open

RESERVED = set("_*[]()~`>#+-=|{}.!")
MARKS = {"||": "Spoiler", "__": "Underline", "*": "Bold", "_": "Italic", "~": "Strikethrough"}
KINDS = {"||": "spoiler", "__": "underline", "*": "bold", "_": "italic", "~": "strikethrough"}


def parse_markdown_v2(source: str) -> Formatted:
    return _MarkdownV2(source).parse()


class _MarkdownV2:
    def __init__(self, source: str) -> None:
        self._source = source
        self._out = Builder()
        self._stack: list[Open] = []
        self._quote: int | None = None
        self._at = 0

    def parse(self) -> Formatted:
        while self._at < len(self._source):
            self._step()
        self._end_quote()
        if self._stack:
            opened = self._stack[-1]
            name = MARKS.get(opened.kind, "TextUrl")
            raise _broken(f"Can't find end of {name} entity at byte offset {opened.byte}")
        return self._out.finish()

    def _step(self) -> None:
        source, at = self._source, self._at
        char = source[at]
        if char == "\\" and at + 1 < len(source) and ord(source[at + 1]) < 127:
            self._plain(source[at + 1], 2)
        elif char == "`":
            self._code("```" if source.startswith("```", at) else "`")
        elif char == ">" and self._line_starts():
            self._quote = self._out.length if self._quote is None else self._quote
            self._at += 1
        elif char == "[" or source.startswith("![", at):
            width = 1 if char == "[" else 2
            self._stack.append(Open("[", self._out.length, self._byte()))
            self._at += width
        elif char == "]" and self._stack and self._stack[-1].kind == "[":
            self._link()
        elif mark := next((mark for mark in MARKS if source.startswith(mark, at)), ""):
            self._mark(mark)
        elif char in RESERVED:
            raise _broken(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._plain(char, 1)

    def _plain(self, char: str, width: int) -> None:
        if char == "\n" and self._quote is not None and not self._source.startswith(">", self._at + width):
            self._end_quote()
        self._out.add(char)
        self._at += width

    def _end_quote(self, kind: str = "blockquote") -> None:
        if self._quote is not None:
            self._out.close(kind, self._quote)
            self._quote = None

    def _mark(self, mark: str) -> None:
        rest = self._source[self._at + len(mark) :]
        quote_ends = mark == "||" and self._quote is not None and (not rest or rest.startswith("\n"))
        if quote_ends and not any(opened.kind == "||" for opened in self._stack):
            self._end_quote("expandable_blockquote")
        elif self._stack and self._stack[-1].kind == mark:
            self._out.close(KINDS[mark], self._stack.pop().offset)
        else:
            self._stack.append(Open(mark, self._out.length, self._byte()))
        self._at += len(mark)

    def _code(self, fence: str) -> None:
        begin, start = self._byte(), self._out.length
        body, after = _until(self._source, self._at + len(fence), fence)
        if body is None:
            raise _broken(f"Can't find end of {'Pre' if fence == '```' else 'Code'} entity at byte offset {begin}")
        extra = {}
        if fence == "```" and "\n" in body:
            language, body = body.split("\n", 1)
            extra = {"language": language} if language else {}
        self._out.add(body)
        self._out.close("pre" if fence == "```" else "code", start, **extra)
        self._at = after

    def _link(self) -> None:
        opened = self._stack.pop()
        self._at += 1
        url = self._out.text_from(opened.offset)
        if self._source.startswith("(", self._at):
            found, self._at = _until(self._source, self._at + 1, ")")
            if found is None:
                raise _broken(f"Can't find end of a URL at byte offset {self._byte()}")
            url = found
        self._out.close("text_link" if "." in url or ":" in url else "", opened.offset, url=url)

    def _line_starts(self) -> bool:
        return self._at == 0 or self._source[self._at - 1] == "\n"

    def _byte(self) -> int:
        return len(self._source[: self._at].encode())


def _until(source: str, at: int, end: str) -> tuple[str | None, int]:
    """The text up to an unescaped `end`, and the place behind it; None where there is none."""
    body: list[str] = []
    while at < len(source):
        if source[at] == "\\" and at + 1 < len(source):
            body.append(source[at + 1])
            at += 2
        elif source.startswith(end, at):
            return "".join(body), at + len(end)
        else:
            body.append(source[at])
            at += 1
    return None, at


def parse_legacy_markdown(source: str) -> Formatted:
    """No nesting, and only `_ * [` and the backtick are marks."""
    out = Builder()
    at = 0
    while at < len(source):
        char = source[at]
        if char == "\\" and source[at + 1 : at + 2] in tuple("_*[`"):
            out.add(source[at + 1])
            at += 2
        elif char in "_*`[":
            at = _legacy_entity(source, at, out)
        else:
            out.add(char)
            at += 1
    return out.finish()


def _legacy_entity(source: str, at: int, out: Builder) -> int:
    mark = "```" if source.startswith("```", at) else source[at]
    closing = "]" if mark == "[" else mark
    end = source.find(closing, at + len(mark))
    if end < 0:
        byte = len(source[:at].encode())
        raise _broken(f"Can't find end of the entity starting at byte offset {byte}")
    start = out.length
    out.add(source[at + len(mark) : end])
    after = end + len(closing)
    if mark == "[":
        if not source.startswith("(", after) or (close := source.find(")", after)) < 0:
            return after
        out.close("text_link", start, url=source[after + 1 : close])
        return close + 1
    out.close({"*": "bold", "_": "italic", "`": "code", "```": "pre"}[mark], start)
    return after


def _broken(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
