"""What an ingredient says against what its classes say."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, warning
from mesoplan.model.ingredient import Caution


def contradicted_class(look: Look) -> Iterator[Fault]:
    """CA061: a caution milder than that of a class, which does not say that it overrides it."""
    for identity, entry in look.tables["ingredient"].items():
        for place, caution in enumerate(entry.record.cautions):
            if caution.effect == "contraindicated" or caution.overrides_class:
                continue
            own = [each for each in entry.record.cautions if each.fact == caution.fact]
            if any(each.effect == "contraindicated" for each in own):
                continue
            for group in look.lineage[identity]:
                if _stricter(look, group, caution):
                    yield warning(
                        "CA061",
                        entry,
                        f"cautions[{place}].effect",
                        f'"{caution.fact}" is a {caution.effect} here and a contraindication in class '
                        f'"{group}".',
                        "The class decides: the ingredient stays forbidden.",
                        "Say overrides_class = true if this source knows better, or drop the statement.",
                    )
                    break


def _stricter(look: Look, group: str, caution: Caution) -> bool:
    entry = look.tables["class"].get(group)
    if entry is None:
        return False
    return any(
        each.fact == caution.fact
        and each.effect == "contraindicated"
        and each.sex in (None, caution.sex)
        and each.cosmetic in (None, caution.cosmetic)
        for each in entry.record.cautions
    )
