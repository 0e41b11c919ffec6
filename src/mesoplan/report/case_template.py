"""A case file to fill in: what can be said of a case with this goal, commented."""

from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog


def case_template(goal: str, catalog: Catalog) -> str:
    """A TOML case file for a goal, by any of its names. Raises `UnknownName`.

    It is a case as it stands; what is commented out was not asked.
    """
    named = catalog.resolve(goal, ("goal",), "goal")
    return "\n".join(_lines(named.id, catalog)) + "\n"


def _lines(goal: str, catalog: Catalog) -> Iterator[str]:
    record = catalog.goal(goal)
    zones = record.zones or tuple(catalog.table("zone"))[:4]
    techniques = record.techniques or tuple(catalog.table("technique"))[:4]
    yield f"# {record.label}. Take the # off what you know; what stays commented out was not asked."
    yield f'goal = "{goal}"'
    yield f'# zone = "{zones[0]}"  # {", ".join(zones)}'
    yield '# jurisdiction = "IT"  # whose law: a country, EU, or a state such as US-CA'
    yield f'# technique = "{techniques[0]}"  # {", ".join(techniques)}'
    yield ""
    yield "[patient]"
    sexes = f'"{record.sex}"' if record.sex else '"female"'
    yield f"# sex = {sexes}  # female | male"
    yield "# age = 40  # whole years"
    yield '# weight = "62 kg"'
    if record.sex != "male":
        yield "# pregnant = false"
        yield "# breastfeeding = false"
    yield "# conditions = []  # [] means: asked, none. Any name or code"
    yield "# allergies = []  # facts, ingredients, classes or products"
    yield "# medicines = []"
    yield '# open = ["conditions"]  # lists that name what is known and answer nothing else'
    yield ""
    yield "[session]"
    yield "# points = 20"
    yield '# point_volume = "0.1 mL"'
    yield '# area = "20 cm2"'
    yield '# interval = "2 wk"  # since the session before; write "single = true" where there is none'
    yield '# use_within = "30 min"  # from drawing up to the last injection, or "at once"'
    yield ""
    yield "# One table a line of the cocktail, for `mesoplan check`:"
    yield "# [[cocktail]]"
    yield '# item = "lidocaine 2 %"  # an ingredient or a product'
    yield '# volume = "1 mL"'
    yield "# syringe = 1"
