"use strict";
// Names while typing, below the search box. Without this file the box works as it is; what is chosen is searched for.
(() => {
  const WAIT = 150;
  for (const form of document.querySelectorAll("form[data-suggestions]")) {
    const box = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    let timer = 0, asked = null, chosen = -1;
    list.className = "suggestions";
    list.id = `${box.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.labels[0]?.textContent ?? "");
    list.hidden = true;
    box.parentElement.after(list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");

    const options = () => [...list.querySelectorAll("[role=option]")];
    const choose = (number) => {
      const every = options();
      chosen = number;
      every.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
      if (every[chosen]) {
        box.setAttribute("aria-activedescendant", every[chosen].id);
        every[chosen].scrollIntoView({ block: "nearest" });
      } else box.removeAttribute("aria-activedescendant");
    };
    const show = (shown) => {
      list.hidden = !shown;
      box.setAttribute("aria-expanded", String(shown));
      choose(-1);
    };
    const close = () => {
      clearTimeout(timer);
      asked?.abort();
      show(false);
    };
    const take = (option) => {
      box.value = option.dataset.text;
      close();
      form.requestSubmit();
    };
    const ask = async () => {
      asked?.abort();
      const text = box.value.trim();
      if (!text) return close();
      asked = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(text.slice(0, 200))}`, { signal: asked.signal });
        if (!answer.ok) return show(false);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        list.replaceChildren(...page.body.childNodes);
        show(options().length > 0 && document.activeElement === box);
      } catch (fault) {
        if (fault.name !== "AbortError") show(false);
      }
    };

    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    box.addEventListener("blur", close);
    form.addEventListener("submit", close);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // these keys choose kanji
      const every = options();
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // the first Escape closes the list, the next empties the box
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && every.length) {
        event.preventDefault();
        if (list.hidden) show(true);
        const step = event.key === "ArrowDown" ? 1 : -1;
        const stops = every.length + 1; // one of them is the box itself
        choose(((chosen + 1 + step + stops) % stops) - 1);
      } else if (event.key === "Enter" && !list.hidden && every[chosen]) {
        event.preventDefault();
        take(every[chosen]);
      }
    });
    // Before the box loses the focus.
    list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      take(option);
    });
  }
})();
