"""What the patient's record says of earlier sessions: what rules of several families ask it."""

from datetime import date

from mesoplan.model.case import EarlierSession
from mesoplan.rules.case_facts import CaseFacts


def sessions_with(ingredient: str, scene: CaseFacts) -> tuple[EarlierSession, ...]:
    """The recorded sessions in which an ingredient was given, the earliest first."""
    record = scene.case.record
    if record is None:
        return ()
    return tuple(
        each for each in record.sessions if any(ingredient in item.ingredients for item in each.items)
    )


def last_of_its_kind(ingredient: str, scene: CaseFacts) -> tuple[EarlierSession, str] | None:
    """The last session with an ingredient, or with one of a class of which one a session is enough.

    With what was given then: botulinum toxins of two makers are one kind.
    """
    record = scene.case.record
    if record is None:
        return None
    groups = [
        group
        for group, _ in scene.catalog.ancestors("ingredient", ingredient)
        if scene.catalog.ingredient_class(group).one_per_session is not None
    ]
    for session in reversed(record.sessions):
        given = [each for item in session.items for each in item.ingredients]
        if ingredient in given:
            return session, ingredient
        for each in given:
            if any(scene.knowledge.is_a(each, group) for group in groups):
                return session, each
    return None


def days_since(day: str, scene: CaseFacts) -> int:
    """Days from a day to that of the record; 0 where there is no record."""
    record = scene.case.record
    return 0 if record is None else (date.fromisoformat(record.on) - date.fromisoformat(day)).days
