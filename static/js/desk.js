/* Comforts of the desk; everything works without them. Other files of the desk build on what stands here. */
(function () {
  "use strict";

  /* What is wrong with a form is read first. */
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  /* How many letters are left: <textarea maxlength=200 data-count="id of a text with a number">. */
  document.querySelectorAll("[data-count]").forEach(function (field) {
    var place = document.getElementById(field.dataset.count);
    if (!place) { return; }
    function count() { place.textContent = String(Array.from(field.value).length); }
    field.addEventListener("input", count);
    count();
  });

  /* A form that is sent twice by a double click is sent once; the server would make one thing of it anyway. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  /* Who leaves a page with words that were not sent is asked first. A form that saves itself says when it has: "kept". */
  var unsent = new Set();
  function note(event) {
    var form = event.target.closest("main form[method=post]");
    if (form) { unsent.add(form); }
  }
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("kept", function (event) {
    var files = Array.from(event.target.querySelectorAll("input[type=file]"));
    if (!files.some(function (field) { return field.value; })) { unsent.delete(event.target); }
  });
  window.addEventListener("beforeunload", function (event) {
    if (Array.from(unsent).some(function (form) { return form.isConnected && !form.dataset.sent; })) {
      event.preventDefault();
    }
  });
})();
