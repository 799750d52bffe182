"""Templates folded once for each language: what can only come out one way is worked out when loaded.

A screen's frame is a hundred translated words, drawings and addresses of files that are the same for
everybody. Django works each of them out for each page, and walks the whole chain of parents to find
its blocks. This loader keeps one compiled template for each language in which words, drawings and
addresses are text already, includes by a fixed name stand where they are included, and a chain of
parents is one template. Templates are written as ever, and come out the same to the byte
(tests/kernel/ui/test_folding.py). While developing (`debug`) nothing is folded, so that a fault is
shown with its line.
"""

import copy
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.template import Context
from django.template.base import Node, NodeList, Template, TextNode, TokenType, VariableNode
from django.template.defaulttags import (
    CommentNode,
    CycleNode,
    FirstOfNode,
    IfChangedNode,
    IfNode,
    LoadNode,
    URLNode,
)
from django.template.exceptions import TemplateDoesNotExist, TemplateSyntaxError
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders.cached import Loader as CachedLoader
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix
from django.utils.translation import get_language

# Tags whose answer depends on nothing but their own words, the language and the installation.
_FIXED: set[Callable[..., Any]] = set()
# These keep a state of their own in the render context, so they stay in the template that has them.
_STATEFUL = (CycleNode, IfChangedNode)
_DEEPEST = 12
_ABOVE = "block.super"
_SUPER = re.compile(r"{{\s*block\.super\s*}}")
_BLOCK = re.compile(r"(?<![-\w.])block\.|=\s*block\b")

Blocks = dict[str, list[BlockNode]]


def fixed(tag: Callable[..., Any]) -> Callable[..., Any]:
    """Declare that a simple tag with literal arguments always gives the same in one language."""
    _FIXED.add(tag)
    return tag


class Loader(CachedLoader):
    """Django's cached loader, with one folded template for each language."""

    def __init__(self, engine: Any, loaders: Any) -> None:
        super().__init__(engine, loaders)
        self._raw: dict[str, Template] = {}

    def as_written(self, name: str, skip: list[Any]) -> Template:
        """A template before folding, as Django finds it; raises TemplateDoesNotExist."""
        again = any(origin.template_name == name for origin in skip)
        if not again and name in self._raw:
            return self._raw[name]
        for loader in self.loaders:
            try:
                found: Template = loader.get_template(name, skip=skip)
            except TemplateDoesNotExist:
                continue
            if not again:
                self._raw[name] = found
            return found
        raise TemplateDoesNotExist(name)

    def reset(self) -> None:
        """Forget everything that was compiled."""
        super().reset()
        self._raw.clear()

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        """As Django's, and the language."""
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """The template, folded at its first use in this language."""
        if skip is not None:  # Django walks up a chain itself, and needs the parent's blocks
            return self.as_written(template_name, skip)
        known = self.get_template_cache.get(self.cache_key(template_name))
        template: Template = super().get_template(template_name)
        if known is None and not self.engine.debug:
            template.nodelist = Folding(self, template).folded()
        return template


