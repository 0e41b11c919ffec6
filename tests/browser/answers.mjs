// The same answers under Pyodide: node answers.mjs NODE_MODULES SITE; SITE is a built desk without a server. Prints JSON.
import fs from "fs"; import path from "path"; import { createRequire } from "module"; import { fileURLToPath } from "url";
const [modules, site] = process.argv.slice(2);
const { loadPyodide } = createRequire(path.join(modules, "x.js"))("pyodide");
const python = await loadPyodide(), here = path.dirname(fileURLToPath(import.meta.url));
for (const [to, from] of [["/app.zip", path.join(site, "app.zip")], ["/catalog.pack", path.join(site, "catalog.pack")], ["/answers.py", path.join(here, "answers.py")]])
  python.FS.writeFile(to, new Uint8Array(fs.readFileSync(from)));
console.log(python.runPython(`
import json, os, sys
os.environ["RAPIDFUZZ_IMPLEMENTATION"] = "python"
sys.path[:0] = ["/app.zip", "/"]
import answers
json.dumps(answers.answers("/catalog.pack"))
`));
