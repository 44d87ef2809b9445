"""What the notifications service decides. Everything around it is generated."""

from email.message import EmailMessage
from uuid import UUID

from tienda_notifications import Context, Notification, OrdersPlaced, PaymentsSettled


async def confirm_order(event: OrdersPlaced, ctx: Context) -> None:
    lines = "\n".join(f"{line.quantity} × {line.sku} at {line.price}" for line in event.lines)
    await _tell(event.customer_id, "Your order", f"We have your order {event.order_id}:\n\n{lines}", ctx)


async def thank_customer(events: list[PaymentsSettled], ctx: Context) -> None:
    for event in events:
        body = f"Thank you: {event.amount} for the order {event.order_id} has arrived."
        await _tell(event.customer_id, "Your payment", body, ctx.for_event(event))


async def _tell(recipient: UUID, subject: str, body: str, ctx: Context) -> None:
    user = await ctx.clients.users.get_user(recipient)
    mail = EmailMessage()
    mail["From"] = "shop@tienda.example"
    mail["To"] = user.email
    mail["Subject"] = subject
    mail.set_content(f"Dear {user.full_name},\n\n{body}\n")
    await ctx.clients.mail.send(mail)
    ctx.session.add(Notification(recipient=recipient, subject=subject, body=body, sent_at=ctx.now))
