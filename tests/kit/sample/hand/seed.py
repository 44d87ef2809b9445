"""First data of the sample."""

from decimal import Decimal

from tests.kit.sample.depot import DepotContext, Parcel


async def seed(ctx: DepotContext) -> None:
    ctx.session.add(Parcel(sender_id=ctx.principal.id, code="first", weight=Decimal(1), content=[]))
