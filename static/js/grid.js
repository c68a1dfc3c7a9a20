/* The outcome grid by keyboard: Enter goes to the next line, Alt+D copies from above, Ctrl+S saves; what is typed is
   kept every half minute and when the page is left. Without this file the buttons do the same. Tab is never touched. */
(function () {
  "use strict";

  var form = document.querySelector("[data-grid]");
  var pattern = document.querySelector("[data-pattern]");
  if (!form || !pattern) { return; }
  var body = form.querySelector("tbody");
  var status = form.querySelector("[data-grid-status]");
  var changed = false;
  var leaving = false;

  form.querySelector("[data-keys-help]").hidden = false;

  function lines() { return Array.from(body.querySelectorAll("[data-line]")); }
  function cells(line) { return Array.from(line.querySelectorAll("input.form-control")); }
  function cell(line, name) { return line.querySelector("[name='" + name + "']"); }
  function say(text) { status.textContent = text; }

  function newKey() {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var digits = Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-");
  }

  /* A new line at the end, or nothing when the page is full. */
  function addLine() {
    var before = lines();
    if (before.length >= Number(form.dataset.most)) { say(form.dataset.full); return null; }
    var last = before[before.length - 1];
    var number = String(last ? Number(last.querySelector("[data-number]").textContent) + 1 : 1);
    var line = pattern.content.querySelector("[data-line]").cloneNode(true);
    var key = newKey();
    cell(line, "line").value = key;
    line.querySelector("[data-number]").textContent = number;
    cells(line).forEach(function (input) {
      input.id = input.name + "-" + key;
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace("0", number));
    });
    form.querySelectorAll("[data-default]").forEach(function (start) {
      cell(line, start.dataset.default).value = start.value;
    });
    body.append(line);
    offerDistricts(line);
    return line;
  }

  function lineAt(place) { return lines()[place] || addLine(); }

  /* The districts of the province that the line names, where the page has them. */
  function offerDistricts(line) {
    var typed = cell(line, "province").value.trim().replace(/^(จังหวัด|จ\.)\s*/, "");
    var list = Array.from(document.querySelectorAll("datalist[data-province]")).find(function (offered) {
      return offered.dataset.province === typed;
    });
    if (list) { cell(line, "district").setAttribute("list", list.id); }
  }

  function isUntouched(line) {
    return cells(line).every(function (input) {
      return !input.value || input.name === "province" || input.name === "category";
    });
  }

  form.addEventListener("input", function (event) {
    changed = true;
    var line = event.target.closest("[data-line]");
    if (line && event.target.name === "province") { offerDistricts(line); }
    if (event.target.dataset.default) {
      lines().filter(isUntouched).forEach(function (empty) {
        cell(empty, event.target.dataset.default).value = event.target.value;
        offerDistricts(empty);
      });
    }
  });

  form.addEventListener("keydown", function (event) {
    if (event.isComposing) { return; }
    var line = event.target.closest("[data-line]");
    if (event.code === "KeyS" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
    } else if (line && event.target.matches("input.form-control") && event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      var next = lineAt(lines().indexOf(line) + 1);
      if (next) { cell(next, "title").focus(); }
    } else if (line && event.code === "KeyD" && event.altKey && !event.ctrlKey) {
      event.preventDefault();
      var above = lines()[lines().indexOf(line) - 1];
      if (above && event.target.name) {
        event.target.value = cell(above, event.target.name).value;
        event.target.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  });

  /* Cells of a spreadsheet fill downwards and to the right from where they are pasted. */
  form.addEventListener("paste", function (event) {
    var line = event.target.closest("[data-line]");
    var text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    text = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    if (!line || !/[\n\t]/.test(text)) { return; }
    event.preventDefault();
    var place = lines().indexOf(line);
    var column = cells(line).indexOf(event.target);
    text.split("\n").every(function (row, down) {
      var target = lineAt(place + down);
      if (!target) { return false; }
      row.split("\t").forEach(function (words, right) {
        var input = cells(target)[column + right];
        if (input) { input.value = words.trim(); }
      });
      offerDistricts(target);
      return true;
    });
    changed = true;
  });

  /* ------------------------------------------------------------------------------------------------- keeping */

  function asKept() {
    var data = new FormData(form);
    data.set("act", "keep");
    return data;
  }

  window.setInterval(function () {
    if (!changed || leaving) { return; }
    changed = false;
    window.fetch(form.action, { method: "POST", body: asKept(), redirect: "manual" }).then(function (answer) {
      if (answer.status !== 204) { throw new Error(String(answer.status)); }
      say(form.dataset.kept);
    }).catch(function () {
      changed = true;
      say(form.dataset.lost);
    });
  }, 30000);

  form.addEventListener("submit", function () { leaving = true; });
  window.addEventListener("pagehide", function () {
    if (changed && !leaving) { navigator.sendBeacon(form.action, asKept()); }
  });

  /* One goes on where there is nothing yet. */
  var first = lines().find(isUntouched);
  if (first && !document.querySelector("[data-focus]")) { cell(first, "title").focus({ preventScroll: false }); }
})();
