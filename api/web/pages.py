"""The routers of the page."""

from __future__ import annotations

from fastapi import APIRouter

from api.web import assets, incoming, landing, out, samples, signing, today

ROUTERS: tuple[APIRouter, ...] = (
    assets.router,
    landing.router,
    signing.router,
    samples.router,
    incoming.router,
    today.router,
    out.router,
)
