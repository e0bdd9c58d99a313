"""The routers of the page."""

from __future__ import annotations

from fastapi import APIRouter

from api.web import assets, landing, today

ROUTERS: tuple[APIRouter, ...] = (assets.router, landing.router, today.router)
