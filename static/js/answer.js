/* The form of an answer: shows the part that was chosen, counts letters, puts phrases in at once. */
(function () {
  "use strict";

  var form = document.querySelector("[data-answer]");
  if (!form) { return; }

  /* Only the chosen part; one with a mistake stays in sight. */
  var parts = form.querySelectorAll("[data-part]");
  function show() {
    var chosen = form.querySelector("input[name=result]:checked");
    parts.forEach(function (part) {
      var isChosen = !chosen || part.dataset.part === chosen.value;
      part.hidden = !isChosen && !part.querySelector(".is-invalid");
    });
  }
  form.addEventListener("change", show);
  if (parts.length) { form.classList.add("has-choice"); show(); }

  /* How many letters are written: stands behind the help of the field. */
  form.querySelectorAll("[data-limit]").forEach(function (field) {
    var help = document.getElementById(field.id + "_helptext");
    if (!help) { return; }
    var place = document.createElement("span");
    place.className = "num";
    help.append(" ", place);
    function count() { place.textContent = "(" + Array.from(field.value).length + "/" + field.dataset.limit + ")"; }
    field.addEventListener("input", count);
    count();
  });

  /* A phrase goes to the end of its field; the server would do the same. */
  form.addEventListener("click", function (event) {
    var button = event.target.closest("button[name=insert]");
    if (!button) { return; }
    event.preventDefault();
    var option = button.closest(".phrases").querySelector("select").selectedOptions[0];
    var field = form.elements[button.value];
    if (!option.dataset.text) { return; }
    var before = field.value.trimEnd();
    field.value = before ? before + "\n" + option.dataset.text : option.dataset.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
})();
