// Runs mesoplan under Pyodide. Files come over the network of the page's own folder, or by message from one HTML file.
let ask;
const MIME = { mjs: "text/javascript", wasm: "application/wasm", json: "application/json", zip: "application/zip", pack: "application/octet-stream" };
const asData = text => `data:text/javascript;charset=utf-8;base64,${btoa(unescape(encodeURIComponent(text)))}`;

// pyodide.mjs imports its other half by address; inside one file both are data: addresses that know each other.
const entryOf = (files, index) => {
  const text = name => new TextDecoder().decode(files[name]);
  const once = (whole, from, to) => { const made = whole.replace(from, () => to); if (made === whole) throw new Error("this version of Pyodide is not known: its loader has changed"); return made; };
  const half = once(text("pyodide.asm.mjs"), 'new URL("pyodide.asm.wasm",import.meta.url).href', JSON.stringify(`${index}pyodide.asm.wasm`));
  return asData(once(text("pyodide.mjs"), /`\$\{\w+\.indexURL\}pyodide\.asm\.mjs`/, JSON.stringify(asData(half))));
};

const start = async ({ base, files }) => {
  const t0 = performance.now(), index = base ?? "https://offline.invalid/";
  if (files) {
    const real = self.fetch.bind(self);
    self.fetch = async (url, options) => {
      const name = String(url.url ?? url).split("/").pop();
      return files[name] ? new Response(files[name], { headers: { "content-type": MIME[name.split(".").pop()] } }) : real(url, options);
    };
  }
  self.postMessage({ step: "Opening the desk: starting Python …" });
  const { loadPyodide } = await import(files ? entryOf(files, index) : `${index}pyodide.mjs`);
  const python = await loadPyodide({ indexURL: index, ...(files ? { lockFileContents: new TextDecoder().decode(files["pyodide-lock.json"]) } : {}) });
  const t1 = performance.now();
  self.postMessage({ step: "Opening the desk: reading the catalog …" });
  for (const name of ["app.zip", "catalog.pack"]) python.FS.writeFile(`/${name}`, new Uint8Array(await (await fetch(index + name)).arrayBuffer()));
  ask = python.runPython(`
import os, sys
os.environ["RAPIDFUZZ_IMPLEMENTATION"] = "python"
sys.path.insert(0, "/app.zip")
from mesoplan.web.worker import opened
opened("/catalog.pack")
`);
  const t2 = performance.now();
  ask("check", "item1=lidocaine");
  return { boot: Math.round(t1 - t0), app: Math.round(t2 - t1), first: Math.round(performance.now() - t2) };
};

self.onmessage = async ({ data }) => {
  try {
    if (data.boot) return self.postMessage({ ready: await start(data.boot) });
    const [status, body, kind] = JSON.parse(ask(data.url, data.body));
    self.postMessage({ id: data.id, status, body, kind });
  } catch (error) { self.postMessage({ id: data.id, error: `${error}`.slice(-1500) }); }
};
