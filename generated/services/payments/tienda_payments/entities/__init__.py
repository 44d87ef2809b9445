"""The entities of this service."""

from .payment import PAYMENTS, Payment, PaymentResponse

__all__ = ["PAYMENTS", "Payment", "PaymentResponse"]
