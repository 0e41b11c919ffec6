// Hides what does not have all of the words in its name or id.
"use strict";
const words = document.getElementById("words"), found = document.getElementById("found");
const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const rows = [...document.querySelectorAll("li")].map(row => [row, plain(`${row.textContent} ${row.dataset.id}`)]);
words.addEventListener("input", () => {
  const wanted = plain(words.value).split(/\s+/).filter(Boolean);
  let number = 0;
  for (const [row, text] of rows) { row.hidden = !wanted.every(word => text.includes(word)); number += !row.hidden; }
  for (const section of document.querySelectorAll("section")) section.hidden = !section.querySelector("li:not([hidden])");
  found.textContent = wanted.length ? `${number} found` : "";
});
words.focus();