class Folding:
    """One template being folded: its own nodes, its parents' and those of what it includes."""

    def __init__(self, loader: Loader, template: Template) -> None:
        self.loader = loader
        self.template = template
        self.within: list[str] = [str(template.origin)]
        self.inside: list[tuple[str, int]] = []  # blocks around: name, how many children replace it

    def folded(self) -> NodeList:
        """The nodes to draw; those of the root parent where the whole chain is known."""
        blocks: Blocks = {}
        root = self._root(self.template, blocks)
        if root is None:
            return self._fold(self.template.nodelist, {})
        return self._fold(root.nodelist, blocks)

    def _root(self, template: Template, blocks: Blocks) -> Template | None:
        """The last parent, with the blocks of the chain gathered, nearest first.

        None where there is no parent, where one is named by a variable, or where a block uses
        `block` for more than `{{ block.super }}`: that needs Django's own walk.
        """
        seen: list[Any] = []
        while (child := _parent_of(template)) is not None:
            if child.parent_name.is_var or child.parent_name.filters or _uses_block(template):
                return None
            seen.append(template.origin)
            for name, own in child.blocks.items():
                blocks.setdefault(name, []).append(own)
            template = self.loader.as_written(child.parent_name.resolve(Context()), seen)
        if not seen or _uses_block(template):
            return None
        for node in template.nodelist.get_nodes_by_type(BlockNode):
            if isinstance(node, BlockNode):
                blocks.setdefault(node.name, []).append(node)
        return template

    def _fold(self, nodes: Iterable[Node], blocks: Blocks) -> NodeList:
        made = NodeList()
        for node in nodes:
            for new in self._node(node, blocks):
                if isinstance(new, TextNode) and made and isinstance(made[-1], TextNode):
                    made[-1] = TextNode(made[-1].s + new.s)
                elif not (isinstance(new, TextNode) and not new.s):
                    made.append(new)
        return made

    def _node(self, node: Node, blocks: Blocks) -> Iterable[Node]:
        if isinstance(node, TextNode):
            return (node,)
        if isinstance(node, (LoadNode, CommentNode)):
            return ()
        if isinstance(node, BlockNode) and blocks:
            return self._block(node.name, 0, node, blocks)
        if blocks and self.inside and _is_super(node):
            name, level = self.inside[-1]
            return self._block(name, level + 1, None, blocks)
        if isinstance(node, LanguageNode):
            return (node,)  # another language inside
        if isinstance(node, IncludeNode):
            return self._include(node)
        if _is_fixed(node):
            with (context := Context()).bind_template(self.template):
                return (TextNode(str(node.render(context))),)
        return (self._container(node, blocks),)

    def _block(
        self, name: str, level: int, node: BlockNode | None, blocks: Blocks
    ) -> Iterable[Node]:
        """What stands in a block: the part of the nearest child, or the one that it asks for."""
        known = blocks.get(name, [])
        block = known[level] if level < len(known) else node
        if block is None:
            return ()
        self.inside.append((name, level))
        try:
            return _scoped(self._fold(block.nodelist, blocks))
        finally:
            self.inside.pop()

    def _include(self, node: IncludeNode) -> Iterable[Node]:
        """The included template in place, where its name is fixed and it is a plain part."""
        name = node.template
        if name.is_var or name.filters or node.isolated_context or len(self.within) > _DEEPEST:
            return (node,)
        path = name.resolve(Context())
        if not isinstance(path, str) or path.startswith("."):
            return (node,)
        try:
            included = self.loader.as_written(path, [])
        except TemplateDoesNotExist:
            return (node,)  # said when it is drawn, as ever
        origin = str(included.origin)
        if origin in self.within or _has(included.nodelist, (ExtendsNode, BlockNode, *_STATEFUL)):
            return (node,)
        self.within.append(origin)
        try:
            return _scoped(self._fold(included.nodelist, {}), node.extra_context)
        finally:
            self.within.pop()

    def _container(self, node: Node, blocks: Blocks) -> Node:
        """A copy of a node that holds others, with these folded; the node itself if it holds none."""
        if isinstance(node, IfNode):
            branched = copy.copy(node)
            branched.conditions_nodelists = [
                (condition, self._fold(inner, blocks))
                for condition, inner in node.conditions_nodelists
            ]
            return branched
        held = [
            name
            for name in node.child_nodelists
            if isinstance(getattr(node, name, None), NodeList) and getattr(node, name)
        ]
        if not held:
            return node
        twin = copy.copy(node)
        for name in held:
            setattr(twin, name, self._fold(getattr(node, name), blocks))
        return twin


class Scope(Node):
    """Nodes drawn in a scope of their own, with the names that an include hands over."""

    def __init__(self, nodelist: NodeList, extra: dict[str, Any] | None = None) -> None:
        self.nodelist = nodelist
        self.extra = extra or {}

    def render(self, context: Context) -> str:
        """What the nodes draw; names set inside end with it."""
        values = {name: value.resolve(context) for name, value in self.extra.items()}
        with context.push(**values):
            return str(self.nodelist.render(context))


def _scoped(nodes: NodeList, extra: dict[str, Any] | None = None) -> Iterable[Node]:
    if all(isinstance(node, TextNode) for node in nodes):
        return nodes
    return (Scope(nodes, extra),)


def _parent_of(template: Template) -> Any:
    first = next((node for node in template.nodelist if not isinstance(node, TextNode)), None)
    return first if isinstance(first, ExtendsNode) else None


def _has(nodes: NodeList, kinds: tuple[type[Node], ...]) -> bool:
    return any(nodes.get_nodes_by_type(kind) for kind in kinds)


def _uses_block(template: Template) -> bool:
    """Whether anything may read `block` in a way that is not `{{ block.super }}`."""
    return bool(_BLOCK.search(_SUPER.sub("", template.source)))


def _is_super(node: Node) -> bool:
    return isinstance(node, VariableNode) and str(node.filter_expression) == _ABOVE


def _literal(expression: Any) -> bool:
    return not expression.is_var and not expression.filters


def _is_fixed(node: Node) -> bool:
    """Whether a node can only draw one thing in this language."""
    if isinstance(node, TranslateNode):
        words = node.filter_expression
        return (
            not (node.noop or node.asvar or node.message_context or words.filters)
            and getattr(words.var, "literal", None) is not None
        )
    if isinstance(node, BlockTranslateNode):
        return not (
            node.extra_context or node.plural or node.countervar or node.asvar
            or node.message_context
            or any(token.token_type != TokenType.TEXT for token in node.singular)
        )  # fmt: skip
    if isinstance(node, StaticNode):
        return node.varname is None and _literal(node.path)
    if isinstance(node, VariableNode):
        return _literal(node.filter_expression)
    if isinstance(node, FirstOfNode):
        return node.asvar is None and all(_literal(one) for one in node.vars)
    if isinstance(node, URLNode):
        return _fixed_address(node)
    if isinstance(node, SimpleNode):
        return (
            node.func in _FIXED
            and not node.takes_context
            and node.target_var is None
            and all(_literal(one) for one in (*node.args, *node.kwargs.values()))
        )
    return False


def _fixed_address(node: URLNode) -> bool:
    if node.args or node.kwargs or node.asvar or not _literal(node.view_name):
        return False
    try:
        node.render(Context())
    except (NoReverseMatch, TemplateSyntaxError, KeyError):
        return False  # said when it is drawn, as ever
    return bool(get_script_prefix() == "/")
