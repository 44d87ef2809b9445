"""Hand-written Python takes up the names that follow from the blueprint: those that are certain, and no others."""

from __future__ import annotations

import textwrap

from plano.renaming.blueprint import renamed
from plano.renaming.derived import Names, names
from plano.renaming.python import Rewritten, rewrite
from plano.renaming.source import Source
from plano.renaming.targets import target
from tests.renaming.blueprints import REFERENCE
from tests.renaming.judging import described

TEXT = REFERENCE.read_text()


def changed(kind: str, old: str, new: str, text: str = TEXT) -> Names:
    """The names that a rename of the reference changes."""
    source = Source.of(text)
    done = renamed(source, described(text), target(source, kind, old, new), settled=False)
    return names(done.old, done.new)


def after(code: str, what: Names, module: str = "services.orders.handlers") -> tuple[str, list[int]]:
    """The module after the rename, and the lines that were left to look at."""
    text = textwrap.dedent(code)
    done: Rewritten = rewrite(text, module, what)
    return done.applied(text), sorted({each.line for each in done.doubts})


SERVICE = changed("service", "orders", "sales")
TOPIC = changed("topic", "orders.placed", "sales.placed")
ENTITY = changed("entity", "orders.Order", "Purchase")
FIELD = changed("field", "orders.Order.status", "state")
CLIENT = changed("service", "catalog", "goods")


def test_a_package_is_imported_by_its_new_name_however_it_is_imported() -> None:
    code = """\
        import tienda_orders
        import tienda_orders.events as carried
        from tienda_orders import Order, events
        from   tienda_orders . entities.order import (  # spaced
            ORDERS,
        )
        from services.orders.handlers import place_order
        from services import orders

        made = tienda_orders.Order, tienda_orders.events.OrdersPlaced, orders.handlers
        """
    found, doubts = after(code, SERVICE)
    assert found == textwrap.dedent("""\
        import tienda_sales
        import tienda_sales.events as carried
        from tienda_sales import Order, events
        from   tienda_sales.entities.order import (  # spaced
            ORDERS,
        )
        from services.sales.handlers import place_order
        from services import sales

        made = tienda_sales.Order, tienda_sales.events.OrdersPlaced, sales.handlers
        """)
    assert doubts == []


def test_a_class_is_renamed_where_it_is_the_generated_one() -> None:
    code = '''\
        """OrdersPlaced is told here."""
        from tienda_orders import Context, OrdersPlaced
        from elsewhere import OrdersPlaced as Other

        async def tell(event: OrdersPlaced, ctx: Context) -> None:
            # an OrdersPlaced
            await ctx.publish(OrdersPlaced(order_id=event.order_id))
            Other.OrdersPlaced()
        '''
    found, doubts = after(code, TOPIC)
    assert found == textwrap.dedent('''\
        """OrdersPlaced is told here."""
        from tienda_orders import Context, SalesPlaced
        from elsewhere import OrdersPlaced as Other

        async def tell(event: SalesPlaced, ctx: Context) -> None:
            # an OrdersPlaced
            await ctx.publish(SalesPlaced(order_id=event.order_id))
            Other.OrdersPlaced()
        ''')
    assert doubts == []


def test_a_class_of_that_name_from_elsewhere_stays() -> None:
    code = "from elsewhere import OrdersPlaced\n\nmade = OrdersPlaced()\n"
    assert after(code, TOPIC) == (code, [])


def test_a_name_that_is_bound_twice_keeps_its_local_name() -> None:
    code = """\
        from tienda_orders import OrdersPlaced

        def plain(OrdersPlaced: int) -> int:
            return OrdersPlaced
        """
    found, _ = after(code, TOPIC)
    assert found.splitlines()[0] == "from tienda_orders import SalesPlaced as OrdersPlaced"
    assert found.splitlines()[1:] == textwrap.dedent(code).splitlines()[1:]


def test_a_new_name_that_is_taken_is_imported_under_the_old_one() -> None:
    found, _ = after("from tienda_orders import Order\n\nPurchase = 1\nmade = Order()\n", ENTITY)
    assert found == "from tienda_orders import Purchase as Order\n\nPurchase = 1\nmade = Order()\n"


def test_a_text_that_names_it_is_left_and_listed() -> None:
    code = """\
        from tienda_orders import OrdersPlaced

        NAME = "OrdersPlaced"
        PATH = f"tienda_orders.{NAME}"
        """
    found, doubts = after(code, TOPIC)
    assert 'NAME = "OrdersPlaced"' in found
    assert doubts == [3]
    assert after(code, SERVICE)[1] == [4]


def test_entity_resources_and_bodies_follow() -> None:
    users = changed("entity", "catalog.Product", "Good")
    code = """\
        from tienda_catalog import CreateProductRequest, Product, ProductResponse
        from tienda_catalog.entities.product import PRODUCTS
        """
    assert after(code, users)[0] == textwrap.dedent("""\
        from tienda_catalog import CreateGoodRequest, Good, GoodResponse
        from tienda_catalog.entities.good import PRODUCTS
        """)


