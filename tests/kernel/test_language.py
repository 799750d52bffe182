"""What goes into an official paper is Vietnamese even for who reads the screens in English."""

import threading

from django.utils import translation
from django.utils.translation import gettext as _

from lienthong.kernel.language import official
from lienthong.systems.documents.services import implementing, recalling
from lienthong.systems.documents.views import outgoing_slips
from lienthong.systems.tasks.services import urging


def word() -> str:
    return _("Văn bản đến")


def test_an_official_text_is_vietnamese_and_the_screen_stays_english():
    with translation.override("en"):
        assert word() != "Văn bản đến", "the catalogue translates it: the check means something"
        assert official(word)() == "Văn bản đến"
        assert translation.get_language() == "en"


def test_threads_keep_their_own_language():
    found: dict[str, str] = {}
    made = official(word)

    def read(language: str) -> None:
        with translation.override(language):
            for _round in range(200):
                made()
            found[language] = str(translation.get_language())

    threads = [threading.Thread(target=read, args=[one]) for one in ("en", "vi")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"en": "en", "vi": "vi"}


def test_the_texts_of_papers_are_made_so():
    for make in (
        recalling.start_recall,
        recalling.start_correction,
        recalling.start_replacement,
        implementing.first_draft,
        implementing.enclosures_of,
        urging.draft_urging,
        urging.letter_text,
        outgoing_slips.slip_of,
    ):
        assert hasattr(make, "__wrapped__"), make
