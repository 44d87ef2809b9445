"""The client of catalog, and what it answers."""

from decimal import Decimal
from types import EllipsisType
from typing import Annotated, Literal
from uuid import UUID

from plano_kit.clients import Client
from plano_kit.http.pagination import Page
from plano_kit.partial import given
from plano_kit.types import Int, Model, Numeral, Text, Timestamp

from ..types import Item, Line


class ProductResponse(Model):
    id: UUID
    created_at: Timestamp
    updated_at: Timestamp
    row_version: Int
    sku: Text
    name: Text
    description: Text | None = None
    price: Annotated[Decimal, Numeral(12, 2)]
    stock: Int = 0


class CreateProductRequest(Model):
    sku: Text
    name: Text
    description: Text | None = None
    price: Annotated[Decimal, Numeral(12, 2)]
    stock: Int = 0


class UpdateProductRequest(Model):
    sku: Text | None = None
    name: Text | None = None
    description: Text | None = None
    price: Annotated[Decimal, Numeral(12, 2)] | None = None
    stock: Int | None = None


class PriceItemsRequest(Model):
    items: list[Item]


class PriceItemsResponse(Model):
    lines: list[Line]


class CatalogClient(Client):
    """Calls catalog."""

    async def list_products(
        self,
        *,
        sku: str | None = None,
        name: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        sort: Literal["-id", "id", "-name", "name", "-sku", "sku"] | None = None,
        count: bool | None = None,
    ) -> Page[ProductResponse]:
        """`GET /products`"""
        return await self.call(
            "GET",
            "/products",
            Page[ProductResponse],
            query={"sku": sku, "name": name, "limit": limit, "cursor": cursor, "sort": sort, "count": count},
        )

    async def get_product(self, product_id: UUID) -> ProductResponse:
        """`GET /products/{product_id}`"""
        return await self.call("GET", "/products/{product_id}", ProductResponse, values={"product_id": product_id})

    async def create_product(
        self,
        sku: str,
        name: str,
        *,
        description: str | None = None,
        price: Decimal,
        stock: int = 0,
    ) -> ProductResponse:
        """`POST /products`"""
        return await self.call(
            "POST",
            "/products",
            ProductResponse,
            body=CreateProductRequest(sku=sku, name=name, description=description, price=price, stock=stock),
        )

    async def update_product(
        self,
        product_id: UUID,
        *,
        sku: str | EllipsisType = ...,
        name: str | EllipsisType = ...,
        description: str | EllipsisType | None = ...,
        price: Decimal | EllipsisType = ...,
        stock: int | EllipsisType = ...,
        row_version: int | None = None,
    ) -> ProductResponse:
        """`PATCH /products/{product_id}`"""
        return await self.call(
            "PATCH",
            "/products/{product_id}",
            ProductResponse,
            values={"product_id": product_id},
            body=UpdateProductRequest.model_validate(
                given(sku=sku, name=name, description=description, price=price, stock=stock),
            ),
            if_match=None if row_version is None else f'"{row_version}"',
        )

    async def price_items(self, items: list[Item]) -> PriceItemsResponse:
        """`POST /prices`"""
        return await self.call("POST", "/prices", PriceItemsResponse, body=PriceItemsRequest(items=items))
