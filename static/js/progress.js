/* How far a report has come, asked every three seconds without loading the page again: nobody who reads it, or has it
   read aloud, is interrupted. Without this file the page loads itself again. */
(function () {
  "use strict";
  var PAUSE = 3000;
  var place = document.querySelector("[data-progress]");
  if (!place || !window.fetch) { return; }

  function later() { window.setTimeout(ask, PAUSE); }

  /* What is no such page any more is shown by loading it: the file, a reason why not, or the way to sign in. */
  function show(text) {
    var now = text && new DOMParser().parseFromString(text, "text/html").querySelector("[data-progress]");
    if (!now) { window.location.reload(); return; }
    if (now.innerHTML !== place.innerHTML) { place.replaceChildren.apply(place, Array.from(now.childNodes)); }
    later();
  }

  function ask() {
    window.fetch(window.location.href).then(function (answer) {
      var isPage = answer.ok && (answer.headers.get("content-type") || "").indexOf("text/html") === 0;
      return isPage ? answer.text() : "";
    }).then(show, later);
  }

  later();
})();
