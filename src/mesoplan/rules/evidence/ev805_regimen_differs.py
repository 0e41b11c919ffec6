"""EV805: the cocktail is not what was studied."""

from collections.abc import Iterator

from mesoplan.rules.evidence.studies import in_humans, studies
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.actives import held_to_goal


def check(scene: Scene) -> Iterator[Judgement]:
    """A caution when an active was only studied in other company; a note when only singly."""
    names = scene.of_company(_given)
    given = set(names)
    for ingredient in names:
        human = in_humans(studies(ingredient, scene), scene)
        if not human:
            continue
        companies = [_company_of(each.entity, given, scene) for each in human]
        if given in companies:
            continue
        alone = [each for each, company in zip(human, companies, strict=True) if company == {ingredient}]
        yield Judgement(
            severity="note" if alone else "caution",
            topic="alone" if alone else "other-company",
            subjects=(ingredient,),
            about=ingredient,
            statements=tuple(alone or human),
            data={
                "ingredient": ingredient,
                "company": "; ".join(sorted({" + ".join(sorted(c)) for c in companies})),
                "given": " + ".join(sorted(given)),
            },
        )


def _given(scene: Scene) -> tuple[str, ...]:
    """What has to serve the goal, by name."""
    return tuple(sorted({each for item in scene.items for each in held_to_goal(item, scene)}))


def _company_of(study: str, given: set[str], scene: Scene) -> set[str]:
    """The actives of a study, and what is given here without one that the study gave too."""
    return {
        each
        for each in scene.catalog.given_in(study)
        if each in given or scene.catalog.ingredient(each).role == "active"
    }


RULE = Rule(
    code="EV805",
    name="regimen-differs",
    scope="case",
    checks="Whether the actives of the cocktail are those of a study.",
    why="The result of a combination never passes to its parts, nor that of parts to a mixture.",
    example="Glutathione alone, studied only with tranexamic acid and vitamin C.",
    instead="Use the combination that was studied.",
    check=check,
    reads=frozenset({"place", "company"}),
    forbids=False,
)
