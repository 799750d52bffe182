"""Words of official papers said again and again, alone and in pairs: nothing raises, however deep.

Posts before posts once went a thousand calls deep; a line of "A. A. A." took half a minute.
"""

import random

import pytest

from lienthong.axis.reading.api import read_text

HEAD = "UBND TỈNH X\nSố: 1/UBND-NC\nHà Nội, ngày 1 tháng 2 năm 2020\nKính gửi: Sở A\n\n"
SAID = (
    "yêu cầu|đề nghị|giao|các sở|, |; |: |. |và |Ban Chỉ đạo|phòng, chống|tỉnh|cơ sở|đào tạo|chủ trì"
    "|phối hợp với|có trách nhiệm|trước ngày|1/2/2020|100%|Để|Thủ trưởng|Chủ tịch UBND|Sở Y tế|(|“|”|- "
    "|1. |a) |\n|A. |Điều 1|gửi về|nghiêm túc|nếu|liên quan|số 12/QĐ-UBND|đồng thời|V/v|Nơi nhận:"
    "|hằng tháng|Căn cứ Luật|KT. CHỦ TỊCH|định kỳ|Phụ lục|đồng chí|Đối với|ông (bà)|Kính gửi: A."
)  # fmt: skip
WORDS = SAID.split("|")


@pytest.mark.parametrize("word", WORDS)
def test_one_word_again_and_again(word: str) -> None:
    assert (
        read_text(HEAD + f"{word} " * (12_000 // (len(word) + 1))).document["number"].value == "1"
    )


@pytest.mark.parametrize("seed", range(24))
def test_pairs_and_triples_again_and_again(seed: int) -> None:
    draw = random.Random(seed)
    words = " ".join(draw.choice(WORDS) for _ in range(draw.randint(2, 3)))
    found = read_text(f"{HEAD}{words} " + f"{words} " * (8_000 // (len(words) + 1)))
    assert found.document["number"].value == "1"
