"""Initial."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
tables = {"order": "db5a1b5ed472"}


def upgrade() -> None:
    op.create_table(
        "order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("total", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("\"status\" IN ('placed', 'paid', 'cancelled')", name=op.f("ck_order_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order")),
    )
    op.create_index("ix_order_customer_id_created_at", "order", ["customer_id", "created_at"], unique=False)
    op.create_index("ix_order_status_created_at", "order", ["status", "created_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_order_status_created_at", table_name="order")
    op.drop_index("ix_order_customer_id_created_at", table_name="order")
    op.drop_table("order")
