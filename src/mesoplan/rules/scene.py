"""What the rules look at: a case, its cocktail as mixtures, and the catalog's answers."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.mixture import Mixture, mix
from mesoplan.model.case import SESSION_SITE, Item, ResolvedCase, Site
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.shown import COMPANY, key_of, key_of_item, shown

if TYPE_CHECKING:
    from mesoplan.model.finding import Finding, Judgement
    from mesoplan.rules.rule import Rule

_Yielded = TypeVar("_Yielded")

#: What a site may say of the session in its place.
_OF_SITE = ("technique", "points", "point_volume", "area")


class Scene(CaseFacts):
    """One case under judgement with its cocktail. Mixtures are computed once.

    Scenes of one case share its `facts`, which know no cocktail.
    """

    __slots__ = (
        "_company",
        "_facts",
        "_hearsay",
        "_mixtures",
        "_parts",
        "_places",
        "_shown",
        "_tokens",
        "items",
    )

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
        self._shown: dict[frozenset[str], Scene] = {}
        self._tokens: dict[int, int] | None = None
        self._company: tuple[int, ...] = ()
        self._parts: dict[str, object] = {}
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
            told = {item: self.knowledge.once(_told, item.product) for item in self.items}
            read = {each for item in self.items for each in item.ingredients if each not in told[item]}
            self._hearsay = frozenset(each for item in self.items for each in told[item]) - read
        return self._hearsay

    # ------------------------------------------------------------------ what a rule is shown

    def shown_to(self, rule: "Rule") -> "Scene":
        """The scene with all hidden that the rule does not declare to read."""
        found = self._shown.get(rule.reads)
        if found is None:
            found = self._shown[rule.reads] = self._with_shown(rule.reads)
        return found

    def judged(self, rule: "Rule", about: tuple[Item, ...], given: tuple[Any, ...]) -> tuple[Any, ...]:
        """What ``check`` of a rule yields about these items; asked once for all that the rule is shown.

        ``given`` is what the check takes before the scene.

        It is kept with what the catalog implies, for this and for every other case and cocktail in which
        all that is the same to the letter.
        """
        there = self._shown.get(rule.reads) or self.shown_to(rule)
        tokens = self._tokens or self._numbered()
        company = self._company if there.items is not COMPANY else ()
        key: tuple[object, ...]
        if len(about) == 1:
            key = (rule.check, tokens[id(about[0])], company)
        else:
            key = (rule.check, *[tokens[id(each)] for each in about], company)
        kept: dict[object, Any] = there._facts._judged
        found: tuple[Any, ...] | None = kept.get(key)
        if found is None:
            check: Callable[..., Iterable[Any]] = rule.check
            found = kept[key] = tuple(check(*given, there))
            self.knowledge.judgements.grown(passing=not rule.reads.isdisjoint(("patient", "record")))
        return found

    def found(self, rule: "Rule", judgement: "Judgement", make: "Callable[[], Finding]") -> "Finding":
        """The finding that one judgement of a rule makes; made once for a judgement that is kept."""
        kept: dict[object, Any] = self.shown_to(rule)._facts._judged
        known = kept.get(id(judgement))
        if known is None or known[0] is not judgement:
            known = kept[id(judgement)] = (judgement, make())
            self.knowledge.judgements.grown(passing=not rule.reads.isdisjoint(("patient", "record")))
        made: Finding = known[1]
        return made

    def _with_shown(self, reads: frozenset[str]) -> "Scene":
        facts = self.knowledge.judgements.facts(
            key_of(self.case, reads, self._parts),
            lambda: CaseFacts(shown(self.case, reads), self.knowledge),
            passing=not reads.isdisjoint(("patient", "record")),
        )
        there = Scene(facts.case, self.knowledge, (), facts)
        if "company" in reads:
            there.items, there._mixtures, there._hearsay = self.items, self.mixtures, None
        else:
            there.items = COMPANY
        return there

    def _numbered(self) -> dict[int, int]:
        """A number for each item of the scene; equal numbers mean items that are equal to the letter."""
        if self._tokens is None:
            number = self.knowledge.judgements.number
            self._tokens = {id(item): number(key_of_item(item)) for item in self.items}
            self._company = tuple(self._tokens[id(item)] for item in self.items)
        return self._tokens


def _told(knowledge: Knowledge, product: str) -> frozenset[str]:
    """What a product holds only by hearsay; what is taken from the patient is what it is called."""
    record = knowledge.catalog.product(product) if product else None
    if record is None or record.kind == "autologous":
        return frozenset()
    return frozenset(each.ingredient for each in record.contains if each.cite.access == "recalled")
