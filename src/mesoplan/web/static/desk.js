// The page's own behaviour. Requests go through htmx; a page without a server gives `deskFetch` in its place.
"use strict";
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = $("#case"), panel = $("#verdict"), aside = $("#source"), facts = $("#facts");
  let edits = 0;

  // ---- the verdict is of this very form, or there is none
  const busy = () => {
    edits += 1;
    panel.setAttribute("aria-busy", "true"); mini.textContent = "checking …"; mini.className = "dim";
    all("[data-verdict]", panel).forEach(each => each.removeAttribute("data-verdict"));
    close();
  };
  const mini = $("#mini"), word = () => $("h2 .word", panel) ?? $("h2", panel);
  const settled = () => {
    panel.setAttribute("aria-busy", "false"); panel.scrollTop = 0; hints(); say();
    const head = $("h2", panel);
    mini.textContent = `${word()?.textContent ?? ""}: to the verdict`; mini.className = head?.className ?? ""; mini.hidden = !head || head.classList.contains("dim");
  };
  const fail = why => {
    const title = document.createElement("h2"), text = document.createElement("p");
    title.className = "open"; title.textContent = "NOT CHECKED"; text.textContent = why;
    panel.replaceChildren(title, text); settled();
  };
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  form.addEventListener("input", busy);
  form.addEventListener("submit", event => event.preventDefault());
  const ofPanel = event => event.detail?.ctx?.target === panel;
  document.addEventListener("htmx:config:request", event => {
    event.detail.ctx.edits = edits;
    if (window.deskFetch) event.detail.ctx.fetch = window.deskFetch;
  });
  document.addEventListener("htmx:before:swap", event => {
    const { ctx } = event.detail, status = ctx.response?.status;
    if (ctx.target === panel && ctx.edits !== edits) return event.preventDefault();  // an older answer
    if (![200, 404, 422].includes(status)) { event.preventDefault(); fail(`The desk answered with the error ${status}.`); }
    else if (status === 422 && ctx.target !== panel) { event.preventDefault(); panel.innerHTML = ctx.text; settled(); panel.focus(); panel.scrollIntoView({ block: "nearest" }); }
  });
  document.addEventListener("htmx:after:swap", event => {
    if (ofPanel(event)) return settled();
    const target = event.detail?.ctx?.target;
    for (const table of all(".page table, .sheet table", target ?? document)) if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    if (target === aside) { aside.hidden = false; aside.scrollTop = 0; aside.focus(); }
    else if (target?.parentElement?.id === "work") { shown(target); const title = $("h2", target); title?.focus({ preventScroll: true }); target.scrollIntoView({ block: "nearest", behavior: "instant" }); }
  });
  document.addEventListener("htmx:error", event => {
    if (ofPanel(event)) fail("The desk does not answer. Is it still running? What you typed is still here: change anything to try again.");
    else if (event.detail?.ctx) fail("The desk did not answer the last question.");
  });
  let saying;
  const say = () => { clearTimeout(saying); saying = setTimeout(() => { $("#said").textContent = $("h2", panel)?.textContent.trim() ?? ""; }, 700); };

  // ---- hints beside the fields
  const hints = () => {
    all(".hint").forEach(each => { each.textContent = ""; each.classList.remove("wrong"); });
    all("[aria-invalid]", form).forEach(each => { each.removeAttribute("aria-invalid"); each.removeAttribute("aria-describedby"); });
    for (const each of all("[data-field]", panel)) {
      const field = form.elements[each.dataset.field]; if (!field?.name) continue;
      const row = field.closest("[data-row]"), wrong = "wrong" in each.dataset;
      let hint = row ? $(".hint", row) : $(`#hint-${field.name}`);
      if (!hint) { hint = document.createElement("span"); hint.className = "hint"; hint.id = `hint-${field.name}`; field.after(hint); }
      hint.textContent = each.textContent; hint.classList.toggle("wrong", wrong);
      if (wrong) field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", hint.id);
    }
  };

  // ---- answers, names and rows that a press fills in
  const answer = said => {
    const [key, value] = said.split("=");
    all("[data-key]", facts).forEach(each => { if (each.dataset.key === key) each.remove(); });
    const chip = document.createElement("span"), input = document.createElement("input"), drop = document.createElement("button");
    chip.dataset.key = key; chip.textContent = `${key.replaceAll("-", " ").replaceAll("_", " ")}: ${value} `;
    input.type = "hidden"; input.name = "fact"; input.value = said;
    drop.type = "button"; drop.textContent = "×"; drop.dataset.drop = key; drop.setAttribute("aria-label", `${key}: not asked`);
    chip.append(input, drop); facts.append(chip);
  };
  const set = (name, value) => {
    const field = form.elements[name]; if (!field) return;
    if (field.type === "checkbox") { field.checked = Boolean(value); return; }
    if (field.tagName === "SELECT" && ![...field.options].some(each => each.value === value)) field.append(new Option(value, value));
    field.value = value;
  };
  const rows = () => all("#lines [data-row]").map(each => Number(each.dataset.row));
  const addRow = () => {
    const last = $("#lines tr:last-child"), from = Number(last.dataset.row), to = from + 1, most = 40;
    if (to > most) return 0;
    const row = last.cloneNode(true); row.dataset.row = to;
    for (const each of all("*", row)) for (const { name, value } of [...each.attributes])
      if (["name", "id", "aria-label", "hx-post"].includes(name)) each.setAttribute(name, value.replace(new RegExp(`${from}(?!\\d)`), String(to)));
    all("input", row).forEach(each => { each.value = ""; each.removeAttribute("aria-invalid"); each.removeAttribute("aria-describedby"); }); $(".hint", row).textContent = "";
    all("[data-htmx-powered]", row).forEach(each => each.removeAttribute("data-htmx-powered"));
    $("#lines").append(row); window.htmx?.process(row); return to;
  };
  const take = ({ rows: lines, fields = {} }) => {
    while (rows().length < lines.length && addRow()) { /* one more */ }
    for (const n of rows()) { const line = lines[n - 1] ?? {}; for (const key of ["item", "amount", "volume", "syringe", "more"]) set(key + n, line[key] ?? ""); }
    for (const [key, value] of Object.entries(fields)) if (!form.elements[key]?.value) set(key, value);
    changed(); panel.scrollIntoView({ block: "nearest" });
  };
  const go = name => { const field = form.elements[name]; if (!field?.focus) return; field.scrollIntoView({ block: "center" }); field.focus(); };
  const list = (name, entry) => { const field = form.elements[name], said = field.value.split(",").map(each => each.trim()).filter(Boolean); if (!said.includes(entry)) said.push(entry); field.value = said.join(", "); };

  document.addEventListener("click", event => {
    const at = name => event.target.closest(`[data-${name}]`)?.dataset[name];
    const pair = text => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)];
    let said;
    if ((said = at("answer"))) { answer(said); changed(); }
    else if ((said = at("drop"))) { all("[data-key]", facts).find(each => each.dataset.key === said)?.remove(); changed(); }
    else if ((said = at("set"))) { set(...pair(said)); changed(); }
    else if ((said = at("add"))) { list(...pair(said)); changed(); }
    else if ((said = at("none"))) { set(`no_${said}`, true); changed(); }
    else if ((said = at("go"))) go(said);
    else if ((said = at("take"))) take(JSON.parse(said));
    else if (event.target.closest("[data-close]")) close(true);
    else if (event.target.closest("[data-print]")) window.print();
    else {
      const link = event.target.closest("a[href^='entry?']");
      if (link) { event.preventDefault(); window.htmx.ajax("GET", link.getAttribute("href"), "#browse"); $("#look").scrollIntoView(); close(); }
    }
  });
  let opener;
  document.addEventListener("click", event => { const link = event.target.closest("[hx-target='#source']"); if (link) opener = link; }, true);
  const close = back => { if (aside.hidden) return; aside.hidden = true; aside.replaceChildren(); if (back) opener?.focus?.(); };
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") close(true);
    if (event.key === "Enter" && event.target.matches?.("#lines input")) {
      event.preventDefault();
      const n = Number(event.target.closest("[data-row]").dataset.row), next = rows().includes(n + 1) ? n + 1 : addRow();
      if (next) form.elements[`item${next}`].focus();
    }
  });
  $("#more").addEventListener("click", () => { const n = addRow(); if (n) form.elements[`item${n}`].focus(); });

  // ---- a list completes its last name; a tick says that there are no others
  for (const field of all("[data-list]", form)) {
    const options = $(`#${field.getAttribute("list")}`), names = [...options.children].map(each => each.value);
    let before = "";
    field.addEventListener("input", () => {
      const cut = field.value.lastIndexOf(","), lead = cut < 0 ? "" : `${field.value.slice(0, cut + 1).trim()} `;
      if (lead === before) return;
      before = lead;
      options.replaceChildren(...names.map(each => new Option("", lead + each)));
    });
  }
  const ticks = () => { for (const word of all("[data-none-word]", form)) word.textContent = form.elements[word.dataset.noneWord].value.trim() ? "nothing else" : "none"; };
  form.addEventListener("input", ticks);
  form.addEventListener("input", event => { if (event.target.name?.startsWith("item")) set(event.target.name.replace("item", "more"), ""); });

  // ---- the slider
  const shown = section => { const slider = $("[data-moves]", section); if (slider) moved(slider, false); };
  const amount = slider => { const share = Number(slider.value) / Number(slider.max) * Number(slider.dataset.reach); return `${Number((share * Number(slider.dataset.base)).toPrecision(3))} ${slider.dataset.unit}`; };
  const moved = (slider, write) => {
    $("[data-limit-now]", slider.closest("section")).textContent = `Now ${amount(slider)}.`;
    slider.setAttribute("aria-valuetext", amount(slider));
    if (write) { set(slider.dataset.moves + slider.dataset.row, amount(slider)); changed(); }
  };
  document.addEventListener("input", event => { if (event.target.matches("[data-moves]")) moved(event.target, true); });

  // ---- the case as a file
  const ask = (name, body) => (window.deskFetch ?? fetch)(name, { method: "POST", body: new URLSearchParams(body) });
  const refused = async reply => { panel.innerHTML = [404, 422].includes(reply.status) ? await reply.text() : ""; if (!panel.firstChild) fail(`The desk answered with the error ${reply.status}.`); else settled(); };
  const clear = () => { form.reset(); facts.replaceChildren(); all("input[type=hidden]", form).forEach(each => { each.value = ""; }); $("#rest-note").hidden = true; all("#work > section").forEach(each => each.replaceChildren()); };
  const fill = fields => {
    clear();
    for (const [name, value] of Object.entries(fields)) {
      if (name === "fact") { value.forEach(answer); continue; }
      const row = /^(?:item|amount|volume|syringe|more)(\d+)$/.exec(name);
      while (row && !rows().includes(Number(row[1])) && addRow()) { /* one more */ }
      set(name, value);
    }
    const rest = form.elements.rest.value;
    if (rest) { $("#rest-note").hidden = false; $("#rest-note").textContent = `Also in this case, and counted: ${Object.keys(JSON.parse(rest)).join(", ")}.`; }
    ticks(); changed();
  };
  const read = async text => { busy(); try { const reply = await ask("open", { text }); if (reply.ok) fill(await reply.json()); else await refused(reply); } catch { fail("The case could not be opened."); } };
  $("#new").addEventListener("click", () => { clear(); ticks(); changed(); form.elements.goal.focus(); });
  $("#example").addEventListener("click", () => read(""));
  $("#open").addEventListener("click", () => $("#file").click());
  $("#file").addEventListener("change", async event => { const [file] = event.target.files; event.target.value = ""; if (!file) return; if (file.size > 40000) fail("This file is too large for a case."); else await read(await file.text()); });
  $("#save").addEventListener("click", async () => {
    try {
      const reply = await ask("save", new FormData(form)); if (!reply.ok) return await refused(reply);
      const link = document.createElement("a"), url = URL.createObjectURL(new Blob([await reply.text()], { type: "application/toml" }));
      link.href = url; link.download = "case.toml"; link.click(); setTimeout(() => URL.revokeObjectURL(url), 1000);
    } catch { fail("The case could not be saved."); }
  });

  // ---- how old the catalog is, by this computer's clock
  const version = /^(\d{4})\.(\d{1,2})/.exec($("#age").dataset.version), now = new Date();
  if (version) { const months = (now.getFullYear() - version[1]) * 12 + now.getMonth() + 1 - version[2]; $("#age").textContent = months < 1 ? ", of this month" : `, ${months} month${months > 1 ? "s" : ""} old`; }
  if (window.deskReady === undefined) window.deskReady = true;
})();
