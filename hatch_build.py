"""Puts the compiled catalog into the wheel, so that a first start compiles nothing."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackedCatalog(BuildHookInterface):  # type: ignore[misc]
    """An editable install gets no pack: there the sources are the truth, and are read."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile `catalog/` with the sources that go into the wheel; a fault in it ends the build."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from mesoplan.catalog.locate import PACK_FILE
            from mesoplan.catalog.packing import write_pack
        finally:
            sys.path.pop(0)
        file = Path(tempfile.mkdtemp(prefix="mesoplan-pack-")) / PACK_FILE
        write_pack(file, base=root / "catalog")
        build_data["force_include"][str(file)] = f"mesoplan/{PACK_FILE}"
