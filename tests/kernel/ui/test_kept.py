"""A kept part is drawn once for its keys and its language, and never another's."""

from collections.abc import Iterator

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.utils import translation

from lienthong.kernel.ui import kept


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


class Told:
    """Counts how often it is drawn."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return f"<{self.times}>"


def template(text: str):
    engine = Engine(libraries={"ui": "lienthong.kernel.ui.templatetags.ui"})
    return engine.from_string("{% load ui %}" + text)


def test_it_is_drawn_once_for_its_keys() -> None:
    told, part = Told(), template('{% kept "t" key more %}{{ told }}{% endkept %}')

    def draw(key: object, more: object = "") -> str:
        return part.render(Context({"told": told, "key": key, "more": more}))

    assert [draw("a"), draw("a"), draw("b"), draw("a", "x"), draw("a")] == [
        "&lt;1&gt;", "&lt;1&gt;", "&lt;2&gt;", "&lt;3&gt;", "&lt;1&gt;",
    ]  # fmt: skip


def test_without_a_key_it_is_drawn_each_time() -> None:
    told, part = Told(), template('{% kept "t" key %}{{ told }}{% endkept %}')
    for number in (1, 2):
        assert f"{number}" in part.render(Context({"told": told, "key": ()}))
        assert "None" not in part.render(Context({"told": "-", "key": None}))


def test_each_language_and_each_name_has_its_own() -> None:
    told = Told()
    parts = [template('{% kept "' + name + '" 1 %}{{ told }}{% endkept %}') for name in "ab"]
    seen = set()
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            seen |= {part.render(Context({"told": told})) for part in parts}
    assert len(seen) == 4


def test_the_oldest_goes_when_all_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 25)
    told, part = Told(), template('{% kept "t" key %}{{ told }}{% endkept %}')

    def draw(key: str) -> str:
        return part.render(Context({"told": told, "key": key}))

    first, second = draw("a"), draw("b")
    assert draw("a") == first
    draw("c")  # nine letters each: only two have room
    assert draw("a") == first
    assert draw("b") != second


def test_a_key_is_demanded() -> None:
    with pytest.raises(TemplateSyntaxError):
        template('{% kept "t" %}{% endkept %}')
