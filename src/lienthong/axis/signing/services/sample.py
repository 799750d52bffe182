"""Written grants of the sample province: deputies sign KT., heads of units TL., by sample rules."""

import datetime as dt
from itertools import groupby

from lienthong.axis.signing.choices import Authority
from lienthong.axis.signing.models import SigningRight
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.agencies.choices import PostKind
from lienthong.kernel.agencies.models import Post
from lienthong.kernel.facts.recording import act

GRANTS = {
    PostKind.DEPUTY: (Authority.FOR_HEAD, "Quy chế làm việc, phân công công tác (mẫu)"),
    PostKind.UNIT_HEAD: (Authority.BY_ORDER, "Quy chế công tác văn thư (mẫu)"),
    PostKind.CHIEF_OF_OFFICE: (Authority.BY_ORDER, "Quy chế công tác văn thư (mẫu)"),
}


def load_sample_rights(*, at: dt.datetime) -> int:
    """Record the sample grants that are not there yet, one act an agency; how many were made."""
    have = set(SigningRight.objects.values_list("post_id", "authority"))
    posts = Post.objects.filter(kind__in=GRANTS, agency__outside=False).order_by("agency", "pk")
    made = 0
    for agency_id, group in groupby(posts, key=lambda post: post.agency_id):
        rows = [
            SigningRight(
                agency_id=agency_id,
                post=post,
                authority=authority,
                period=post.period,
                basis=basis,
                granted_at=at,
            )
            for post in group
            for authority, basis in (GRANTS[PostKind(post.kind)],)
            if (post.pk, authority) not in have
        ]
        if rows:
            by = system_actor(agency_id, channel="cli")
            with act("signing.sample_rights_loaded", by=by, at=at):
                made += len(SigningRight.objects.bulk_create(rows))
    return made
