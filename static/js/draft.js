/* A draft saves itself while something has changed. The button does the same without this.

   Only one sending is under way at a time, so that a version never meets its own successor: who presses a button
   meanwhile has it pressed again when the answer is there. */
(function () {
  "use strict";
  var EVERY = 30000; /* milliseconds */
  var form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch || !window.FormData) { return; }
  var place = document.getElementById(form.dataset.draft);
  var changed = false, ended = false, sending = null;

  function say(text) { if (place.textContent !== text) { place.textContent = text; } }

  form.addEventListener("input", function () { changed = true; });
  form.addEventListener("change", function () { changed = true; });

  /* From the first saving on this page changes the draft that was made, and makes no other. */
  function goOnWith(draft) {
    var key = form.querySelector("input[name=key]");
    if (key) {
      key.name = "version";
      key.removeAttribute("id");
      history.replaceState(null, "", draft.address);
      form.action = draft.address;
    }
    form.querySelector("input[name=version]").value = draft.version;
  }

  function words() {
    var data = new FormData(form);
    form.querySelectorAll("input[type=file]").forEach(function (field) { data.delete(field.name); });
    return data;
  }

  function answered(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      ended = true;
      say(form.dataset.ended);
      return null;
    }
    return answer.json().then(function (told) {
      if (!answer.ok) {
        ended = answer.status === 409;
        say(form.dataset.notSaved + " " + told.problem);
        return;
      }
      goOnWith(told);
      if (told.is_saved) { say(told.saved_at); } else { changed = true; }
    });
  }

  function save() {
    if (!changed || ended || sending) { return; }
    changed = false;
    sending = fetch(form.action, {
      method: "POST", body: words(), headers: { Accept: "application/json" }, redirect: "manual", credentials: "same-origin"
    }).then(answered).catch(function () {
      changed = true;
      say(form.dataset.failed);
    }).then(function () { sending = null; });
  }

  form.addEventListener("submit", function (event) {
    if (!sending) { ended = true; return; }
    event.preventDefault();
    event.stopPropagation();
    var button = event.submitter;
    sending.then(function () { form.requestSubmit(button); });
  });

  window.setInterval(save, EVERY);
})();
