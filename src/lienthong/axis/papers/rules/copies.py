"""Which copies exist (Đ25): a table of form, source and target; everything else is refused."""

from typing import Final

from django.utils.translation import gettext as _

from lienthong.axis.papers.choices import CopyForm, Medium

# (form, what it is made from, what it is made into): the article that allows it
ALLOWED: Final = {
    (CopyForm.TRUE_COPY, Medium.PAPER, Medium.PAPER): "điểm a khoản 1 Điều 25",
    (CopyForm.TRUE_COPY, Medium.ELECTRONIC, Medium.PAPER): "điểm b khoản 1 Điều 25",
    (CopyForm.TRUE_COPY, Medium.PAPER, Medium.ELECTRONIC): "điểm c khoản 1 Điều 25",
    (CopyForm.COPY_OF_COPY, Medium.PAPER, Medium.PAPER): "khoản 2 Điều 25",
    (CopyForm.COPY_OF_COPY, Medium.PAPER, Medium.ELECTRONIC): "khoản 2 Điều 25",
    (CopyForm.COPY_OF_COPY, Medium.ELECTRONIC, Medium.PAPER): "khoản 2 Điều 25",
    **{
        (CopyForm.EXTRACT, source, target): "khoản 3 Điều 25"
        for source in Medium
        for target in Medium
    },
}


class CopyNotAllowed(ValueError):
    """A copy that Điều 25 does not know."""


def check_copy(
    form: CopyForm, source: Medium, target: Medium, *, source_is_true_copy: bool = False
) -> str:
    """The article that allows this copy; raises CopyNotAllowed.

    A sao lục is made from a sao y only (Đ25.2.b): `source_is_true_copy` must then be true.
    """
    article = ALLOWED.get((form, source, target))
    if article is None:
        raise CopyNotAllowed(
            _(
                "Điều 25 Nghị định 30/2020/NĐ-CP không có hình thức “%(form)s” từ văn bản %(source)s "
                "sang văn bản %(target)s. Văn bản điện tử được chuyển tiếp nguyên tệp."
            )
            % {"form": form.value.lower(), "source": source.value, "target": target.value}
        )
    if form is CopyForm.COPY_OF_COPY and not source_is_true_copy:
        raise CopyNotAllowed(_("Sao lục chỉ thực hiện từ bản sao y (điểm b khoản 2 Điều 25)."))
    return article
