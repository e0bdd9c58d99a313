"""The figures of the service, for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.documents.problems import problems
from api.observing import metrics
from api.security.roles import needs

router = APIRouter(tags=["operation"])


class Exposition(Response):
    media_type = metrics.MEDIA_TYPE


@router.get(
    "/metrics", operation_id="get_metrics", response_class=Exposition, responses=problems(), **needs("viewer")
)
def get_metrics() -> Exposition:
    """Counts and times of requests, of all processes of the service together. Any key may read it: it names nothing."""
    return Exposition(metrics.exposition())
