"""Every page with its address."""

from __future__ import annotations

from starlette.routing import BaseRoute

from kg.server.pages import assets, explore, graph, progress, questions, sections

ROUTES: tuple[BaseRoute, ...] = (
    *explore.ROUTES,
    *progress.ROUTES,
    *graph.ROUTES,
    *questions.ROUTES,
    *sections.ROUTES,
    *assets.ROUTES,
)
