"""The sentences a user reads, gathered from code and templates in plain Python: no xgettext needed.

Message ids are Vietnamese. Each app keeps its own `locale/en/LC_MESSAGES/django.po`; what belongs to
no app (the package's own modules) goes to the package's `locale`. Catalogues are sorted by message
id and carry no line numbers, so that an edit of code never rewrites a catalogue.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import (
    block_re,
    constant_re,
    endblock_re,
    inline_re,
    plural_re,
)

from lienthong.kernel.ui.catalogues import read_catalogue

LANGUAGE = "en"
HEADER = """# English catalogue. The language of the product is Vietnamese: a message id is what an official
# reads. Made by `./lienthong manage messages`, which keeps translations; words are those of docs/glossary.md.
msgid ""
msgstr ""
"Project-Id-Version: lienthong\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
# A module of this name marks the sentences of parts that run without Django (`axis.signing.words`).
MARKERS = "words"
# Where the message stands among the arguments of each function: (context, singular, plural).
_SHAPES: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}|&\w+;|&#\d+;")


class UnreadableMessage(ValueError):
    """A message id is not one plain text in the code; names the file and the line."""


@dataclass(frozen=True)
class Message:
    """One sentence: its id, and its context and plural where it has them."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str:
        """The key under which `read_catalogue` gives the translation."""
        key = f"{self.context}\x04{self.text}" if self.context else self.text
        return f"{key}\x00{self.plural}" if self.plural else key


def of_python(source: str, name: str) -> set[Message]:
    """The messages of one module. Raises `UnreadableMessage` for an f-string, a sum, or a variable."""
    if (
        "gettext" not in source and f"{MARKERS} import _" not in source
    ):  # a part of each name, and parsing costs
        return set()
    nodes = list(ast.walk(ast.parse(source)))
    known = {
        alias.asname or alias.name: alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    } | {
        alias.asname or alias.name: "gettext_noop"
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] == MARKERS
        for alias in node.names
        if alias.name == "_"
    }
    found = set()
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name):
            function = known.get(called.id, "")
        elif isinstance(called, ast.Attribute):
            function = called.attr
        else:
            continue
        if function in _SHAPES:
            found.add(_of_call(node, function, name))
    return found


def _of_call(node: ast.Call, function: str, name: str) -> Message:
    def text(place: int | None) -> str:
        if place is None:
            return ""
        argument = node.args[place] if place < len(node.args) else None
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            return argument.value
        raise UnreadableMessage(f"{name}:{node.lineno}: {ast.unparse(node)}")

    context, singular, plural = _SHAPES[function]
    return Message(text(singular), plural=text(plural), context=text(context))


def of_template(source: str, name: str) -> set[Message]:
    """The messages of one template: translate, blocktranslate and `_("…")` in any tag or variable."""
    found = set()
    tokens = iter(_live_tokens(source))
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        found |= {
            Message(_doubled(_unquoted(text))) for text in constant_re.findall(token.contents)
        }
        if token.token_type is TokenType.VAR:
            continue
        inline = inline_re.match(token.contents)
        if inline:
            found.add(Message(_doubled(_unquoted(inline[1])), context=_context(inline[3])))
        block = block_re.match(token.contents)
        if block:
            found.add(_of_block(token, tokens, name, context=_context(block[1])))
    return found


def _of_block(opening: Token, tokens: Iterator[Token], name: str, *, context: str) -> Message:
    parts: tuple[list[str], list[str]] = ([], [])
    at = 0
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            parts[at].append(_doubled(token.contents))
        elif token.token_type is TokenType.VAR:
            parts[at].append(f"%({token.contents})s")
        elif endblock_re.match(token.contents):
            break
        elif plural_re.match(token.contents):
            at = 1
        else:
            raise UnreadableMessage(f"{name}:{token.lineno}: {token.contents}")
    singular, plural = "".join(parts[0]), "".join(parts[1])
    if "trimmed" in opening.split_contents():
        singular, plural = trim_whitespace(singular), trim_whitespace(plural)
    return Message(singular, plural=plural, context=context)


def _live_tokens(source: str) -> Iterator[Token]:
    """The tokens outside comments."""
    commented = False
    for token in Lexer(source).tokenize():
        word = token.contents.split(maxsplit=1)[:1] if token.token_type is TokenType.BLOCK else []
        if word == ["comment"]:
            commented = True
        elif word == ["endcomment"]:
            commented = False
        elif not commented and token.token_type is not TokenType.COMMENT:
            yield token


def _unquoted(text: str) -> str:
    text = text.strip()
    if text.startswith("_("):
        text = text[2:-1].strip()
    return text[1:-1].replace(f"\\{text[0]}", text[0])


def _context(matched: str | None) -> str:
    if not matched:
        return ""
    quoted = re.search(r"""(["'])(.*?)\1""", matched)
    return quoted[2] if quoted else ""


def _doubled(text: str) -> str:
    """Django doubles the percent signs of a template's text before it looks a message up."""
    return text.replace("%", "%%")


def bare_text(source: str) -> list[str]:
    """Vietnamese text of a template that stands outside translation; the product's name is not text."""
    bare, inside = [], False
    for token in _live_tokens(source):
        if token.token_type is TokenType.BLOCK and block_re.match(token.contents):
            inside = True
        elif token.token_type is TokenType.BLOCK and endblock_re.match(token.contents):
            inside = False
        elif inside:
            continue
        elif token.token_type is TokenType.TEXT:
            bare += [line.strip() for line in token.contents.splitlines() if is_vietnamese(line)]
        elif not inline_re.match(token.contents):
            rest = constant_re.sub("", token.contents)
            bare += [rest] if is_vietnamese(rest) else []
    return bare


def is_vietnamese(text: str) -> bool:
    """Whether letters of Vietnamese stand in it, the product's own name aside."""
    return bool(_VIETNAMESE.search(text.replace("Liên Thông", "")))


def placeholders(text: str) -> list[str]:
    """What a translation must keep: `%(name)s`, `%s`, `{name}` and HTML entities, sorted."""
    return sorted(_PLACEHOLDER.findall(text.replace("%%", "")))


def gather(package: Path) -> dict[Path, set[Message]]:
    """Messages by the catalogue they belong to: of the nearest app above a file, else of the package."""
    found: dict[Path, set[Message]] = {}
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        if "migrations" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        read = of_python if path.suffix == ".py" else of_template
        messages = read(path.read_text(encoding="utf-8"), str(path.relative_to(package)))
        if messages:
            found.setdefault(catalogue_of(path, package), set()).update(messages)
    return found


def catalogue_of(path: Path, package: Path) -> Path:
    """The English catalogue to which a file's messages belong."""
    home = path.parent
    while home != package and not (home / "apps.py").exists():
        home = home.parent
    return home / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def written(messages: Iterable[Message], translations: dict[str, str]) -> str:
    """A catalogue's text: the messages sorted, each with its translation or none; what is gone is dropped."""
    entries = [HEADER]
    for message in sorted(messages, key=lambda one: (one.text, one.context, one.plural)):
        lines = []
        if "%(" in message.text or "%s" in message.text:
            lines.append("#, python-format")
        if message.context:
            lines.append(f"msgctxt {_quoted(message.context)}")
        lines.append(f"msgid {_quoted(message.text)}")
        forms = translations.get(message.key, "").split("\x00")
        if message.plural:
            lines.append(f"msgid_plural {_quoted(message.plural)}")
            forms += [""] * (2 - len(forms))
            lines += [f"msgstr[{n}] {_quoted(form)}" for n, form in enumerate(forms)]
        else:
            lines.append(f"msgstr {_quoted(forms[0])}")
        entries.append("\n".join(lines) + "\n")
    return "\n".join(entries)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return '"' + escaped.replace("\n", "\\n") + '"'


def merge(package: Path, *, write: bool) -> dict[Path, list[str]]:
    """Bring every catalogue level with the code; returns per catalogue the ids without a translation.

    Translations already made are kept, also those of a sentence that moved to another app. With
    `write` false nothing is written.
    """
    existing = {path: read_catalogue(path) for path in sorted(package.rglob("locale/en/**/*.po"))}
    anywhere: dict[str, str] = {}
    for entries in existing.values():
        anywhere.update(entries)
    wanting = {}
    gathered = gather(package)
    for path, messages in gathered.items():
        known = anywhere | existing.get(path, {})
        wanting[path] = sorted(one.text for one in messages if one.key not in known)
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written(messages, known), encoding="utf-8")
    for path in set(existing) - set(gathered):
        if write:
            path.unlink()
    return wanting
