/* Offers beside a result the units that are usual for its indicator; without this, all of them are offered. */
(function () {
  "use strict";

  var indicator = document.getElementById("id_indicator");
  var unit = document.getElementById("id_unit_th");
  if (!indicator || !unit) { return; }
  function offer() { unit.setAttribute("list", indicator.value ? "units-" + indicator.value : "units"); }
  indicator.addEventListener("change", offer);
  offer();
})();
