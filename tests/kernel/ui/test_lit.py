"""Lit words: what is lit is what a slow way, word by word, would light."""

import random
import re
from html import escape, unescape

import pytest

from lienthong.kernel.text import fold
from lienthong.kernel.ui.lit import excerpt, lit, words_of

PIECES = ["cải", "cách", "Hành", "chính", "hoà", "hòa", "Uỷ", "ban", "<b>", "&", "12/UBND", "_", "\n", '"x"', "…", "-"]  # fmt: skip


def slowly(text: str, words: str) -> str:
    """Each looked-for word in a mark of its own; marks with no word between them made one."""
    wanted = {fold(word) for word in words_of(words)}
    parts = re.split(r"([^\W_]+)", text)
    drawn = "".join(
        f"<mark>{escape(part)}</mark>" if n % 2 and fold(part) in wanted else escape(part)
        for n, part in enumerate(parts)
    )
    return re.sub(
        r"</mark>((?:&(?:lt|gt|amp|quot|#x27);|[\W_])*?)<mark>",
        lambda found: found[1],
        drawn,
    )


@pytest.mark.parametrize("seed", range(5))
def test_lit_is_what_word_by_word_gives(seed: int) -> None:
    chance = random.Random(seed)
    for _turn in range(400):
        text = "".join(
            chance.choice(PIECES) + chance.choice((" ", "", "_", "-")) for _ in range(12)
        )
        words = " ".join(chance.choice(PIECES) for _ in range(chance.randrange(4)))
        drawn = lit(text, words)
        assert drawn == slowly(text, words), (text, words)
        assert unescape(re.sub("</?mark>", "", drawn)) == text


def test_another_question_lights_other_words() -> None:
    assert lit("cải cách hành chính", "cai cach") == "<mark>cải cách</mark> hành chính"
    assert lit("cải cách hành chính", "chính") == "cải cách hành <mark>chính</mark>"
    assert lit("cải cách", "") == "cải cách"


def test_an_excerpt_is_where_most_words_stand_together() -> None:
    text = "cải " + "tiến " * 60 + "cải cách hành chính" + " xong" * 60
    assert "<mark>cải cách hành chính</mark>" in excerpt(text, "cải cách hành chính")
    assert excerpt(text, "cải cách hành chính").startswith("… ")
    assert excerpt(text, "không có") == ""
