"""Forms whose fields are not known beforehand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData


async def read_form(request: Request) -> AsyncIterator[FormData]:
    """Yield the fields of a form whose names are not known beforehand; close its files after."""
    async with request.form() as form:
        yield form


FormDep = Annotated[FormData, Depends(read_form)]
