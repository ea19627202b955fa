"""`folkmoot privacy-pack`: the pages about data protection, with the settings in force, and what admins have set since."""

from __future__ import annotations

from importlib.metadata import version

from bot.bootstrap.platforms import enabled_platforms
from bot.bootstrap.product import is_made, language_model_of, organisation_of, read_storage, retention_of
from bot.config import Settings
from bot.domain.model import Organisation
from bot.domain.releases import effective_k
from bot.domain.releases.thresholds import needed_roster
from bot.ports import UnitOfWork
from bot.views.messages.privacy_pack import PackFacts, privacy_pack


def make_privacy_pack(settings: Settings) -> dict[str, str]:
    """Return the pages by the names of their files; before the first start they follow the settings alone.

    Raises what `open_storage` raises.
    """
    stored = read_storage(settings, _stored_organisation) if is_made(settings) else None
    organisation = stored or organisation_of(settings)
    specs = enabled_platforms(settings)
    model = language_model_of(settings)
    k = effective_k(organisation.k)
    facts = PackFacts(
        organisation=organisation.name,
        k=k,
        needed_roster=needed_roster(k),
        retention=retention_of(settings),
        platforms=tuple(spec.name for spec in specs),
        notes=tuple(spec.privacy_note for spec in specs if spec.privacy_note),
        contacts=bool(organisation.support_contacts or settings.support.lines),
        version=version("folkmoot"),
        language_model=model.host if model else "",
    )
    return privacy_pack(facts)


def _stored_organisation(uow: UnitOfWork) -> Organisation | None:
    return next(iter(uow.organisations.where()), None)
