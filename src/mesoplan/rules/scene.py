"""What the rules look at: a case, its cocktail as mixtures, and the catalog's answers."""

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.mixture import Mixture, mix
from mesoplan.model.case import SESSION_SITE, Item, ResolvedCase, Site
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.shown import COMPANY, Undeclared, exact, key_of, key_of_item, shown

if TYPE_CHECKING:
    from mesoplan.model.finding import Finding, Judgement
    from mesoplan.rules.rule import Rule

_Said = TypeVar("_Said", bound=Hashable)

#: What is asked of a cocktail: a function of a scene, and its other arguments.
_Question = tuple[Any, ...]

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
        "_items",
        "_mixtures",
        "_origin",
        "_parts",
        "_places",
        "_shown",
        "_tokens",
    )

    def __init__(
        self,
        case: ResolvedCase,
        knowledge: Knowledge,
        items: Iterable[Item] | None = None,
        facts: CaseFacts | None = None,
    ) -> None:
        super().__init__(case, knowledge)
        self._items = case.cocktail if items is None else tuple(items)
        self._facts = facts or CaseFacts(case._replace(cocktail=()), knowledge)
        self._kept = self._facts._kept
        self._origin: Scene | None = None
        self._mixtures: tuple[Mixture, ...] | None = None
        self._hearsay: frozenset[str] | None = None
        self._shown: dict[frozenset[str], Scene] = {}
        self._tokens: dict[int, int] | None = None
        self._company: tuple[int, ...] | None = None
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
    def items(self) -> tuple[Item, ...]:
        """The lines of the cocktail."""
        return self._items

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
            self._mixtures = self._origin.mixtures if self._origin is not None else self._mixed()
        return self._mixtures

    def _mixed(self) -> tuple[Mixture, ...]:
        items = self.items
        return tuple(
            mix((item for item in items if item.syringe == number), self.knowledge)
            for number in sorted({item.syringe for item in items})
        )

    @property
    def hearsay(self) -> frozenset[str]:
        """Ingredients of the cocktail of which it was only recalled that a product holds them."""
        if self._hearsay is None:
            told = {item: self.knowledge.once(_told, item.product) for item in self.items}
            read = {each for item in self.items for each in item.ingredients if each not in told[item]}
            self._hearsay = frozenset(each for item in self.items for each in told[item]) - read
        return self._hearsay

    def of_company(self, ask: "Callable[..., _Said]", *given: Hashable) -> _Said:
        """What ``ask`` says of the scene and these arguments.

        A rule that reads the company asks in this way for what it has to know of it: its judgement is then
        kept for every other cocktail of which the same is said.
        """
        return ask(self, *given)

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
        all that is the same to the letter; of the company, all that the rule looked at.
        """
        there = self._shown.get(rule.reads) or self.shown_to(rule)
        tokens = self._tokens or self.numbered()
        key: tuple[object, ...]
        if len(about) == 1:
            key = (rule.check, tokens[id(about[0])])
        else:
            key = (rule.check, *[tokens[id(each)] for each in about])
        found: Any = there._facts._judged.get(key)
        if type(found) is tuple:
            return found
        return there._judge(rule, given, key)

    def _judge(self, rule: "Rule", given: tuple[Any, ...], key: Hashable) -> tuple[Any, ...]:
        found = self._facts._judged[key] = self._said(rule, given)
        self._grown(rule)
        return found

    def _said(self, rule: "Rule", given: tuple[Any, ...]) -> tuple[Any, ...]:
        check: Callable[..., Iterable[Any]] = rule.check
        found = tuple(check(*given, self))
        if not rule.forbids and any(each.severity == "forbid" for each in found):
            raise Undeclared(f"{rule.code} forbids, which it does not declare")
        return found

    def _grown(self, rule: "Rule") -> None:
        self.knowledge.judgements.grown(passing=not rule.reads.isdisjoint(("patient", "record")))

    def found(self, rule: "Rule", judgement: "Judgement", make: "Callable[[], Finding]") -> "Finding":
        """The finding that one judgement of a rule makes; made once for a judgement that is kept."""
        kept: dict[object, Any] = self.shown_to(rule)._facts._judged
        known = kept.get(id(judgement))
        if known is None or known[0] is not judgement:
            known = kept[id(judgement)] = (judgement, make())
            self._grown(rule)
        made: Finding = known[1]
        return made

    def _with_shown(self, reads: frozenset[str]) -> "Scene":
        facts = self._facts._reduced.get(reads)
        if facts is None:
            facts = self._facts._reduced[reads] = self.knowledge.judgements.facts(
                key_of(self.case, reads, self._parts),
                lambda: CaseFacts(shown(self.case, reads), self.knowledge),
                passing=not reads.isdisjoint(("patient", "record")),
            )
        if "company" in reads:
            return _Noting(self, facts)
        there = Scene(facts.case, self.knowledge, (), facts)
        there._items = COMPANY
        return there

    def numbered(self) -> dict[int, int]:
        """A number for the identity of each item; equal numbers mean items that are equal to the letter."""
        if self._tokens is None:
            number_of = self.knowledge.judgements.number_of
            self._tokens = {id(item): number_of(item, key_of_item) for item in self._items}
        return self._tokens

    @property
    def company(self) -> tuple[int, ...]:
        """The items by their numbers; the same for two cocktails only if they are the same to the letter."""
        if self._company is None:
            if self._origin is not None:
                self._company = self._origin.company
            else:
                tokens = self.numbered()
                self._company = tuple([tokens[id(item)] for item in self._items])
        return self._company


class _Asked:
    """What a rule asked of the company, and by the answer what it asked next or said."""

    __slots__ = ("after", "question")

    def __init__(self, question: _Question) -> None:
        self.question = question
        self.after: dict[Hashable, Any] = {}


class _Noting(Scene):
    """What is shown to a rule that reads the company, with note of what it looks at of the company.

    A judgement hangs on the answers to what was asked for it and on nothing else of the company: the rule
    goes another way only after another answer. So it is kept along the answers.
    """

    __slots__ = ("_answers", "_noted")

    def __init__(self, whole: Scene, facts: CaseFacts) -> None:
        super().__init__(facts.case, whole.knowledge, whole.items, facts)
        self._origin = whole
        self._noted: dict[_Question, Hashable] = {}
        self._answers: dict[_Question, tuple[Any, Hashable]] = {}

    @property
    def items(self) -> tuple[Item, ...]:
        """The lines of the cocktail; what goes through them hangs on all of them."""
        self.of_company(_everything)
        return self._items

    @property
    def mixtures(self) -> tuple[Mixture, ...]:
        """One mixture a syringe, by syringe number."""
        self.of_company(_everything)
        return super().mixtures

    @property
    def hearsay(self) -> frozenset[str]:
        """Ingredients of the cocktail of which it was only recalled that a product holds them."""
        self.of_company(_everything)
        return super().hearsay

    def at(self, site: Site) -> Scene:
        """The same cocktail judged where and how the syringes of one site are given."""
        self.of_company(_everything)
        return super().at(site)

    def of_company(self, ask: Callable[..., Any], *given: Hashable) -> Any:
        """What ``ask`` says of the cocktail, noted."""
        question = (ask, *given)
        said, self._noted[question] = self._answer(question)
        return said

    def _answer(self, question: _Question) -> tuple[Any, Hashable]:
        """The answer, and what is the same for two cocktails only if it is the same to the letter."""
        found = self._answers.get(question)
        if found is None:
            whole = Scene(self.case, self.knowledge, self._items, self._facts)
            whole._origin = self._origin
            said = question[0](whole, *question[1:])
            found = self._answers[question] = (said, exact(said))
        return found

    def _judge(self, rule: "Rule", given: tuple[Any, ...], key: Hashable) -> tuple[Any, ...]:
        kept, place = self._reached(key)
        found: tuple[Any, ...] | None = kept.get(place)
        if found is not None:
            return found
        self._noted = {}
        found = self._said(rule, given)
        kept, place = self._facts._judged, key
        for question, said in self._noted.items():
            asked = kept.get(place)
            if not isinstance(asked, _Asked):
                asked = kept[place] = _Asked(question)
            kept, place = asked.after, said
        kept[place] = found
        self._grown(rule)
        return found

    def _reached(self, key: Hashable) -> tuple[dict[Any, Any], Hashable]:
        """Where a judgement is kept, as far as the questions are known that lead to it."""
        kept: dict[Any, Any] = self._facts._judged
        asked = kept.get(key)
        while type(asked) is _Asked:
            kept, key = asked.after, self._answer(asked.question)[1]
            asked = kept.get(key)
        return kept, key


def _everything(scene: Scene) -> tuple[int, ...]:
    """Every item of a cocktail to the letter."""
    return scene.company


def _told(knowledge: Knowledge, product: str) -> frozenset[str]:
    """What a product holds only by hearsay; what is taken from the patient is what it is called."""
    record = knowledge.catalog.product(product) if product else None
    if record is None or record.kind == "autologous":
        return frozenset()
    return frozenset(each.ingredient for each in record.contains if each.cite.access == "recalled")
