"""The registry of this service's tables."""

from sqlalchemy import MetaData
from sqlalchemy.orm import registry

from plano_kit.database.tables import NAMING, Table


class Base(Table, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """What every table of this service derives from."""


metadata = Base.metadata
