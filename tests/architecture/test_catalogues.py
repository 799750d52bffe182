"""Vietnamese first, English complete: each sentence of each app has its English, none is lost or stale."""

import ast
import functools
import re
from pathlib import Path

import pytest

import lienthong
from lienthong.kernel.ui import messages
from lienthong.kernel.ui.catalogues import read_catalogue
from lienthong.kernel.ui.messages import Message

PACKAGE = Path(lienthong.__file__).parent
CATALOGUES = sorted(PACKAGE.rglob("locale/en/LC_MESSAGES/*.po"))
# Words that stay Vietnamese in an English sentence: marks of acts, and formula words that the law sets
# for the face of a document (Decree 30/2020, Annex I), which English readers meet as they are.
# What stands in “quotation marks” is such a formula too.
KEPT = (
    "NĐ-CP",
    "QĐ-TTg",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …",
    "XEM XONG TRẢ LẠI",
    "LƯU HÀNH NỘI BỘ",
    "UBND các xã, phường, đặc khu",
    "Sở Tư pháp",
    "Sở Nội vụ",
    "QĐ-UBND",
    "d, đ, e",
    "Tiếng Việt",
    "MẬT, TỐI MẬT, TUYỆT MẬT",
    "ĐẾN stamp",
    "Số:      /…",
)


@functools.cache
def gathered() -> dict[Path, set[Message]]:
    """What the code says, by catalogue: read by the worker that asks, not by each that collects."""
    return messages.gather(PACKAGE)


def stale(path: Path) -> set[str]:
    """Keys of a catalogue that no code says any more."""
    said = {message.key for message in gathered().get(path, set())}
    return set(read_catalogue(path)) - said - {""}


def left_vietnamese(text: str) -> bool:
    for word in KEPT:
        text = text.replace(word, "")
    return messages.is_vietnamese(re.sub("“[^”]*”", "", text))


def unequal(key: str, translation: str) -> bool:
    """Whether any form of a translation drops, adds or changes a placeholder or an entity."""
    ids = key.split("\x04")[-1].split("\x00")
    forms = translation.split("\x00")
    return len(ids) != len(forms) or any(
        messages.placeholders(one) != messages.placeholders(other)
        for one, other in zip(ids, forms, strict=True)
    )


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_catalogue_of_each_app_is_complete_and_exact(path: Path) -> None:
    translations = read_catalogue(path) if path.exists() else {}
    wanting = [m.text for m in gathered()[path] if not translations.get(m.key, "").strip()]
    assert wanting == [], "run ./lienthong manage messages, then translate"
    assert stale(path) == set(), "run ./lienthong manage messages"
    assert [k for k, text in translations.items() if k and unequal(k, text)] == []
    assert [text for k, text in translations.items() if k and left_vietnamese(text)] == []
    assert "#~" not in path.read_text("utf-8")
    assert path.read_text("utf-8") == messages.written(gathered()[path], translations)


def test_no_catalogue_lies_where_no_code_speaks() -> None:
    assert set(CATALOGUES) == set(gathered())


def test_one_sentence_has_one_english() -> None:
    """An official who meets a word on two screens meets one English word for it."""
    english: dict[str, set[str]] = {}
    for path in gathered():
        for key, text in read_catalogue(path).items():
            english.setdefault(key, set()).add(text)
    english.pop("")
    assert {key: texts for key, texts in english.items() if len(texts) > 1} == {}


def test_no_vietnamese_text_stands_outside_translation_in_a_template() -> None:
    bare = {
        str(path.relative_to(PACKAGE)): found
        for path in PACKAGE.rglob("templates/**/*.html")
        if "gallery" not in path.parts and (found := messages.bare_text(path.read_text("utf-8")))
    }
    assert bare == {}


def frozen(source: str) -> list[int]:
    """Lines where `gettext` (not lazy) is called while a module loads: its language would be frozen."""
    tree = ast.parse(source)
    eager = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in {"gettext", "ngettext", "pgettext", "npgettext"}
    }
    found = []

    def visit(node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                arguments = child.args.defaults + [d for d in child.args.kw_defaults if d]
                for default in arguments:
                    visit(ast.Expr(default))
                continue
            if (
                isinstance(child, ast.Call)
                and isinstance(child.func, ast.Name)
                and child.func.id in eager
            ):
                found.append(child.lineno)
            visit(child)

    visit(tree)
    return found


def test_no_sentence_is_frozen_in_the_language_of_the_start() -> None:
    wrong = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and (lines := frozen(path.read_text("utf-8")))
    }
    assert wrong == {}


PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy as p
a = _("Lưu"
      " lại")
