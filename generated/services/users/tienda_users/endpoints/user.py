"""What is open of User."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from plano_kit.auth.principal import OWNER, SERVICE, role
from plano_kit.http.call import Call, calls
from plano_kit.http.pagination import PageQuery, page_query
from plano_kit.types import Email

from ..context import Context
from ..entities.user import USERS
from ..schemas import UpdateUserRequest

router = APIRouter(tags=["User"])


@router.get("/users", operation_id="list_users")
async def list_users(
    call: Annotated[Call[Context], Depends(calls(role("support")))],
    page: Annotated[PageQuery, Depends(page_query)],
    email: Email | None = None,
) -> Response:
    return await USERS.list(call, page, {"email": email})


@router.get("/users/{user_id}", operation_id="get_user")
async def get_user(
    user_id: UUID,
    call: Annotated[Call[Context], Depends(calls(OWNER, role("support"), SERVICE))],
) -> Response:
    return await USERS.get(call, user_id)


@router.patch("/users/{user_id}", operation_id="update_user")
async def update_user(
    user_id: UUID,
    request: UpdateUserRequest,
    call: Annotated[Call[Context], Depends(calls(OWNER))],
) -> Response:
    return await USERS.update(call, user_id, request)
