"""Catalogues: compiled without gettext's programs, equal to what gettext would make, complete."""

import gettext
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lienthong.kernel import ui
from lienthong.kernel.ui import catalogues

ENGLISH = Path(ui.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
SAMPLE = """
# a comment
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Lưu"
msgstr "Save"

msgctxt "mức độ khẩn"
msgid "thường"
msgstr "normal"

#, fuzzy
msgid "đoán"
msgstr "guess"

msgid ""
"hai "
"dòng"
msgstr ""
"two \\"quoted\\" "
"lines"

msgid "chưa dịch"
msgstr ""
"""


def test_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(SAMPLE, encoding="utf-8")
    entries = catalogues.read_catalogue(path)
    assert entries["Lưu"] == "Save"
    assert entries["mức độ khẩn\x04thường"] == "normal"
    assert entries["hai dòng"] == 'two "quoted" lines'
    assert "đoán" not in entries, "a guess is no translation"
    assert "chưa dịch" not in entries


def test_pythons_gettext_reads_what_is_compiled(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(SAMPLE, encoding="utf-8")
    data = catalogues.compile_catalogue(catalogues.read_catalogue(path))
    translations = gettext.GNUTranslations(io.BytesIO(data))
    assert translations.gettext("Lưu") == "Save"
    assert translations.pgettext("mức độ khẩn", "thường") == "normal"
    assert translations.gettext("chưa dịch") == "chưa dịch"


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.po"
    path.write_text('msgid "a\nmsgstr "b"\n', encoding="utf-8")
    with pytest.raises(catalogues.BrokenCatalogue, match=r"broken\.po:1"):
        catalogues.read_catalogue(path)


def test_only_what_changed_is_compiled_again(tmp_path: Path) -> None:
    folder = tmp_path / "app" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(SAMPLE, encoding="utf-8")
    assert catalogues.compile_all(tmp_path) == [folder / "django.mo"]
    assert catalogues.compile_all(tmp_path) == []


def test_the_english_catalogue_is_complete_and_keeps_every_placeholder() -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    entries = catalogues.read_catalogue(ENGLISH)
    assert text.count("\nmsgid ") == len(entries), "some sentences have no translation"
    for key, translated in entries.items():
        for placeholder in re.findall(r"%\(\w+\)s|{\w+}", key):
            assert placeholder in translated, key


def test_same_as_msgfmt(tmp_path: Path) -> None:
    program = shutil.which("msgfmt")
    if program is None:
        pytest.skip("needs msgfmt (Debian package gettext)")
    made = tmp_path / "a.mo"
    subprocess.run([program, "-o", str(made), str(ENGLISH)], check=True, timeout=30)
    theirs = gettext.GNUTranslations(made.open("rb"))
    ours = gettext.GNUTranslations(
        io.BytesIO(catalogues.compile_catalogue(catalogues.read_catalogue(ENGLISH)))
    )
    assert theirs._catalog == ours._catalog  # type: ignore[attr-defined]


def test_every_sentence_of_the_templates_is_in_the_catalogue() -> None:
    entries = catalogues.read_catalogue(ENGLISH)
    folder = Path(ui.__file__).parent / "templates"
    missing = {
        sentence
        for path in folder.rglob("*.html")
        if "gallery" not in path.parts
        for pattern in (
            r'{% translate "([^"]+)"',
            r"{% translate '([^']+)'",
            r"""_\(["']([^"']+)""",
        )
        for sentence in re.findall(pattern, path.read_text(encoding="utf-8"))
    } - set(entries)
    assert missing == set()
