// Runs before the first paint: light or dark as chosen here, else as the system says. Also tells the style sheet that
// scripts run. A classic script, because a module would come too late.
(function () {
  "use strict";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  function stored() {
    try { return localStorage.getItem("nd-theme"); } catch (error) { return null; }
  }
  function apply() {
    root.dataset.theme = stored() || (system.matches ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("nd:theme"));
  }
  root.dataset.js = "";
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-theme-toggle]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        try { localStorage.setItem("nd-theme", root.dataset.theme === "dark" ? "light" : "dark"); } catch (error) { /* private mode: for this page only */ }
        if (!stored()) root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
        else apply();
      });
    });
  });
})();