def test_clients_and_their_methods_follow_where_the_context_is_certain() -> None:
    code = """\
        from tienda_orders import Context

        async def place_order(ctx: Context, other) -> None:
            await ctx.clients.catalog.price_items([])
            clients = ctx.clients
            await clients.catalog.get_product(1)
            await ctx.for_event(None).clients.catalog.list_products()
            await other.clients.catalog.price_items([])
            other.catalog()
        """
    found, doubts = after(code, CLIENT)
    assert found.count(".goods.") == 3
    assert "other.clients.catalog.price_items" in found
    assert doubts == [8]
    methods, _ = after(code, changed("entity", "catalog.Product", "Good"))
    assert "clients.catalog.get_good(1)" in methods


def test_a_field_is_renamed_where_what_has_it_is_certain() -> None:
    code = """\
        from tienda_orders import Context, Order, OrdersPlaced

        async def place_order(ctx: Context, given: Order | None, event: OrdersPlaced) -> None:
            order = await ctx.get(Order, 1)
            order.status = "paid"
            made = Order(status="placed", note=None)
            for each in await ctx.list(Order, Order.status == "paid"):
                print(f"{each.status} and {given.status}", status=made.status)
            names = [one.status for one in _all()]
            return [row.status for row in names], event.status

        def _all() -> list[Order]: ...
        """
    found, doubts = after(code, FIELD)
    assert found == textwrap.dedent("""\
        from tienda_orders import Context, Order, OrdersPlaced

        async def place_order(ctx: Context, given: Order | None, event: OrdersPlaced) -> None:
            order = await ctx.get(Order, 1)
            order.state = "paid"
            made = Order(state="placed", note=None)
            for each in await ctx.list(Order, Order.state == "paid"):
                print(f"{each.state} and {given.state}", status=made.state)
            names = [one.state for one in _all()]
            return [row.status for row in names], event.status

        def _all() -> list[Order]: ...
        """)
    assert doubts == [8, 10]  # a keyword of something unknown; the item of a list of something unknown


def test_a_name_that_holds_two_things_is_not_certain() -> None:
    code = """\
        from tienda_orders import Context, Order, OrdersPlaced

        async def place_order(ctx: Context, event: OrdersPlaced) -> None:
            row = await ctx.get(Order, 1)
            row.status
            row = event
            row.status
        """
    found, doubts = after(code, FIELD)
    assert found == textwrap.dedent(code)
    assert doubts == [5, 7]


def test_a_name_that_also_holds_something_unknown_is_not_certain() -> None:
    code = """\
        from tienda_orders import Context, Order

        async def place_order(ctx: Context) -> None:
            row = await ctx.get(Order, 1)
            if row is None:
                row = made_up()
            row.status
        """
    assert after(code, FIELD) == (textwrap.dedent(code), [7])


def test_a_parameter_hides_what_was_imported() -> None:
    code = """\
        from tienda_orders import Context, Order

        def helper(Context, thing: Context) -> None:
            thing.clients.catalog()

        async def place_order(ctx: Context) -> None:
            (lambda ctx: ctx.clients.catalog)(1)
            ctx.clients.catalog
        """
    found, doubts = after(code, CLIENT)
    assert found == textwrap.dedent(code)
    assert 4 in doubts


def test_what_an_event_no_longer_takes_from_a_row_is_listed() -> None:
    code = """\
        from tienda_orders import Order, OrdersPlaced

        def told(order: Order) -> OrdersPlaced:
            return OrdersPlaced.of(order, order_id=order.id)
        """
    assert after(code, changed("field", "orders.Order.customer_id", "buyer_id"))[1] == [4]
    assert after(code, changed("field", "orders.Order.note", "remark"))[1] == []
    topic, _ = after(code, changed("field", "orders.placed.order_id", "number"))
    assert "OrdersPlaced.of(order, number=order.id)" in topic


def test_a_handler_whose_name_follows_from_a_topic_is_renamed_with_it() -> None:
    text = TEXT.replace("orders.placed: {handler: settle}", "orders.placed: {}")
    what = changed("topic", "orders.placed", "sales.placed", text)
    code = """\
        async def on_orders_placed(event, ctx) -> None:
            pass

        ALL = [on_orders_placed]
        """
    assert after(code, what, "services.payments.handlers")[0] == code_after(code)
    assert after(code, what, "services.orders.handlers")[0] == textwrap.dedent(code)


def code_after(code: str) -> str:
    return textwrap.dedent(code).replace("on_orders_placed", "on_sales_placed")


def test_a_module_that_does_not_parse_is_left_and_its_lines_are_listed() -> None:
    code = "from tienda_orders import OrdersPlaced\nif\n"
    assert after(code, TOPIC) == (code, [1])


def test_places_are_right_in_lines_with_other_letters_and_other_line_ends() -> None:
    code = 'from tienda_orders import Order\r\nx = "ñandú 🦤", Order, f"¡{Order}!"\r\n'
    done = rewrite(code, "services.orders.more", ENTITY)
    assert done.applied(code) == 'from tienda_orders import Purchase\r\nx = "ñandú 🦤", Purchase, f"¡{Purchase}!"\r\n'


def test_search_and_replace_would_be_found_out() -> None:
    """A negative control: what these tests hold against is exactly what a careless rename does."""
    code = '# OrdersPlaced\nfrom elsewhere import OrdersPlaced\nNAME = "OrdersPlaced"\n'
    assert after(code, TOPIC)[0] == code
    assert after(code, TOPIC)[0] != code.replace("OrdersPlaced", "SalesPlaced")
