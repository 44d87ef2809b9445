"""What is open of Product."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from plano_kit.auth.principal import PUBLIC, role
from plano_kit.http.call import Call, calls
from plano_kit.http.pagination import PageQuery, page_query
from plano_kit.types import Text

from ..context import Context
from ..entities.product import PRODUCTS
from ..schemas import CreateProductRequest, UpdateProductRequest

router = APIRouter(tags=["Product"])


@router.get("/products", operation_id="list_products")
async def list_products(
    call: Annotated[Call[Context], Depends(calls(PUBLIC))],
    page: Annotated[PageQuery, Depends(page_query)],
    sku: Annotated[Text, Field(max_length=32)] | None = None,
    name: Annotated[Text, Field(max_length=120)] | None = None,
) -> Response:
    return await PRODUCTS.list(call, page, {"sku": sku, "name": name})


@router.get("/products/{product_id}", operation_id="get_product")
async def get_product(product_id: UUID, call: Annotated[Call[Context], Depends(calls(PUBLIC))]) -> Response:
    return await PRODUCTS.get(call, product_id)


@router.post("/products", operation_id="create_product", status_code=201)
async def create_product(
    request: CreateProductRequest,
    call: Annotated[Call[Context], Depends(calls(role("admin")))],
) -> Response:
    return await PRODUCTS.create(call, request)


@router.patch("/products/{product_id}", operation_id="update_product")
async def update_product(
    product_id: UUID,
    request: UpdateProductRequest,
    call: Annotated[Call[Context], Depends(calls(role("admin")))],
) -> Response:
    return await PRODUCTS.update(call, product_id, request)
