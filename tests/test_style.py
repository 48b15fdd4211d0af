"""What is marked in a text stays marked when texts are joined, filled in, cut and changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.model.style import Span, Styled

BOLD = Styled("Due giorni.", (Span(0, 10),))
LINK = Styled("la legge", (Span(3, 5, "https://law"),))


def marks(told: Styled) -> list[tuple[str, str]]:
    return [(told.text[span.start : span.end], span.url) for span in told.spans]


def test_joined_texts_keep_their_marks() -> None:
    told = Styled("\n\n").joined([BOLD, Styled("Perché lo dice"), LINK])
    assert told.text == "Due giorni.\n\nPerché lo dice\n\nla legge"
    assert marks(told) == [("Due giorni", ""), ("legge", "https://law")]
    assert Styled(", ").joined([]) == Styled("")


def test_a_text_inside_a_template_keeps_its_marks() -> None:
    assert marks(LINK.within("Fonte: \u2068la legge\u2069.")) == [("legge", "https://law")]
    assert LINK.within("altro").spans == ()


def test_addresses_follow_their_links_in_plain_text() -> None:
    told = Styled(" e ").joined([LINK, BOLD, LINK])
    assert told.with_addresses() == "la legge (https://law) e Due giorni. e la legge (https://law)"


@given(st.lists(st.sampled_from(["a", "X", "\n"]), max_size=12).map("".join), st.data())
def test_changing_other_words_moves_the_marks_along(text: str, data: st.DataObject) -> None:
    starts = [at for at, letter in enumerate(text) if letter == "a"]
    at = data.draw(st.sampled_from(starts)) if starts else None
    told = Styled(text, () if at is None else (Span(at, 1),)).replaced("X", "longer")
    assert told.text == text.replace("X", "longer")
    assert [marked for marked, _ in marks(told)] == ([] if at is None else ["a"])


@given(st.text(max_size=20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_the_pieces_of_a_cut_text_mark_what_the_whole_marked(text: str, start: int, length: int, at: int) -> None:
    start, at = min(start, len(text)), min(at, len(text))
    length = min(length, len(text) - start)
    told = Styled(text, (Span(start, length),) if length else ())
    pieces = [told.cut(0, at), told.cut(at, len(text))]
    assert "".join(piece.text for piece in pieces) == text
    assert "".join(marked for piece in pieces for marked, _ in marks(piece)) == text[start : start + length]
