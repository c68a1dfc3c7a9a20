/* Two comforts that need a script; every page works without them, so their buttons stay hidden until it runs.
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

  show(kept());
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-text-sizes], [data-print]").forEach(function (part) { part.hidden = false; });
    show(kept());
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-text-size], [data-print]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); } else { choose(button.dataset.textSize); }
  });
})();
