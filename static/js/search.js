"use strict";

// Titles to choose from while somebody types. Without this script the form works as it is.
(() => {
  const input = document.querySelector("input[data-suggestions]");
  if (!input || !("fetch" in window)) return;

  const list = document.createElement("datalist");
  list.id = "search-suggestions";
  input.after(list);
  input.setAttribute("list", list.id);
  input.setAttribute("autocomplete", "off");

  let waiting = 0;
  let asked = "";

  async function suggest() {
    const typed = input.value.trim();
    if (typed.length < 2 || typed === asked) return;
    asked = typed;
    const answer = await fetch(`${input.dataset.suggestions}?q=${encodeURIComponent(typed)}`, { credentials: "omit" });
    if (!answer.ok || asked !== typed) return;
    const { suggestions } = await answer.json();
    list.replaceChildren(...suggestions.map((title) => Object.assign(document.createElement("option"), { value: title })));
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest().catch(() => list.replaceChildren()), 150);
  });
})();
