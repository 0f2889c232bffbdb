// Type-ahead as a combobox: the options that htmx puts into a field's <datalist> are shown in a
// list of our own, because browsers hide options that do not contain what was typed ("wir fräsen
// Kunststoff" finds "Kunststoffwaren (22.29)"). Without this script the browser's list remains.
"use strict";

(() => {
  let follow = null; // Keeps the list that is open beside its field.

  const enhance = (input) => {
    const source = input.list;
    if (!source || input.dataset.combobox) return;
    input.dataset.combobox = "on";
    input.removeAttribute("list");
    const box = document.createElement("ul");
    box.id = `${source.id}-auswahl`;
    box.className = "options";
    box.hidden = true;
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", input.getAttribute("aria-label") || input.labels[0].textContent.trim());
    source.after(box);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", box.id], ["aria-expanded", "false"]]) {
      input.setAttribute(name, value);
    }

    const active = () => box.querySelector("[aria-selected=true]");
    const close = () => {
      if (follow === place) follow = null;
      box.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (item) => {
      active()?.setAttribute("aria-selected", "false");
      if (!item) return input.removeAttribute("aria-activedescendant");
      item.setAttribute("aria-selected", "true");
      item.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", item.id);
    };
    // Beside nothing that scrolls or is cut off: under the field, or above it where there is room.
    const place = () => {
      const field = input.getBoundingClientRect();
      const below = window.innerHeight - field.bottom;
      const above = below < 220 && field.top > below;
      box.style.left = `${field.left}px`;
      box.style.minWidth = `${field.width}px`;
      box.style.top = above ? "" : `${field.bottom + 2}px`;
      box.style.bottom = above ? `${window.innerHeight - field.top + 2}px` : "";
      box.style.maxHeight = `${Math.min(320, (above ? field.top : below) - 12)}px`;
    };
    const show = () => {
      box.replaceChildren(...[...source.options].map((option, i) => {
        const item = document.createElement("li");
        item.id = `${box.id}-${i}`;
        item.dataset.value = option.value;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const note = document.createElement("small");
        note.textContent = option.textContent;
        item.append(option.value, " ", note);
        return item;
      }));
      box.hidden = box.children.length === 0 || document.activeElement !== input;
      if (!box.hidden) place();
      follow = box.hidden ? null : place;
      input.setAttribute("aria-expanded", String(!box.hidden));
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (item) => {
      close();
      if (input.dataset.adds) {
        add(input, item.dataset.value);
        input.value = "";
      } else {
        input.value = item.dataset.value;
      }
      source.replaceChildren();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };

    source.addEventListener("htmx:afterSwap", show);
    input.addEventListener("input", () => { if (!input.value.trim()) close(); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (box.hidden) return;
      const items = [...box.children];
      const at = items.indexOf(active());
      if (event.key === "ArrowDown") mark(items[(at + 1) % items.length]);
      else if (event.key === "ArrowUp") mark(items[at > 0 ? at - 1 : items.length - 1]);
      else if (event.key === "Enter" && active()) choose(active());
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) choose(item);
    });
  };

  // One more value of a field that takes several, as the server draws it.
  const add = (input, value) => {
    const list = input.form.querySelector(`[data-chosen="${input.dataset.adds}"]`);
    if ([...list.querySelectorAll("input")].some((known) => known.value === value)) return;
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: input.name, value, checked: true });
    const label = document.createElement("label");
    label.append(box, ` ${value}`);
    const item = document.createElement("li");
    item.append(label);
    list.append(item);
  };

  for (const moved of ["scroll", "resize"]) {
    window.addEventListener(moved, (event) => {
      if (follow && !event.target.classList?.contains("options")) follow();
    }, { capture: true, passive: true });
  }

  const enhanceAll = (root) => root.querySelectorAll("input[list][hx-get]").forEach(enhance);
  enhanceAll(document);
  document.addEventListener("htmx:load", (event) => enhanceAll(event.detail.elt));

  // After "more", go on at the first new suggestion.
  document.addEventListener("htmx:afterSettle", (event) => {
    const then = event.detail.requestConfig?.elt?.dataset?.then;
    if (then) document.querySelector(`#${then} a`)?.focus();
  });
})();
