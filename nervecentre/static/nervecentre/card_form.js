// Shows the numbers of the chosen rule alone. Without this all are shown, each under its name.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const kind = document.getElementById("id_rule_kind");
  if (!kind) return;
  const sections = [...document.querySelectorAll("fieldset.rule")];
  const show = () => {
    const chosen = kind.selectedOptions[0].textContent.trim();
    for (const section of sections) {
      const wrong = section.querySelector(".errorlist");
      section.hidden = section.querySelector("h2").textContent.trim() !== chosen && !wrong;
    }
  };
  kind.addEventListener("change", show);
  show();
});
