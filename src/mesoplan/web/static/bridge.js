// The desk without a server: questions go to a worker that runs mesoplan in this very page.
"use strict";
window.deskReady = false;
(() => {
  const embedded = name => document.getElementById(`file-${name}`);
  const bytes = async name => {
    const packed = Uint8Array.from(atob(embedded(name).textContent), char => char.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  };
  const FILES = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json", "app.zip", "catalog.pack"];
  const waiting = new Map();
  let next = 1, worker, ready, broken;
  const started = new Promise((done, refuse) => { ready = done; broken = refuse; });
  started.catch(() => {});
  const line = () => document.getElementById("boot");
  const tell = text => { const at = line(); if (at) { at.hidden = !text; at.textContent = text; } };
  const stop = why => { window.bootError = why; broken(new Error(why)); tell(`NOT CHECKED: the desk could not start in this browser (${why}).`); };
  const heard = ({ data }) => {
    if (data.step) return tell(data.step);
    if (data.ready) { window.bootMs = data.ready; window.deskReady = true; tell(""); return ready(); }
    if (!data.id) return stop(data.error);
    waiting.get(data.id)?.(data); waiting.delete(data.id);
  };
  const start = async () => {
    tell("Opening the desk: no server, no network. This takes some seconds, once.");
    let boot;
    if (embedded("app.zip")) {
      // A module worker starts from a data: address only: blob: is refused for a page that was opened from a disk.
      const source = String.fromCharCode(...new Uint8Array(await bytes("worker.mjs")));
      worker = new Worker(`data:text/javascript;base64,${btoa(source)}`, { type: "module" });
      boot = { files: Object.fromEntries(await Promise.all(FILES.map(async name => [name, await bytes(name)]))) };
    } else {
      worker = new Worker("worker.mjs", { type: "module" });
      boot = { base: new URL(".", location.href).href };
    }
    worker.onmessage = heard;
    worker.onerror = event => stop(event.message || "the worker did not start");
    worker.postMessage({ boot });
  };
  window.deskFetch = async (url, request = {}) => {
    await started;
    const id = next++, body = request.body == null ? "" : new URLSearchParams(request.body).toString();
    const data = await new Promise(done => { waiting.set(id, done); worker.postMessage({ id, url: String(url), body }); });
    if (data.error) console.error(data.error);
    return new Response(data.error ? "" : data.body, { status: data.error ? 500 : data.status, headers: { "content-type": data.kind ?? "text/plain" } });
  };
  document.addEventListener("DOMContentLoaded", () => start().catch(error => stop(String(error))));
})();
