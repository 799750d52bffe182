"""Hộp thư và thư mục quét: where papers of the agency come in by themselves, and how the looks went."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.choices import Verb as Access
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.systems.documents import api as documents

from .home import do, show, tried, who


class MailboxForm(forms.Form):
    """The mailbox and how to reach it; the password is never shown again."""

    address = forms.CharField(
        label=gettext_lazy("Địa chỉ thư của cơ quan"), max_length=254,
        help_text=gettext_lazy("Ví dụ: vanthu@tinh.gov.vn"),
    )  # fmt: skip
    host = forms.CharField(
        label=gettext_lazy("Máy chủ thư (IMAP)"), max_length=253,
        help_text=gettext_lazy("Ví dụ: mail.tinh.gov.vn. Chỉ kết nối bằng TLS."),
    )  # fmt: skip
    port = forms.IntegerField(label=gettext_lazy("Cổng"), initial=993)
    username = forms.CharField(label=gettext_lazy("Tên đăng nhập"), max_length=254)
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu"), max_length=500, required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Để trống nếu giữ mật khẩu đã lưu. Mật khẩu được lưu ở dạng mã hóa."),
    )  # fmt: skip
    folder = forms.CharField(
        label=gettext_lazy("Lấy thư từ thư mục"), max_length=100, initial="INBOX"
    )


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The mailbox, the folder, and what their last looks said."""
    return _page(request)


def _page(request: HttpRequest, form: MailboxForm | None = None) -> HttpResponse:
    """The board; settings that were refused come with what was typed and why."""
    actor, _at = who(request)
    require(actor, Access.ADMINISTER)
    box = documents.mailbox_of(actor.agency_id)
    folder = documents.folder_of(actor.agency_id)
    initial = (
        {n: getattr(box, n) for n in MailboxForm.base_fields if n != "password"} if box else {}
    )
    context = {
        "title": _("Hộp thư và thư mục quét"),
        "box": box,
        "form": form or MailboxForm(initial=initial),
        "mail": documents.source_state(actor.agency_id, documents.IntakeSource.MAILBOX),
        "folder": folder,
        "path": documents.folder_path(folder) if folder else "",
        "scans": documents.source_state(actor.agency_id, documents.IntakeSource.FOLDER),
        "once": new_token(),
    }
    return show(request, "administration/sources.html", context, form)


@require_POST
def act_on(request: HttpRequest, what: str) -> HttpResponse:
    """Keep the settings, switch on or off, try the line."""
    actor, at = who(request)
    require(actor, Access.ADMINISTER)
    here = reverse("administration:sources")
    if what == "luu":
        form = MailboxForm(request.POST)
        if not form.is_valid():
            return _page(request, form)
        given = documents.MailboxSettings(**form.cleaned_data)

        def keep() -> Outcome:
            documents.set_mailbox(given=given, by=actor, at=at)
            return Outcome(here, _("Đã lưu. Hãy bấm “Thử kết nối” trước khi bật."))

        return tried(request, form, purpose="mailbox", act=keep) or _page(request, form)
    if what == "thu":
        return do(request, purpose="mailbox_try", back=here, run=lambda: _line(actor))
    on = request.POST.get("on") == "yes"
    if what == "hop-thu":

        def switch() -> str:
            documents.switch_mailbox(on=on, by=actor, at=at)
            return _("Đã bật lấy văn bản từ hộp thư.") if on else _("Đã tắt hộp thư.")

        return do(request, purpose="mailbox_switch", back=here, run=switch)
    if what == "thu-muc":

        def watch() -> str:
            documents.switch_folder(on=on, by=actor, at=at)
            return _("Đã bật thư mục quét.") if on else _("Đã tắt thư mục quét.")

        return do(request, purpose="folder_switch", back=here, run=watch)
    raise Http404


def _line(actor: Actor) -> str:
    waiting = documents.try_mailbox(by=actor)
    return ngettext(
        "Kết nối được. Có %(n)d thư đang chờ trong hộp thư.",
        "Kết nối được. Có %(n)d thư đang chờ trong hộp thư.",
        waiting,
    ) % {"n": waiting}
