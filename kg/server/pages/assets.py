"""Styles and scripts, and vis-network as pyvis packs it: all from here, nothing from elsewhere."""

from __future__ import annotations

import hashlib
import importlib.util
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from kg.server.problem import Problem

STATIC = Path(__file__).resolve().parents[1] / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FRESH = {"Cache-Control": "public, max-age=300"}


async def static(request: Request) -> Response:
    """One of the files by name."""
    name = request.path_params["name"]
    if name == "vis-network.js":
        body, tag = _vis()
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        return Response(body, media_type="text/javascript", headers=FRESH | {"ETag": tag})
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in TYPES or not path.is_file():
        raise Problem(404, "Not found", "There is no such file.")
    return FileResponse(path, media_type=TYPES[path.suffix], headers=FRESH)


async def icon(request: Request) -> Response:
    """The icon that browsers ask for by themselves."""
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml", headers=FRESH)


@cache
def _vis() -> tuple[bytes, str]:
    """The script less its link to a source map, and its entity tag. Not imported: pyvis would load Jupyter's tools."""
    spec = importlib.util.find_spec("pyvis")
    assert spec
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0]) / "lib" / "vis-9.1.2" / "vis-network.min.js"
    lines = path.read_text("utf-8").split("\n")
    body = "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL")).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


ROUTES = (Route("/static/{name}", static, methods=["GET"]), Route("/favicon.ico", icon, methods=["GET"]))
