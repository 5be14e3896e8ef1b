/** Toasts, dialogs and menus: what lies over the page for a moment. */

import { h, icon, roveWithArrows } from "./dom.js";

const TOAST_MS = 5000;
const MOST_TOASTS = 3;
const MOST_LINES_ALOUD = 20;
let dialogs = 0;

/** Show a short notice; `kind` is "info" or "error". It stays longer when it is long. */
export function toast(text, kind = "info") {
  const box = document.getElementById("toasts");
  const note = h(
    "div",
    { class: `toast ${kind}`, dir: "auto" },
    h("span", {}, text),
    h("button", { type: "button", class: "toast-close", "aria-label": "Sluit melding", onClick: () => note.remove() }, icon("close")),
  );
  box.append(note);
  while (box.children.length > MOST_TOASTS) box.firstElementChild.remove();
  setTimeout(() => note.remove(), TOAST_MS + text.length * 40);
}

/** Read a line aloud to those who use a screen reader. */
export function announce(text) {
  const live = document.getElementById("live");
  live.append(h("p", { dir: "auto" }, text));
  while (live.children.length > MOST_LINES_ALOUD) live.firstElementChild.remove();
}

/**
 * A modal dialog with a title; `build(close)` gives its content. Resolves with what `close` was called with,
 * or undefined after Esc.
 */
export function dialog(title, build, { className = "" } = {}) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    let answer;
    const close = (value) => {
      answer = value;
      box.close();
    };
    dialogs += 1;
    const id = `dialog-title-${dialogs}`;
    const heading = h("h2", { id, class: "dialog-title" }, title);
    const box = h("dialog", { class: `dialog ${className}`, "aria-labelledby": id }, heading);
    box.append(...[build(close)].flat());
    box.addEventListener("close", () => {
      box.remove();
      const back = before?.isConnected ? before : document.getElementById("composer-input");
      back.focus({ preventScroll: true });
      resolve(answer);
    });
    box.addEventListener("mousedown", (event) => {
      if (event.target === box && !isInside(event, box)) close(undefined);
    });
    document.getElementById("overlays").append(box);
    box.showModal();
    (box.querySelector("[autofocus]") ?? box.querySelector("input, textarea, select, button"))?.focus();
  });
}

function isInside({ clientX, clientY }, box) {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}

/** The dialog that a bot shows with `show_alert`. */
export function alertDialog(title, text) {
  return dialog(
    title,
    (close) => [
      h("p", { class: "dialog-text", dir: "auto" }, text),
      h("div", { class: "dialog-buttons" }, h("button", { type: "button", class: "solid", autofocus: true, onClick: () => close() }, "Oké")),
    ],
    { className: "alert" },
  );
}

/** Ask for one thing before something happens; resolves with true only when it is confirmed. */
export function confirmDialog(title, text, yes, { danger = false } = {}) {
  return dialog(title, (close) => [
    h("p", { class: "dialog-text", dir: "auto" }, text),
    h(
      "div",
      { class: "dialog-buttons" },
      h("button", { type: "button", class: "quiet", onClick: () => close(false) }, "Annuleer"),
      h("button", { type: "button", class: danger ? "solid danger" : "solid", onClick: () => close(true) }, yes),
    ),
  ]);
}

/** A form in a dialog: `fields` are nodes with named inputs; resolves with their values, or undefined. */
export function formDialog(title, fields, yes) {
  return dialog(title, (close) => {
    const form = h(
      "form",
      { class: "form", method: "dialog" },
      ...fields,
      h(
        "div",
        { class: "dialog-buttons" },
        h("button", { type: "button", class: "quiet", onClick: () => close(undefined) }, "Annuleer"),
        h("button", { type: "submit", class: "solid" }, yes),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close(new FormData(form));
    });
    return form;
  });
}

/** A labelled input for a form. */
export function field(label, input, hint = null) {
  return h("label", { class: "field" }, h("span", { class: "field-label" }, label), input, hint && h("span", { class: "field-hint" }, hint));
}

let openMenu = null;

/** Close the menu that is open, if any; true when there was one. */
export function closeMenu() {
  if (!openMenu) return false;
  openMenu();
  return true;
}

/**
 * Open a menu at `anchor`, an element or `{x, y}`. An entry is `{label, icon?, run, danger?, checked?, hint?}`; `top`
 * is a row of small entries `{label, text, run}` above the others (the reactions).
 */
export function showMenu(anchor, label, entries, { top = [] } = {}) {
  closeMenu();
  const before = document.activeElement;
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label });
  const finish = (run) => {
    close();
    run();
  };
  const item = (props, ...content) => h("button", { type: "button", role: "menuitem", tabIndex: -1, ...props }, ...content);
  if (top.length > 0) {
    const row = h("div", { class: "menu-top", role: "group", "aria-label": "Reageer" });
    row.append(...top.map((entry) =>
      item({ class: entry.on ? "emoji on" : "emoji", "aria-label": entry.label, onClick: () => finish(entry.run) }, entry.text)));
    menu.append(row);
  }
  menu.append(...entries.map((entry) =>
    item(
      { class: entry.danger ? "menu-item danger" : "menu-item", onClick: () => finish(entry.run) },
      entry.icon && icon(entry.icon),
      h("span", { dir: "auto" }, entry.label, entry.hint && h("small", { dir: "auto" }, entry.hint)),
    )));
  const outside = (event) => {
    if (!menu.contains(event.target)) close();
  };
  function close() {
    if (openMenu !== close) return;
    openMenu = null;
    document.removeEventListener("pointerdown", outside, true);
    menu.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
  }
  menu.addEventListener("keydown", (event) => onMenuKey(event, menu, close));
  openMenu = close;
  document.addEventListener("pointerdown", outside, true);
  document.getElementById("overlays").append(menu);
  place(menu, anchor);
  (menu.querySelector(".menu-item") ?? menu.querySelector("button")).focus({ preventScroll: true });
}

function onMenuKey(event, menu, close) {
  const inTop = document.activeElement?.closest(".menu-top");
  const top = [...menu.querySelectorAll(".menu-top button")];
  const list = [...menu.querySelectorAll(".menu-item")];
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (inTop && event.key === "ArrowDown") {
    event.preventDefault();
    list[0]?.focus();
  } else if (!inTop && event.key === "ArrowUp" && document.activeElement === list[0] && top.length > 0) {
    event.preventDefault();
    top[0].focus();
  } else roveWithArrows(event, inTop ? top : list, { horizontal: Boolean(inTop), wrap: true });
}

const MARGIN = 8;

/** Put a fixed element beside its anchor, inside the window. */
export function place(box, anchor) {
  const spot = anchor instanceof Element ? anchor.getBoundingClientRect() : null;
  const x = spot ? spot.left : anchor.x;
  const below = spot ? spot.bottom + 4 : anchor.y;
  const above = spot ? spot.top - 4 : anchor.y;
  const { width, height } = box.getBoundingClientRect();
  const fitsBelow = below + height + MARGIN <= innerHeight;
  const left = Math.max(MARGIN, Math.min(x, innerWidth - width - MARGIN));
  const top = fitsBelow ? below : Math.max(MARGIN, above - height);
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}
