"""The searchable copy of a scan, opened in the browser's own viewer."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from lienthong.kernel.files.views import readable_or_404, serve_file

from ..models import ScanLayer


@require_safe
def layer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF/A with its text under the image, for who may read the scan; the opening is recorded."""
    held = readable_or_404(request, pk)
    if not ScanLayer.objects.filter(file=held.stored).exists():
        raise Http404
    return serve_file(request, held.stored, inline=True, subject=held.paper)