b = ngettext("%(n)s tệp", "%(n)s tệp", n)
c = p("mức độ khẩn", "thường")
d = other("không phải câu")
"""


def test_what_is_read_from_code() -> None:
    assert messages.of_python(PYTHON, "a.py") == {
        Message("Lưu lại"),
        Message("%(n)s tệp", plural="%(n)s tệp"),
        Message("thường", context="mức độ khẩn"),
    }


def test_parts_without_django_mark_their_sentences_too() -> None:
    """The verdict runs without Django: its sentences are marked by `axis.signing.words`."""
    source = "from lienthong.axis.signing.words import _\nx = _('Tệp hỏng.')\ny = _(n)\n"
    assert messages.of_python(source.replace("y = _(n)\n", ""), "c.py") == {Message("Tệp hỏng.")}
    with pytest.raises(messages.UnreadableMessage, match=r"c\.py:3"):
        messages.of_python(source, "c.py")
    other = "from lienthong.axis.signing.marks import _\nx = _('Tệp hỏng.')\n"
    assert messages.of_python(other, "d.py") == set(), "the twin: another module's mark is none"
    said = {m.text for m in gathered()[PACKAGE / "axis/signing/locale/en/LC_MESSAGES/django.po"]}
    assert {"Tệp không có chữ ký số nào.", "Chữ ký không hợp lệ"} <= said


@pytest.mark.parametrize("text", ['f"Còn {n} tệp"', '"Còn " + n', "n", '"Còn %s" % n', ""])
def test_a_message_id_is_one_plain_text(text: str) -> None:
    source = f"from django.utils.translation import gettext as _\nx = _({text})\n"
    with pytest.raises(messages.UnreadableMessage, match=r"b\.py:2"):
        messages.of_python(source, "b.py")


TEMPLATE = """{% load i18n %}{# {% translate "chú thích" %} #}{% translate 'Lưu' %}
{% comment %}{% translate "bỏ" %}{% endcomment %}
{% translate "thường" context "mức độ khẩn" as word %}{{ value|default:_("không có") }}
{% button text=_('Đạt 100%') %}
{% blocktranslate trimmed count n=n with a=b %}
  Một tệp của {{ a }}
{% plural %}
  {{ n }} tệp, 5%
{% endblocktranslate %}"""


def test_what_is_read_from_a_template() -> None:
    assert messages.of_template(TEMPLATE, "a.html") == {
        Message("Lưu"),
        Message("thường", context="mức độ khẩn"),
        Message("không có"),
        Message("Đạt 100%%"),
        Message("Một tệp của %(a)s", plural="%(n)s tệp, 5%%"),
    }


def test_bare_text_of_a_template_is_found() -> None:
    assert messages.bare_text(TEMPLATE + "<b>Liên Thông</b>") == []
    assert messages.bare_text("<b>Lưu</b>") == ["<b>Lưu</b>"]
    assert messages.bare_text('{{ a|default:"không" }}') == ['a|default:"không"']
    assert messages.bare_text("{% translate 'Lưu' %} lại") == ["lại"]


def test_a_bad_translation_is_found() -> None:
    assert unequal("Còn %(n)s tệp", "%(m)s files left")
    assert unequal("Đã chọn {n}", "Chosen")
    assert unequal("Trước&nbsp;sau", "Before after")
    assert unequal("một\x00nhiều", "one")
    assert not unequal("Còn %(n)s tệp, {a}", "{a}: %(n)s files left")
    assert left_vietnamese("Save lại")
    assert not left_vietnamese("Decree 30/2020/NĐ-CP has “Kính gửi”.")
    assert frozen("from django.utils.translation import gettext as _\nA = _('Lưu')\n") == [2]
    assert frozen("from django.utils.translation import gettext as _\ndef f(x=_('a')): _('b')") == [
        2
    ]
    assert frozen("from django.utils.translation import gettext_lazy as _\nA = _('Lưu')\n") == []


def test_merging_keeps_what_was_translated_and_drops_what_is_gone(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    (app / "apps.py").write_text("")
    code = app / "views.py"
    head = "from django.utils.translation import gettext as _\n"
    code.write_text(head + "a = _('Lưu'), _('Bỏ')\n", encoding="utf-8")
    catalogue = app / "locale" / "en" / "LC_MESSAGES" / "django.po"
    assert messages.merge(tmp_path, write=False) == {catalogue: ["Bỏ", "Lưu"]}
    assert not catalogue.exists()
    messages.merge(tmp_path, write=True)
    done = catalogue.read_text("utf-8").replace(
        'msgid "Lưu"\nmsgstr ""', 'msgid "Lưu"\nmsgstr "Save"'
    )
    catalogue.write_text(done, encoding="utf-8")
    code.write_text(head + "\n\nb = _('Lưu'), _('Mới')\n", encoding="utf-8")
    assert messages.merge(tmp_path, write=True) == {catalogue: ["Mới"]}
    entries = read_catalogue(catalogue)
    assert entries["Lưu"] == "Save"
    assert "Bỏ" not in catalogue.read_text("utf-8")
    once = catalogue.read_bytes()
    messages.merge(tmp_path, write=True)
    assert catalogue.read_bytes() == once, "the same code gives the same catalogue"
