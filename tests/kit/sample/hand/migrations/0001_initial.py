"""initial"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parcel",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.BigInteger(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False, unique=True),
        sa.Column("weight", sa.Numeric(8, 3), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("content", JSONB(), nullable=False),
        sa.CheckConstraint("status IN ('packed', 'sent')", name="status"),
    )
    op.create_index("ix_parcel_sender_id_created_at", "parcel", ["sender_id", "created_at"])
    op.create_index("ix_parcel_weight", "parcel", ["weight"])
    op.create_table(
        "label",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.BigInteger(), nullable=False),
        sa.Column("parcel_id", sa.Uuid(), sa.ForeignKey("parcel.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.create_index("ix_label_parcel_id", "label", ["parcel_id"])
    # A commit that fails: what is checked no earlier than then.
    op.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'refused at the commit'; END $$"
    )
    for table, column in (("label", "words"), ("parcel", "note")):
        op.execute(
            f"CREATE CONSTRAINT TRIGGER late AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED"
            f" FOR EACH ROW WHEN (NEW.{column} = 'fails late') EXECUTE FUNCTION refuse()"
        )


def downgrade() -> None:
    op.drop_table("label")
    op.drop_table("parcel")
    op.execute("DROP FUNCTION refuse")
