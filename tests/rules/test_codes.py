"""A case code survives paper: every single slip is noticed, and everyday writing is forgiven."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.codes import ALPHABET, DIGITS, LETTERS, WEIGHTS, Mistyped, is_code, new_code, read_code

FRESH = st.text(string.ascii_letters + string.digits, min_size=10, max_size=40)
CODES = FRESH.map(new_code)


@given(CODES)
def test_a_new_code_is_read_as_itself(code: str) -> None:
    assert read_code(code) == code
    assert len(code) == 8
    assert code[3] == "-"
    assert code[0] in LETTERS
    assert code[2] in DIGITS


@given(CODES)
def test_every_single_wrong_sign_is_noticed(code: str) -> None:
    signs = code.replace("-", "")
    wrong = [signs[:at] + sign + signs[at + 1 :] for at in range(7) for sign in ALPHABET if sign != signs[at]]
    assert len(wrong) == 7 * 22
    assert not any(is_code(one) for one in wrong)


@given(CODES)
def test_any_two_signs_that_changed_places_are_noticed(code: str) -> None:
    signs = code.replace("-", "")
    for at in range(7):
        for other in range(at + 1, 7):
            swapped = list(signs)
            swapped[at], swapped[other] = swapped[other], swapped[at]
            assert "".join(swapped) == signs or not is_code("".join(swapped))


def test_the_proof_holds_for_all_codes_because_of_the_weights() -> None:
    """A wrong sign changes the sum by weight x difference, a swap by difference of weights x difference of signs."""
    prime = len(ALPHABET)
    assert all(prime % divisor for divisor in range(2, prime))
    assert len({weight % prime for weight in (0, *WEIGHTS)}) == 1 + len(WEIGHTS)


def test_no_two_signs_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    for alike in ("0OQD", "1IL", "UV", "2Z", "5S", "6G", "8B"):
        assert len(set(alike) & set(ALPHABET)) <= 1


@given(CODES, st.sampled_from(["", " ", "-", "–", ".", " - ", "_"]), st.booleans())
def test_capitals_spaces_and_dashes_do_not_matter(code: str, gap: str, small: bool) -> None:
    typed = code.replace("-", gap)
    assert read_code(f"  {typed.lower() if small else typed}. ") == code


@given(CODES)
def test_a_sign_may_be_written_as_the_one_it_looks_like(code: str) -> None:
    assert read_code(code.translate(str.maketrans("258", "ZSB"))) == code


@given(CODES)
def test_a_code_is_found_in_a_sentence_and_in_a_link(code: str) -> None:
    assert read_code(f"A che punto è la mia pratica {code}, per favore?") == code
    assert read_code(f"/start pratica_{code}") == code


@given(CODES)
def test_a_slip_in_a_code_is_told_apart_from_no_code(code: str) -> None:
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert read_code(wrong) == Mistyped(wrong)
    swapped = code[1] + code[0] + code[2:]
    assert read_code(swapped) == (code if swapped == code else Mistyped(swapped))


def test_the_right_code_wins_over_a_mistyped_one_before_it() -> None:
    code = new_code("abcdefghij")
    assert read_code(f"non {code[:-1]}X ma {code}") == code


@pytest.mark.parametrize(
    "text",
    [
        "", "voucher", "gennaio", "per fare domanda", "una casa", "sai fare qualcosa", "il 339 1234567", "3391234",
        "dal 2024 al 2026", "DGR2055", "covid19", "art. 32 del D.Lgs. 151/2001", "ore-quante", "673-4543", "الرمز", "代码", "🙂" * 7,
    ],
)  # fmt: skip
def test_everyday_writing_is_no_code(text: str) -> None:
    assert read_code(text) is None


@given(st.text(string.ascii_letters, min_size=7, max_size=7), st.sampled_from(["", " "]))
def test_letters_alone_are_no_code_unless_a_dash_says_so(word: str, gap: str) -> None:
    assert read_code(word[:3] + gap + word[3:]) is None


@given(st.text(string.digits, min_size=1, max_size=12), st.sampled_from(["", " ", "-"]))
def test_digits_alone_are_never_a_code(number: str, gap: str) -> None:
    assert read_code(number[:3] + gap + number[3:]) is None


@given(st.text(max_size=60))
def test_reading_never_fails(text: str) -> None:
    read = read_code(text)
    assert not isinstance(read, str) or is_code(read.replace("-", ""))


@given(st.text(string.ascii_lowercase, min_size=1, max_size=9))
def test_too_few_random_letters_are_refused(fresh: str) -> None:
    with pytest.raises(ValueError, match="needs 10 random letters"):
        new_code(fresh)


def test_codes_are_spread_over_all_signs() -> None:
    codes = {new_code(f"fresh letters {number}") for number in range(2000)}
    assert len(codes) >= 1999
    for at in (1, 4, 5, 6, 7):
        assert {code[at] for code in codes} == set(ALPHABET)
