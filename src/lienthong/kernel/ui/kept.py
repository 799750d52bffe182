"""Parts of a page kept as they were drawn: what is the same for a whole office is drawn once.

`{% kept "name" key… %}…{% endkept %}` keeps its part in this process under the name, the keys and the
language, and draws it anew where the first key is empty. The keys must hold everything that the part
depends on; a part with a token of a form or anything of one request is not kept.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 4_000_000  # letters of all parts together: a map has a hundred thousand
_parts: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()
_lock = Lock()
_letters = 0


class KeptNode(template.Node):
    """A part that is drawn once for each key."""

    def __init__(self, name: str, keys: list[FilterExpression], nodelist: NodeList) -> None:
        self.name = name
        self.keys = keys
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """The part as it was drawn before, or anew."""
        first, *rest = [key.resolve(context) for key in self.keys]
        if not first:
            return self.nodelist.render(context)
        place = (self.name, get_language(), first, *rest)
        with _lock:
            known = _parts.get(place)
            if known is not None:
                _parts.move_to_end(place)
                return known
        drawn = self.nodelist.render(context)
        with _lock:
            _keep(place, drawn)
        return drawn


def _keep(place: tuple[Any, ...], drawn: SafeString) -> None:
    """Keep a part, and let those go that have not been asked for the longest."""
    global _letters
    _letters += len(drawn) - len(_parts.pop(place, ""))
    _parts[place] = drawn
    while _letters > MOST:
        _place, gone = _parts.popitem(last=False)
        _letters -= len(gone)


def kept(parser: Parser, token: Token) -> KeptNode:
    """Compile `{% kept "name" key… %}`."""
    words = token.split_contents()
    if len(words) < 3:
        raise template.TemplateSyntaxError('kept: {% kept "name" key… %}')
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    keys = [parser.compile_filter(word) for word in words[2:]]
    return KeptNode(words[1].strip("\"'"), keys, nodelist)


def forget() -> None:
    """Draw everything anew."""
    global _letters
    with _lock:
        _parts.clear()
        _letters = 0
