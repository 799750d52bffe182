"""The searchable copy of a scan, opened in the browser's own viewer."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.views import serve_file

from ..models import ScanLayer


def layer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF/A with its text under the image; its own agency only, the opening recorded."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    copies = ScanLayer.objects.filter(file__isnull=False).values("file")
    stored = get_object_or_404(limit(StoredFile.objects.filter(pk__in=copies), actor), pk=pk)
    return serve_file(request, stored, inline=True)
