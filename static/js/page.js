/* Comforts that need a script; every page works without them, so their buttons stay hidden until it runs.
   Loaded in the head, not deferred: the chosen text size is there before the first paint. */
(function () {
  "use strict";
  var KEY = "portal-text-size";
  var root = document.documentElement;

  function kept() {
    try { return localStorage.getItem(KEY) || "normal"; } catch (refused) { return "normal"; }
  }

  function show(size) {
    root.classList.toggle("text-small", size === "small");
    root.classList.toggle("text-large", size === "large");
    document.querySelectorAll("[data-text-size]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.textSize === size));
    });
  }

  function choose(size) {
    try { localStorage.setItem(KEY, size); } catch (refused) { /* private window: lasts for this page */ }
    show(size);
  }

  /* The address stands on the page, too: where the browser refuses, it can be copied by hand. */
  function copy(button) {
    if (!navigator.clipboard) { return; }
    navigator.clipboard.writeText(button.dataset.copy).then(function () { button.textContent = button.dataset.copied; });
  }

  /* On a phone these tables are laid out as cards, and some browsers then no longer read them as tables. */
  var PARTS = { table: "table", thead: "rowgroup", tbody: "rowgroup", tfoot: "rowgroup", tr: "row", td: "cell" };
  function nameParts(table) {
    table.setAttribute("role", PARTS.table);
    table.querySelectorAll("thead, tbody, tfoot, tr, td, th").forEach(function (part) {
      var heading = part.scope === "row" ? "rowheader" : "columnheader";
      part.setAttribute("role", PARTS[part.localName] || heading);
    });
  }

  show(kept());
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".table-stack").forEach(nameParts);
    document.querySelectorAll("[data-text-sizes], [data-print], [data-copy]").forEach(function (part) { part.hidden = false; });
    show(kept());
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-text-size], [data-print], [data-copy]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); } else if (button.dataset.copy) { copy(button); } else { choose(button.dataset.textSize); }
  });
})();
