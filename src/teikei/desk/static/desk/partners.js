"use strict";
// Keys for judging partners. Everything here is also a link, a button or a field: without this file the pages do the same.
(() => {
  const REMEMBERED = "teikei-keys";
  const ARROWS = { ArrowRight: "j", ArrowLeft: "k" };
  const root = document.documentElement;
  const box = document.getElementById("keys-on");
  let leaving = false;

  const remembered = () => {
    try { return localStorage.getItem(REMEMBERED) !== "off"; } catch { return true; }
  };
  const remember = (on) => {
    try { localStorage.setItem(REMEMBERED, on ? "on" : "off"); } catch { /* private mode: for this page only */ }
  };

  // Who uses speech input can switch single keys off (WCAG 2.1.4).
  let on = remembered();
  const show = () => root.classList.toggle("has-keys", on);
  if (box) {
    box.closest(".keys").hidden = false;
    box.checked = on;
    box.addEventListener("change", () => { on = box.checked; remember(on); show(); });
  }
  show();

  const rows = [...document.querySelectorAll(".partners a.partner")];
  const move = (step) => {
    const now = rows.indexOf(document.activeElement);
    const next = rows[now < 0 ? 0 : Math.min(Math.max(now + step, 0), rows.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };

  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("submit", (event) => {
    if (leaving) event.preventDefault();
    leaving = true;
  });
  document.addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const here = event.target;
    if (here.matches("input:not([type=checkbox]), textarea, select")) {
      if (event.key === "Escape") here.blur();
      return;
    }
    if (rows.length && ["j", "k", "ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      move(event.key === "j" || event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    const key = ARROWS[event.key] ?? event.key.toLowerCase();
    const found = key.length === 1 && /[a-z1-9]/.test(key) ? document.querySelector(`[data-key~="${key}"]`) : null;
    if (!found || leaving) return;
    event.preventDefault();
    if (found.matches("input")) found.focus();
    else found.click();
  });
})();
