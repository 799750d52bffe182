"""Ties form fields into the structure tree of a tagged PDF, as PDF/UA-1 §7.18 asks of widgets."""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

from typing import Any

from pyhanko.pdf_utils import generic

from .revision import RevisionWriter, entry, name


class StructureTree:
    """The structure tree of the document being prepared."""

    def __init__(self, writer: RevisionWriter, root: Any) -> None:
        self._writer = writer
        self._root = root
        self._parent_ref, self._parent = self._document_element()
        self._next = self._first_free_key()
        self._new: list[tuple[int, Any]] = []

    @classmethod
    def of(cls, writer: RevisionWriter) -> "StructureTree | None":
        """The tree, or None for an untagged document."""
        root = entry(writer.root, "/StructTreeRoot")
        return None if root is None or "/K" not in root else cls(writer, root)

    def _document_element(self) -> tuple[Any, Any]:
        kids = self._root.raw_get("/K")
        if isinstance(kids, generic.ArrayObject):
            kids = kids.raw_get(0)
        element = kids.get_object()
        return kids, element

    def _first_free_key(self) -> int:
        stated = entry(self._root, "/ParentTreeNextKey")
        keys = [-1, *self._keys(entry(self._root, "/ParentTree"))]
        return max(int(stated or 0), max(keys) + 1)

    def _keys(self, node: Any) -> list[int]:
        if node is None:
            return []
        found = [int(key) for key in list(entry(node, "/Nums", []))[::2]]
        for kid in entry(node, "/Kids", []):
            found += self._keys(kid.get_object())
        return found

    def add_form(self, widget_ref: Any, widget: Any, page: Any) -> None:
        """Add a Form element that holds the widget, at the end of the document element."""
        element = generic.DictionaryObject(
            {
                name("/Type"): name("/StructElem"),
                name("/S"): name("/Form"),
                name("/P"): self._parent_ref,
                name("/Pg"): page,
                name("/Alt"): widget["/TU"],
                name("/K"): generic.DictionaryObject(
                    {
                        name("/Type"): name("/OBJR"),
                        name("/Obj"): widget_ref,
                        name("/Pg"): page,
                    }
                ),
            }
        )
        reference = self._writer.add_object(element)
        widget[name("/StructParent")] = generic.NumberObject(self._next)
        self._new.append((self._next, reference))
        self._next += 1

    def close(self) -> None:
        """Write the new elements into the document element and the parent tree."""
        kids = entry(self._parent, "/K")
        if isinstance(kids, generic.ArrayObject):
            children = kids
        else:
            children = generic.ArrayObject([self._parent.raw_get("/K")] if kids is not None else [])
            self._parent[name("/K")] = children
        children.extend(reference for _key, reference in self._new)
        self._writer.update_container(children)
        self._writer.update_container(self._parent)
        self._extend_parent_tree()
        self._root[name("/ParentTreeNextKey")] = generic.NumberObject(self._next)
        self._writer.update_container(self._root)

    def _extend_parent_tree(self) -> None:
        pairs = generic.ArrayObject()
        for key, reference in self._new:
            pairs.append(generic.NumberObject(key))
            pairs.append(reference)
        tree = entry(self._root, "/ParentTree")
        if tree is None:
            tree = generic.DictionaryObject({name("/Nums"): pairs})
            self._root[name("/ParentTree")] = self._writer.add_object(tree)
        elif "/Nums" in tree:
            tree["/Nums"].extend(pairs)
            self._writer.update_container(tree["/Nums"])
        else:
            limits = [generic.NumberObject(self._new[0][0]), generic.NumberObject(self._new[-1][0])]
            leaf = {name("/Nums"): pairs, name("/Limits"): generic.ArrayObject(limits)}
            tree["/Kids"].append(self._writer.add_object(generic.DictionaryObject(leaf)))
            self._writer.update_container(tree["/Kids"])
        self._writer.update_container(tree)
