"""ID102: salt, base or ester matters and was not said."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Unknown for each ingredient whose form changes the dose and is not stated."""
    for content in item.contents:
        record = scene.catalog.ingredient(content.ingredient)
        if record.form_matters is None or content.form or len(record.forms) < 2:
            continue
        statements = tuple(Stated(content.ingredient, form) for form in record.forms if form.cite is not None)
        yield Judgement(
            severity="unknown",
            topic="form",
            subjects=(content.ingredient,),
            about=content.ingredient,
            statements=statements,
            data={"ingredient": content.ingredient, "forms": ", ".join(form.id for form in record.forms)},
            fixes=(Fix("state", content.ingredient, "form"),),
            needs=(Need("form", content.ingredient),),
        )


RULE = Rule(
    code="ID102",
    name="form-unspecified",
    scope="item",
    checks="Whether the salt, base or ester is stated where the dose depends on it.",
    why="10 mg of a salt is less than 10 mg of the base; two esters of one steroid differ in kind.",
    example="Methylprednisolone: acetate is a suspension, sodium succinate a solution.",
    instead='Name the product, or write form = "...".',
    check=check,
    reads=frozenset(),
    forbids=False,
)
