/** The side panel: about this conversation, and the advanced drawer. On a narrow window it lies over the page. */

import { h, iconButton, roveWithArrows } from "../dom.js";
import { AboutView } from "./about.js";
import { AdvancedView } from "./advanced.js";

const WIDE = matchMedia("(min-width: 1240px)");
const TABS = { about: "Over dit gesprek", advanced: "Geavanceerd" };

export class Panel {
  constructor(root, scrim, app) {
    this.root = root;
    this.scrim = scrim;
    this.app = app;
    this.tab = "about";
    this.opener = null;
    this.views = { about: new AboutView(app), advanced: new AdvancedView(app) };
    this.tabs = Object.entries(TABS).map(([name, text]) => h(
      "button",
      {
        type: "button", class: "panel-tab", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`,
        onClick: () => this.choose(name),
      },
      text,
    ));
    const strip = h("div", { class: "panel-tabs", role: "tablist", "aria-label": "Zijpaneel" }, this.tabs);
    strip.addEventListener("keydown", (event) => {
      if (roveWithArrows(event, this.tabs, { horizontal: true, wrap: true })) document.activeElement.click();
    });
    this.bodies = Object.entries(this.views).map(([name, view]) => h(
      "div",
      { class: "panel-body", role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabIndex: -1 },
      view.root,
    ));
    root.append(h("div", { class: "panel-head" }, strip, iconButton("close", "Sluit het paneel", () => this.close())), ...this.bodies);
    scrim.addEventListener("click", () => this.close());
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !WIDE.matches) this.close();
    });
    WIDE.addEventListener("change", () => this.show(WIDE.matches));
    this.show(WIDE.matches);
  }

  get isOpen() {
    return document.body.dataset.panel === "open";
  }

  /** Show a tab, or close the panel when that tab is already shown. */
  toggle(name) {
    if (this.isOpen && this.tab === name) {
      this.close();
      return;
    }
    this.opener = document.activeElement;
    this.choose(name);
    this.show(true);
    this.tabs[Object.keys(TABS).indexOf(name)].focus({ preventScroll: true });
  }

  choose(name) {
    this.tab = name;
    this.app.store.changed();
  }

  close() {
    this.show(false);
    if (this.opener?.isConnected) this.opener.focus({ preventScroll: true });
    this.opener = null;
  }

  /** Over the page the panel keeps the focus to itself: what lies under it is inert. */
  show(open) {
    document.body.dataset.panel = open ? "open" : "closed";
    const over = open && !WIDE.matches;
    this.scrim.hidden = !over;
    this.root.inert = !open;
    for (const id of ["topbar", "rail", "chats", "conversation"]) document.getElementById(id).inert = over;
    this.app.store.changed();
  }

  render() {
    Object.keys(TABS).forEach((name, index) => {
      const chosen = name === this.tab;
      this.tabs[index].setAttribute("aria-selected", String(chosen));
      this.tabs[index].tabIndex = chosen ? 0 : -1;
      this.bodies[index].hidden = !chosen;
    });
    if (this.isOpen && this.app.store.chat) this.views[this.tab].render();
  }
}
