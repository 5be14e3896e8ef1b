/** Small helpers to build DOM nodes. Text always becomes a text node: nothing here parses HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** Path data of the icons, on a grid of 24 by 24, drawn with strokes. */
const ICONS = {
  anonymous: "M4 10h16M7 10l1.5-5h7L17 10M7.5 17a2.5 2.5 0 1 0 .1 0M16.5 17a2.5 2.5 0 1 0 .1 0M10 18.500c1-.8 3-.8 4 0",
  back: "M15 5l-7 7 7 7",
  bell: "M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20h4",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  bot: "M5 20V11h3V8h3V5h2v3h3v3h3v9zM10 14h.1M14 14h.1M10 17h4",
  channel: "M4 10v4l3 .5L9 20h2.500l-1-5L18 18V6L7.5 9.500z",
  check: "M5 12.5 10 17 19 7",
  clip: "M18.5 11.5 11 19a4.5 4.5 0 0 1-6.4-6.400l8-8a3 3 0 0 1 4.3 4.300l-8 8a1.5 1.5 0 0 1-2.2-2.100l7-7",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  down: "M6 9l6 6 6-6",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  edit: "M4 20l1-4.500L16 4.5 19.5 8 8.5 19zM13.5 7l3.5 3.5",
  file: "M6 3h8l4 4v14H6zM14 3v5h4",
  forward: "M13 6l6 6-6 6M19 12H9a4 4 0 0 0-4 4v2",
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h15M4 15h15",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.500L20 17M15.5 9h.1",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5.500M12 7.800h.1",
  keyboard: "M3 6h18v12H3zM7 10h.1M11 10h.1M15 10h.1M18 10h.1M7 14h.1M18 14h.1M10 14h5",
  link: "M10 14a4 4 0 0 0 6 .5l3-3A4 4 0 0 0 13.5 6L12 7.500M14 10a4 4 0 0 0-6-.5l-3 3A4 4 0 0 0 10.5 18l1.5-1.5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  mic: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3M6 12a6 6 0 0 0 12 0M12 18v3",
  more: "M12 6h.1M12 12h.1M12 18h.1",
  out: "M7 17 17 7M9 7h8v8",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  place: "M12 21c4-5 6.5-8 6.5-11.500a6.5 6.5 0 0 0-13 0C5.5 13 8 16 12 21M12 11.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  plus: "M12 5v14M5 12h14",
  poll: "M6 20v-7M12 20V4M18 20v-10",
  reply: "M10 7l-5 5 5 5M5 12h9a5 5 0 0 1 5 5v1",
  send: "M5 12 4 4.5 21 12 4 19.500zM5 12h8",
  sliders: "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M9 19.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.5 14c1.5 2.5 5.5 2.5 7 0M9 9.500h.1M15 9.500h.1",
  spark: "M12 3v5M12 16v5M3 12h5M16 12h5M6 6l3 3M15 15l3 3M18 6l-3 3M9 15l-3 3",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20c1-4 4-5.5 7.5-5.500s6.5 1.5 7.5 5.5",
  users: "M9 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 19.500c.8-3.5 3.3-5 6.5-5s5.7 1.5 6.5 5M16 5.500a3.3 3.3 0 0 1 0 6.300M18 15c2 .8 3.1 2.3 3.5 4.5",
};

/**
 * Make an element. Keys of `props`: `class`, `dataset`, `on<Event>`, properties of the element, and anything with
 * a hyphen or named `role` as an attribute; null, undefined and false children and attributes are left out.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) setProp(node, key, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProp(node, key, value) {
  if (value === undefined || value === null) return;
  if (key === "class") node.className = value;
  else if (key === "dataset") Object.assign(node.dataset, value);
  else if (key.startsWith("on")) node.addEventListener(key.slice(2).toLowerCase(), value);
  else if (key.includes("-") || key === "role" || key === "list") {
    if (value !== false || key.startsWith("aria-")) node.setAttribute(key, String(value));
  } else node[key] = value;
}

/** An icon that is hidden from screen readers: what it stands for is said by the text or label around it. */
export function icon(name, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon only; `label` is its accessible name and its tooltip. */
export function iconButton(name, label, onClick, props = {}) {
  const { class: extra = "", ...rest } = props;
  return h(
    "button",
    { type: "button", class: `icon-button ${extra}`, "aria-label": label, title: label, onClick, ...rest },
    icon(name),
  );
}

const stamps = new WeakMap();

/**
 * Make the children of `container` equal to `items`, keeping the nodes whose key and stamp did not change.
 *
 * An item is `{key, stamp: [values compared by identity], create()}`. When a node that held the focus is replaced,
 * the focus goes to the same place in its successor.
 */
export function reconcile(container, items) {
  const focus = rememberFocus(container);
  const old = new Map([...container.children].map((node) => [node.dataset.key, node]));
  let place = container.firstElementChild;
  for (const item of items) {
    let node = old.get(item.key);
    if (!node || !sameStamp(stamps.get(node), item.stamp)) {
      const fresh = item.create(Boolean(node));
      fresh.dataset.key = item.key;
      stamps.set(fresh, item.stamp);
      if (node) {
        if (place === node) place = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    old.delete(item.key);
    if (node === place) place = place.nextElementSibling;
    else container.insertBefore(node, place);
  }
  for (const node of old.values()) node.remove();
  restoreFocus(container, focus);
}

function sameStamp(left, right) {
  return left !== undefined && left.length === right.length && left.every((value, index) => value === right[index]);
}

const FOCUSABLE = "button, a[href], input, select, textarea, summary, [tabindex]";

/** The elements inside `node` that can take the focus, in document order. */
export function focusables(node) {
  return [...node.querySelectorAll(FOCUSABLE)].filter((element) => !element.disabled);
}

function rememberFocus(container) {
  const active = document.activeElement;
  if (!active || active === container || !container.contains(active)) return null;
  const child = [...container.children].find((node) => node.contains(active));
  return { key: child.dataset.key, index: focusables(child).indexOf(active) };
}

function restoreFocus(container, focus) {
  if (!focus || container.contains(document.activeElement)) return;
  const child = [...container.children].find((node) => node.dataset.key === focus.key);
  if (!child) return;
  const target = focusables(child)[focus.index] ?? child;
  target.focus({ preventScroll: true });
}

/** Move the focus among `nodes` with the arrow keys, Home and End; true when the key was used. */
export function roveWithArrows(event, nodes, { horizontal = false, wrap = false } = {}) {
  const back = horizontal ? "ArrowLeft" : "ArrowUp";
  const on = horizontal ? "ArrowRight" : "ArrowDown";
  const at = nodes.indexOf(document.activeElement);
  let to;
  if (event.key === on) to = at + 1;
  else if (event.key === back) to = at - 1;
  else if (event.key === "Home") to = 0;
  else if (event.key === "End") to = nodes.length - 1;
  else return false;
  if (wrap) to = (to + nodes.length) % nodes.length;
  const target = nodes[Math.max(0, Math.min(nodes.length - 1, to))];
  if (!target) return false;
  event.preventDefault();
  target.focus();
  return true;
}

/** Copy text to the clipboard; false when the browser refuses. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
