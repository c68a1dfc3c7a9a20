/* Single keys of the inbox, for those who have not switched them off at their account; and ticking a whole page. */
(function () {
  "use strict";

  var rows = Array.prototype.slice.call(document.querySelectorAll("[data-row]"));
  var boxes = document.querySelectorAll("input[name=pick]");
  var all = document.querySelector("[data-all]");

  if (all && boxes.length) {
    all.hidden = false;
    all.querySelector("input").addEventListener("change", function (event) {
      boxes.forEach(function (box) { box.checked = event.target.checked; });
    });
  }

  if (!document.body.hasAttribute("data-keys")) { return; }

  var here = rows.findIndex(function (row) { return row.classList.contains("chosen"); });

  function go(step) {
    var next = Math.min(Math.max(here + step, 0), rows.length - 1);
    if (!rows[next]) { return; }
    here = next;
    rows[here].querySelector("h3 a").focus();
    rows[here].scrollIntoView({ block: "nearest" });
  }

  function tick() {
    var box = rows[here] && rows[here].querySelector("input[name=pick]");
    if (box) { box.checked = !box.checked; }
  }

  function follow(name) {
    var address = rows[here] && rows[here].getAttribute("data-" + name);
    if (address) { window.location.assign(address); }
  }

  function list() {
    var keys = document.getElementById("keys");
    keys.open = !keys.open;
    if (keys.open) { keys.querySelector("summary").focus(); }
  }

  var actions = {
    j: function () { go(1); },
    k: function () { go(-1); },
    x: tick,
    a: function () { follow("accept"); },
    m: function () { follow("assign"); },
    "?": list
  };

  /* A row that is reached by Tab is the one that keys act on. */
  rows.forEach(function (row, index) {
    row.addEventListener("focusin", function () { here = index; });
  });

  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(actions, event.key)) { return; }
    event.preventDefault();
    actions[event.key]();
  });
})();
