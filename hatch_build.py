"""Puts the compiled catalog and the compiled modules into the wheel, so that a start compiles nothing."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiled(BuildHookInterface):  # type: ignore[misc]
    """An editable install gets neither: there the sources are the truth, and are read."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile `catalog/` with the sources that go into the wheel, and these; a fault ends the build."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from mesoplan.bundle import BUNDLE_FILE, bundle, modules_in
            from mesoplan.catalog.locate import PACK_FILE
            from mesoplan.catalog.packing import write_pack
        finally:
            sys.path.pop(0)
        folder = Path(tempfile.mkdtemp(prefix="mesoplan-build-"))
        write_pack(folder / PACK_FILE, base=root / "catalog")
        (folder / BUNDLE_FILE).write_bytes(bundle(modules_in(root / "src" / "mesoplan")))
        for name in (PACK_FILE, BUNDLE_FILE):
            build_data["force_include"][str(folder / name)] = f"mesoplan/{name}"
