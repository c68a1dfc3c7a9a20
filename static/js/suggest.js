/* Similar needs and who could answer, fetched when a page stands, and again while a need is typed. Without this a link
   leads to a page of their own. */
(function () {
  "use strict";
  var PAUSE = 900; /* milliseconds without a key */

  function show(place, html, focus) {
    var wasHere = place.contains(document.activeElement);
    place.innerHTML = html;
    var back = focus && document.getElementById(focus);
    if (!back && wasHere) { place.tabIndex = -1; back = place; } /* who stood in it goes on from here */
    if (back) { back.focus(); }
  }

  function ask(place, address, body, focus) {
    var asked = place.asked = (place.asked || 0) + 1; /* an answer to earlier words may come later */
    var options = { headers: { "X-Fragment": "yes" }, credentials: "same-origin", redirect: "error" };
    if (body) { options.method = "POST"; options.body = body; }
    return fetch(address, options).then(function (answer) {
      return answer.ok ? answer.text().then(function (html) { if (asked === place.asked) { show(place, html, focus); } }) : null;
    }).catch(function () { /* it is a hint: what stood there stays */ });
  }

  /* A yes or no is kept without leaving the page. */
  function judged(event) {
    var form = event.target, button = event.submitter;
    var body = new FormData(form);
    body.append(button.name, button.value);
    event.preventDefault();
    event.stopPropagation();
    ask(event.currentTarget, form.action, body, button.id);
  }

  /* What is typed is compared when the hand rests. The last answer counts. */
  function followed(place, form) {
    var waiting = null, last = "";
    function send() {
      var body = new FormData();
      ["csrfmiddlewaretoken", "title_th", "text_th"].forEach(function (name) {
        body.append(name, form.querySelector("[name=" + name + "]").value);
      });
      var chosen = form.querySelector("[name=category]:checked");
      body.append("category", chosen ? chosen.value : "");
      body.append("receipt", (/\/requests\/([^/]+)\/edit\/$/.exec(form.action) || ["", ""])[1]); /* once it is saved */
      var said = JSON.stringify(Array.from(body.entries()));
      if (said === last) { return; }
      last = said;
      ask(place, place.dataset.suggest, body);
    }
    function wait() { window.clearTimeout(waiting); waiting = window.setTimeout(send, PAUSE); }
    form.addEventListener("input", wait);
    form.addEventListener("change", wait);
    send();
  }

  document.querySelectorAll("[data-suggest]").forEach(function (place) {
    place.addEventListener("submit", judged);
    var form = document.getElementById(place.dataset.words);
    if (form) { followed(place, form); } else { ask(place, place.dataset.suggest); }
  });
})();
