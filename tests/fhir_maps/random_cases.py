"""Random cases over the vocabulary of a catalog."""

import random
from typing import Any

import mesoplan


def random_cases(engine: mesoplan.Engine, count: int, seed: int = 20261127) -> list[mesoplan.Case]:
    """Cases that can be checked, the same ones for a seed."""
    draw = random.Random(seed)
    catalog = engine.catalog
    pick = {kind: sorted(catalog.table(kind)) for kind in ("ingredient", "product", "goal", "fact")}
    cases: list[mesoplan.Case] = []
    while len(cases) < count:
        rows: list[dict[str, Any]] = [
            {
                "ingredient": draw.choice(pick["ingredient"]),
                "amount": f"{draw.randint(1, 40)} mg",
                "syringe": 1,
            }
            if draw.random() < 0.6
            else {"product": draw.choice(pick["product"]), "volume": "0.5 mL", "syringe": draw.randint(1, 2)}
            for _ in range(draw.randint(1, 3))
        ]
        patient = {draw.choice(pick["fact"]): True, "age": draw.randint(18, 80)}
        case = mesoplan.Case(
            goal=draw.choice(pick["goal"]), jurisdiction="EU", patient=patient, cocktail=tuple(rows)
        )
        try:
            engine.check(case)
        except mesoplan.MesoplanError:
            continue
        cases.append(case)
    return cases
