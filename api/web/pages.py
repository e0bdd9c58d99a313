"""The routers of the page."""

from __future__ import annotations

from fastapi import APIRouter

from api.web import (
    advancing,
    assets,
    incoming,
    landing,
    mapping,
    out,
    planning,
    samples,
    signing,
    supposing,
    today,
)

ROUTERS: tuple[APIRouter, ...] = (
    assets.router,
    landing.router,
    signing.router,
    samples.router,
    incoming.router,
    today.router,
    mapping.router,
    planning.router,
    supposing.router,
    out.router,
    advancing.router,
)
