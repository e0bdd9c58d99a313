"""Is the service alive, and can it work?"""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from analyzer import __version__
from analyzer.messages import Text
from api.documents.problems import problems
from api.problems import busy
from api.security.roles import needs
from api.service import Running

router = APIRouter(tags=["operation"])


class Health(BaseModel):
    status: str
    version: str


@router.get("/health", operation_id="get_health", responses=problems(), **needs("public"))
async def get_health() -> Health:
    """The process answers."""
    return Health(status="ok", version=__version__)


@router.get("/ready", operation_id="get_readiness", responses=problems(), **needs("public"))
def get_readiness(service: Running) -> Health:
    """The store can be read and written now, and the service is not about to stop."""
    if service.stopping:
        raise busy(service.settings.retry_after, Text("停止しようとしています。", "The service is stopping."))
    service.store.check()
    return Health(status="ready", version=__version__)
