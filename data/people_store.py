"""`PeopleStore`: tenants, accounts, sessions and keys."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, select

from data.clusters import load_clusters
from data.database import Database
from data.feedback_rows import stamp
from data.people import Tenant
from data.people_accounts import AccountStore
from data.people_keys import KeyStore
from data.people_sessions import SessionStore
from data.people_tables import TENANTS
from data.regions import load_regions

DEFAULT_TENANT = Tenant(id="default", name="Meine Einrichtung")


class PeopleStore(Database):
    """Who may use this installation, and as what. Safe for threads and processes."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.accounts = AccountStore(engine)
        self.sessions = SessionStore(engine)
        self.keys = KeyStore(engine)

    def tenant(self, tenant_id: str) -> Tenant:
        """Return what is known of a tenant; one that nobody described has its id as its name."""
        asked = select(TENANTS).where(TENANTS.c.id == tenant_id)
        with self._reading() as connection:
            row = connection.execute(asked).one_or_none()
        if row is None:
            default = tenant_id == DEFAULT_TENANT.id
            return DEFAULT_TENANT if default else Tenant(id=tenant_id, name=tenant_id)
        return Tenant.model_validate_json(row.document).model_copy(update={"logo": row.logo})

    def tenants(self) -> tuple[Tenant, ...]:
        """Return all tenants that are described, without their logos, by id."""
        asked = select(TENANTS.c.document).order_by(TENANTS.c.id)
        with self._reading() as connection:
            return tuple(Tenant.model_validate_json(d) for d in connection.scalars(asked))

    def save_tenant(self, tenant: Tenant) -> None:
        """Write down a tenant. `RegionError` or `SectorError` if it names what is not known."""
        for region in tenant.regions:
            load_regions().resolve(region)
        if tenant.cluster is not None:
            load_clusters().get(tenant.cluster)
        row = {
            "id": tenant.id,
            "document": tenant.model_dump_json(exclude={"logo"}),
            "logo": tenant.logo,
            "updated_at": stamp(dt.datetime.now(dt.UTC)),
        }
        with self._writing() as connection:
            known = TENANTS.update().where(TENANTS.c.id == tenant.id)
            if connection.execute(known.values(row)).rowcount == 0:
                connection.execute(TENANTS.insert().values(row))
