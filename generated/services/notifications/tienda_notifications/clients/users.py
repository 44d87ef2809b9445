"""The client of users, and what it answers."""

from types import EllipsisType
from typing import Literal
from uuid import UUID

from plano_kit.clients import Client
from plano_kit.http.pagination import Page
from plano_kit.partial import given
from plano_kit.types import Email, Int, Model, Text, Timestamp


class UserResponse(Model):
    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    email: Email
    full_name: Text


class UpdateUserRequest(Model):
    email: Email | None = None
    full_name: Text | None = None


class UsersClient(Client):
    """Calls users."""

    async def list_users(
        self,
        *,
        email: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        sort: Literal["-id", "id", "-email", "email"] | None = None,
        count: bool | None = None,
    ) -> Page[UserResponse]:
        """`GET /users`"""
        return await self.call(
            "GET",
            "/users",
            Page[UserResponse],
            query={"email": email, "limit": limit, "cursor": cursor, "sort": sort, "count": count},
        )

    async def get_user(self, user_id: UUID) -> UserResponse:
        """`GET /users/{user_id}`"""
        return await self.call("GET", "/users/{user_id}", UserResponse, values={"user_id": user_id})

    async def update_user(
        self,
        user_id: UUID,
        *,
        email: str | EllipsisType = ...,
        full_name: str | EllipsisType = ...,
        row_version: int | None = None,
    ) -> UserResponse:
        """`PATCH /users/{user_id}`"""
        return await self.call(
            "PATCH",
            "/users/{user_id}",
            UserResponse,
            values={"user_id": user_id},
            body=UpdateUserRequest.model_validate(given(email=email, full_name=full_name)),
            if_match=None if row_version is None else f'"{row_version}"',
        )
