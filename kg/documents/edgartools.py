"""What a company filed, as the library edgartools lists it: used where it is installed (`pip install 'kg[edgar]'`).

The library writes down what EDGAR answered: in a folder that is gone with this process, not in the home folder.
"""

from __future__ import annotations

import atexit
import importlib
import importlib.util
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kg.documents.web import PATIENT, TRIES, Web, pause_after
from kg.errors import FetchError

LIBRARY = "edgar"  # the name under which edgartools is imported


def has_library() -> bool:
    """Whether edgartools is installed."""
    return sys.modules.get(LIBRARY, LIBRARY) is not None and importlib.util.find_spec(LIBRARY) is not None


def library_rows(web: Web, cik: str) -> Iterator[tuple[object, ...]]:
    """Accession number, form and day of each filing of a company, the newest first; raises `FetchError`."""
    library = _library(int(web.a_second))
    library.set_identity(web.agent)
    for attempt in range(TRIES):
        try:
            company = library.Company(int(cik))
            if company.not_found:
                raise FetchError(f"CIK {cik}", "EDGAR lists no such company")
            table = company.get_filings().data
            break
        except FetchError:
            raise
        except Exception as error:  # its own, its clients', or what an odd answer makes of it
            answer = getattr(error, "response", None)
            if attempt == TRIES - 1 or answer is None or answer.status_code not in PATIENT:
                told = f"edgartools cannot list its filings: {type(error).__name__}: {error}"
                raise FetchError(f"CIK {cik}", told.partition("\n")[0]) from error
            time.sleep(pause_after(answer.headers.get("Retry-After") or "", attempt))
    columns = (table[name].to_pylist() for name in ("accession_number", "form", "filing_date"))
    yield from zip(*columns, strict=True)


@lru_cache(maxsize=1)
def _library(a_second: int) -> Any:
    """The library, which looks at its settings when it is imported."""
    os.environ.setdefault("EDGAR_RATE_LIMIT_PER_SEC", str(a_second))
    if base := os.environ.get("EDGAR_BASE_URL"):
        os.environ.setdefault("EDGAR_DATA_URL", base)
    if "EDGAR_LOCAL_DATA_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="kg-edgar-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["EDGAR_LOCAL_DATA_DIR"] = folder
    return importlib.import_module(LIBRARY)
