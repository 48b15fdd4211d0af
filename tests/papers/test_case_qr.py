"""The picture of a case is read by a camera and by eye."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import zxingcpp
from PIL import Image

from bot.knowledge.loader import Knowledge
from bot.model.reply import File, Paper
from bot.papers import make

CODE, LINK = "GH5-RPP9", "https://t.me/concilia_bot?start=pratica_GH5-RPP9"


def made(knowledge: Knowledge, **data: str) -> File:
    return make(knowledge, Paper("case_qr", json.dumps(data)), date(2026, 11, 22))


def test_a_camera_reads_the_link(knowledge: Knowledge) -> None:
    file = made(knowledge, code=CODE, link=LINK)
    assert (file.name, file.media) == ("pratica-GH5-RPP9.png", "image/png")
    picture = Image.open(BytesIO(file.content))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [LINK]


def test_without_a_link_the_code_itself_is_read(knowledge: Knowledge) -> None:
    picture = Image.open(BytesIO(made(knowledge, code=CODE).content))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [CODE]


def test_a_small_crumpled_print_is_still_read(knowledge: Knowledge) -> None:
    picture = Image.open(BytesIO(made(knowledge, code=CODE, link=LINK).content))
    side = picture.width
    picture.paste(255, (side * 2 // 3, side * 2 // 3, side * 2 // 3 + side // 10, side * 2 // 3 + side // 10))
    small = picture.resize((picture.width // 3, picture.height // 3))
    assert [code.text for code in zxingcpp.read_barcodes(small)] == [LINK]


def test_the_code_stands_in_letters_below_and_fits(knowledge: Knowledge) -> None:
    picture = Image.open(BytesIO(made(knowledge, code="WW4-WWWW", link=LINK).content)).convert("L")
    below = picture.crop((0, picture.width, picture.width, picture.height))
    ink = below.point(lambda light: 255 - light).getbbox()
    assert ink
    left, top, right, bottom = ink
    assert 0 < left < right < below.width
    assert bottom < below.height
    assert bottom - top > 30


def test_white_stands_around_and_words_say_what_it_is(knowledge: Knowledge) -> None:
    picture = Image.open(BytesIO(made(knowledge, code=CODE, link=LINK).content)).convert("L")
    dark = picture.point(lambda light: 255 if light < 100 else 0).getbbox()
    assert dark
    left, top, right, bottom = dark
    assert min(left, top, picture.width - right, picture.height - bottom) >= 40
    assert "pratica" in knowledge.text("ticket_picture_caption", "it")
