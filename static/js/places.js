/* Districts and workshops follow the province that is chosen, at once. Without this a button does it. */
(function () {
  "use strict";
  var province = document.querySelector("select[data-choices]");
  if (!province || !window.fetch) { return; }
  document.querySelectorAll("[data-without-script]").forEach(function (part) { part.hidden = true; });
  var asked = 0;

  function fill(select, choices) {
    while (select.options.length > 1) { select.remove(1); }
    choices.forEach(function (choice) { select.add(new Option(choice[1], choice[0])); });
    select.selectedIndex = 0;
  }

  function show(found) {
    document.querySelectorAll("select[data-of-province]").forEach(function (select) {
      fill(select, found[select.dataset.ofProvince] || []);
    });
  }

  province.addEventListener("change", function () {
    var mine = asked += 1;
    show({});
    if (!province.value) { return; }
    fetch(province.dataset.choices.replace("/00/", "/" + encodeURIComponent(province.value) + "/"), { redirect: "error" })
      .then(function (answer) { if (!answer.ok) { throw new Error(answer.status); } return answer.json(); })
      .then(function (found) { if (mine === asked) { show(found); } })
      .catch(function () { document.querySelectorAll("[data-without-script]").forEach(function (part) { part.hidden = false; }); });
  });
})();
