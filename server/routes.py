"""The addresses that are ours: pages, health, fonts, the icon, downloads. Everything else is Streamlit's."""

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from anyio import to_thread
from starlette.background import BackgroundTask
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import settings
import snapshots
from errors import DashboardError
from server import neighbours, shell
from server.places import PLACES
from ui.style import STYLE

FONTS = Path(__file__).parent.parent / "ui" / "fonts"
ICON = FONTS.parent / "icon.png"
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
MEDIA_TYPES = {".csv": "text/csv; charset=utf-8", ".zip": "application/zip", ".pdf": "application/pdf"}
GONE = "This download was used or has expired. Go back to the page and ask for it again."


async def page(request: Request) -> Response:
    """What a page is drawn in."""
    code = shell.language_of(request.query_params.get("lang"))
    return HTMLResponse(shell.page(code, shell.language_of(None)), headers={"Cache-Control": "no-cache"})


async def no_page(request: Request) -> Response:
    """An address that is nobody's."""
    code = shell.language_of(request.query_params.get("lang"))
    return HTMLResponse(shell.no_page(code), 404, headers={"Cache-Control": "no-cache"})


async def script(request: Request) -> Response:
    return Response(shell.SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


async def style(request: Request) -> Response:
    return Response(STYLE, media_type="text/css", headers=FOR_EVER)


async def healthz(request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


async def readyz(request: Request) -> Response:
    """A snapshot is there, intact and fresh enough to serve."""
    status, said = await to_thread.run_sync(_ready)
    return JSONResponse(said, status, headers=NO_STORE)


async def font(request: Request) -> Response:
    file = FONTS / f"{request.path_params['name']}.woff2"
    if file not in FONTS.glob("*.woff2"):
        return PlainTextResponse("Not found", 404)
    return FileResponse(file, media_type="font/woff2", headers=FOR_EVER)


async def icon(request: Request) -> Response:
    return FileResponse(ICON, headers={"Cache-Control": "public, max-age=86400"})


async def download(request: Request) -> Response:
    """One file for one use of one token. It is made now, streamed from disk and deleted after."""
    folder = tempfile.TemporaryDirectory(prefix="download-")
    with ExitStack() as unmade:  # what cannot be made, or is waited for no longer, leaves nothing
        unmade.callback(folder.cleanup)
        file = await to_thread.run_sync(neighbours.file_of, request.path_params["token"], Path(folder.name))
        if file is None:
            return PlainTextResponse(GONE, 404, headers=NO_STORE)
        unmade.pop_all()
    return FileResponse(
        file.path,
        filename=file.name,
        media_type=MEDIA_TYPES[Path(file.name).suffix],
        headers=NO_STORE,
        background=BackgroundTask(folder.cleanup),
    )


def _ready() -> tuple[int, dict[str, object]]:
    try:
        chosen = settings.load()
        snapshot = snapshots.current(chosen.warehouse)
    except DashboardError as error:
        return 503, {"status": "not ready", "why": type(error).__name__}
    hours = (datetime.now(UTC) - snapshot.loaded_at.astimezone(UTC)).total_seconds() / 3600
    stale = hours > chosen.stale_after_hours
    said: dict[str, object] = {
        "status": "stale" if stale else "fallen back" if snapshot.warning else "ready",
        "load_id": snapshot.load_id,
        "age_hours": round(hours, 1),
    }
    return 503 if stale or snapshot.warning else 200, said


class _Nobodys(StringConvertor):
    """What has a dot in it may be a file of Streamlit's; what ends in a slash it leads to where there is none."""

    regex = "(?!static/|media/|component/|(?:.*/)?_stcore/)[^.]*[^./]"


register_url_convertor("nobodys", _Nobodys())
ROUTES = [
    *(Route(f"/{path}", page) for path in ("", *(place.path for place in PLACES))),
    Route("/shell.js", script),
    Route("/style.css", style),
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/fonts/{name}.woff2", font),
    Route("/icon.png", icon),
    Route("/download/{token}", download),
    Route("/{address:nobodys}", no_page),  # last: what none of the others is
]
