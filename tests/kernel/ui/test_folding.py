"""A folded template says to the byte what the same template says as it was written."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.context import RequestContext
from django.test import RequestFactory
from django.utils import translation

import lienthong
from lienthong.kernel.ui import folding

SOURCE = Path(lienthong.__file__).parent
TAGS = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "ui": "lienthong.kernel.ui.templatetags.ui",
}
PARTS = {
    "root": "{% load i18n %}<a>{% block one %}{% translate 'Đóng' %}{% endblock %}</a>"
    "{% if x %}{% block two %}<b>{{ x }}</b>{% block deep %}d{% endblock %}{% endblock %}{% endif %}",
    "middle": "{% extends 'root' %}{% block two %}[{{ block.super }}]{% endblock %}",
    "leaf": "{% extends 'middle' %}{% load i18n ui %}{% block one %}{% icon 'cross' %}{% endblock %}"
    "{% block two %}({{ block.super }}){% endblock %}{% block deep %}{{ y|default:'–' }}{% endblock %}",
    "asks": "{% extends 'root' %}{% block one %}{% if block.super %}y{% endif %}{% endblock %}",
    "chosen": "{% extends parent %}{% block one %}chosen{% endblock %}",
    "part": "{% load i18n %}<i>{% translate 'Lưu' %} {{ name }}{% with z='1' %}{{ z }}{% endwith %}</i>",
    "plain": "{% load static %}<p>{% static 'ui/ui.css' %}</p>{# not seen #}",
    "loop": "{% for name in names %}{% include 'part' %}{% include 'plain' %}{% endfor %}{{ z }}",
    "given": "{% include 'part' with name=x %}|{% include 'part' with name=x only %}|{{ name }}",
    "self": "{{ n }}{% if n %}{% with n='' %}{% include 'self' %}{% endwith %}{% endif %}",
    "gone": "{% if x %}{% include 'no such part' %}{% endif %}.",
    "turns": "{% for name in names %}{% include 'turn' %}{% endfor %}",
    "turn": "{% cycle 'a' 'b' %}",
    "words": "{% load i18n %}{% blocktranslate %}Trang trước{% endblocktranslate %}"
    "{% blocktranslate with n=x %}Bỏ {{ n }}{% endblocktranslate %}{% translate x %}"
    "{% translate 'Lưu' as saved %}{{ saved|upper }}{% firstof '' _('Tìm') %}{{ 'a<b' }}{{ _('Lưu') }}",
    "other": "{% load i18n %}{% language 'en' %}{% translate 'Lưu' %}{% endlanguage %}"
    "{% get_current_language as now %}{{ now }}{% comment %}no{% endcomment %}",
    "places": "{% url 'ui:density' %}{% url 'ui:density' as there %}{{ there }}{% url 'no:where' as x %}",
    "raw": "{% load i18n %}{% autoescape off %}{% include 'part' with name=x %}{% translate 'Lưu' %}{% endautoescape %}",
}  # fmt: skip


def engine(loader: str) -> Engine:
    inner = [("django.template.loaders.locmem.Loader", PARTS)]
    return Engine(loaders=[(loader, inner)], libraries=TAGS)


@pytest.fixture
def plain() -> Engine:
    return engine("django.template.loaders.cached.Loader")


@pytest.fixture
def folded() -> Engine:
    return engine("lienthong.kernel.ui.folding.Loader")


CONTEXT = {"x": "<Ấn & bản>", "names": ["a", "<b>"], "n": "1", "parent": "root"}


@pytest.mark.parametrize("name", sorted(set(PARTS) - {"gone", "turn"}))
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("context", [CONTEXT, {"parent": "middle"}])
def test_each_kind_of_template_says_the_same(plain, folded, name, language, context) -> None:
    with translation.override(language):
        said = plain.get_template(name).render(Context(context))
        for _again in range(2):
            assert folded.get_template(name).render(Context(context)) == said


def test_languages_do_not_mix(folded) -> None:
    said = {}
    for language in ("vi", "en", "vi"):
        with translation.override(language):
            said[language] = folded.get_template("plain").render(Context({}))
            words = folded.get_template("part").render(Context({}))
            assert ("Lưu" in words) is (language == "vi")
    assert said["vi"] == said["en"]


def test_a_part_that_is_not_there_is_said_when_it_is_drawn(folded) -> None:
    template = folded.get_template("gone")
    assert template.render(Context({})) == "."
    with pytest.raises(TemplateDoesNotExist):
        template.render(Context({"x": 1}))


def test_what_is_fixed_is_text_already(folded) -> None:
    kinds = [type(node).__name__ for node in folded.get_template("leaf").nodelist]
    assert kinds == ["TextNode", "IfNode"]
    assert [type(node).__name__ for node in folded.get_template("plain").nodelist] == ["TextNode"]


def test_a_chain_that_asks_for_its_parent_otherwise_stays_a_chain(folded) -> None:
    (first, *_rest) = folded.get_template("asks").nodelist
    assert type(first).__name__ == "ExtendsNode"


def own_templates() -> list[str]:
    names = set()
    for path in SOURCE.rglob("templates/**/*.html"):
        names.add(path.as_posix().rpartition("/templates/")[2])
    return sorted(names)


def drawn(template, request) -> object:
    """What a template says to an empty context, or the kind of fault that it ends with."""
    try:
        text = template.template.render(RequestContext(request, {"title": "T"}))
    except Exception as fault:
        return type(fault)
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_template_of_the_product_says_the_same(language) -> None:
    from django.template import engines

    known = engines["django"]
    (loader,) = known.engine.template_loaders
    assert isinstance(loader, folding.Loader)
    plain = type(known)(
        {
            "NAME": "plain",
            "DIRS": known.dirs,
            "APP_DIRS": False,
            "OPTIONS": {
                "context_processors": settings.TEMPLATES[0]["OPTIONS"]["context_processors"],
                "builtins": ["django_cotton.templatetags.cotton"],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [
                            "django_cotton.cotton_loader.Loader",
                            "django.template.loaders.filesystem.Loader",
                            "django.template.loaders.app_directories.Loader",
                        ],
                    )
                ],
            },
        }
    )
    request = RequestFactory().get("/")
    compared = 0
    with translation.override(language):
        for name in own_templates():
            ours, theirs = (drawn(engine.get_template(name), request) for engine in (known, plain))
            assert ours == theirs, name
            compared += isinstance(ours, str)
    assert compared > 60
