"""What the rules look at: a case, its cocktail as mixtures, and the catalog's answers."""

from collections.abc import Iterable

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.mixture import Mixture, mix
from mesoplan.model.case import SESSION_SITE, Item, ResolvedCase, Site
from mesoplan.rules.case_facts import CaseFacts

#: What a site may say of the session in its place.
_OF_SITE = ("technique", "points", "point_volume", "area")


class Scene(CaseFacts):
    """One case under judgement with its cocktail. Mixtures are computed once.

    Scenes of one case share its `facts`, which know no cocktail.
    """

    __slots__ = ("_facts", "_hearsay", "_mixtures", "_places", "items")

    def __init__(
        self,
        case: ResolvedCase,
        knowledge: Knowledge,
        items: Iterable[Item] | None = None,
        facts: CaseFacts | None = None,
    ) -> None:
        super().__init__(case, knowledge)
        self.items = case.cocktail if items is None else tuple(items)
        self._facts = facts or CaseFacts(case._replace(cocktail=()), knowledge)
        self._kept = self._facts._kept
        self._mixtures: tuple[Mixture, ...] | None = None
        self._hearsay: frozenset[str] | None = None
        self._places: dict[Site, Scene] = {}

    def at(self, site: Site) -> "Scene":
        """The same cocktail judged where and how the syringes of one site are given."""
        if site == SESSION_SITE:
            return self
        if site not in self._places:
            case = self.case
            own = {key: value for key in _OF_SITE if (value := getattr(site, key))}
            # Depots and area of the session are those of the other place.
            session = case.session._replace(points=None, point_volume=None, area=None)._replace(**own)
            if site.technique:
                session = session._replace(route="")
            there = case._replace(zone=site.zone or case.zone, session=session)
            self._places[site] = Scene(there, self.knowledge, self.items)
        return self._places[site]

    @property
    def sites(self) -> tuple[Site, ...]:
        """Where the syringes are given; the session's own site alone when no line says one."""
        return tuple(dict.fromkeys(item.site for item in self.items)) or (SESSION_SITE,)

    @property
    def facts(self) -> CaseFacts:
        """The facts without the cocktail."""
        return self._facts

    def with_items(self, items: Iterable[Item]) -> "Scene":
        """The same case with another cocktail."""
        return Scene(self.case, self.knowledge, items, self._facts)

    @property
    def mixtures(self) -> tuple[Mixture, ...]:
        """One mixture a syringe, by syringe number."""
        if self._mixtures is None:
            numbers = sorted({item.syringe for item in self.items})
            self._mixtures = tuple(
                mix((item for item in self.items if item.syringe == number), self.knowledge)
                for number in numbers
            )
        return self._mixtures

    @property
    def hearsay(self) -> frozenset[str]:
        """Ingredients of the cocktail of which it was only recalled that a product holds them."""
        if self._hearsay is None:
            told = {item: self.once(_told, item.product) for item in self.items}
            read = {each for item in self.items for each in item.ingredients if each not in told[item]}
            self._hearsay = frozenset(each for item in self.items for each in told[item]) - read
        return self._hearsay


def _told(facts: CaseFacts, product: str) -> frozenset[str]:
    """What a product holds only by hearsay."""
    if not product:
        return frozenset()
    return frozenset(
        each.ingredient for each in facts.catalog.product(product).contains if each.cite.access == "recalled"
    )
