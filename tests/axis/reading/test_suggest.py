"""Suggestions: unsure values are hints, lost diacritics are offered and marked."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.axis.reading import api as reading
from lienthong.axis.reading.api import Field
from tests.axis.reading.fresh_papers import papers
from tests.support.directives import strip_marks


def test_a_value_below_the_line_is_a_hint() -> None:
    """The line itself is no hint; nothing that is not there is one."""
    line = reading.hint_below()
    assert reading.is_hint(Field("05", None, line - 0.01))
    assert not reading.is_hint(Field("05", None, line))
    assert not reading.is_hint(Field(None, None, 0.0))


def test_lost_diacritics_come_back_as_a_marked_suggestion() -> None:
    """Most words as they were; each changed word tells what the page has."""
    text = papers("dev")[0].text
    found = reading.restored(strip_marks(text))
    assert found is not None and len(found.words) > 50
    wanted, got = text.split(), found.text.split()
    assert len(wanted) == len(got)
    same = sum(a.lower() == b.lower() for a, b in zip(wanted, got, strict=True))
    assert same / len(wanted) > 0.85
    for start, end, seen in found.words:
        assert found.text[start:end] != seen
        assert seen in strip_marks(text)


def test_a_sound_text_gets_no_suggestion() -> None:
    """The twin: a text with its marks is left alone."""
    assert reading.restored(papers("dev")[0].text) is None


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    """Any text gives a suggestion or none."""
    found = reading.restored(text)
    assert found is None or isinstance(found.text, str)
