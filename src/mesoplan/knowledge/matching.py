"""Whether members can be matched to ingredients, each to another one."""


def covered(members: tuple[str, ...], lineages: dict[str, tuple[str, ...]]) -> bool:
    """Whether distinct ingredients can be found for all members."""
    options = [[each for each, lineage in lineages.items() if member in lineage] for member in members]

    def place(position: int, used: frozenset[str]) -> bool:
        if position == len(options):
            return True
        return any(place(position + 1, used | {each}) for each in options[position] if each not in used)

    return place(0, frozenset())
