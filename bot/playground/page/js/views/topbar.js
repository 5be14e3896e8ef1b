/** The top bar: whether the bot is there, its clock, and the way to the advanced drawer. */

import { act } from "../api.js";
import { h, icon, iconButton } from "../dom.js";
import { aheadText, clockText } from "../time.js";
import { dialog, toast } from "../ui.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const STEPS = [["+1 uur", HOUR], ["+1 dag", DAY], ["+1 week", 7 * DAY]];
const UNITS = [["minuten", 60], ["uur", HOUR], ["dagen", DAY], ["weken", 7 * DAY]];
const TICK_MS = 5000;

export class TopBar {
  constructor({ tools, state }, app) {
    this.app = app;
    this.state = state;
    this.time = h("span", { class: "clock-time" });
    this.ahead = h("span", { class: "clock-ahead" });
    this.clock = h("button", { type: "button", class: "clock", "aria-haspopup": "dialog", onClick: () => this.openClock() }, icon("clock"), this.time, this.ahead);
    const advanced = iconButton("sliders", "Geavanceerd: storingen en beheer", () => app.panel.toggle("advanced"), { class: "advanced-button" });
    this.mark = h("span", { class: "fault-count", hidden: true });
    advanced.append(this.mark);
    tools.append(this.clock, advanced);
    setInterval(() => this.renderClock(), TICK_MS);
  }

  render() {
    const { store } = this.app;
    const online = store.connected && store.bot?.connected;
    const text = online ? "Bot verbonden" : "Bot niet verbonden";
    if (this.state.textContent !== text) this.state.textContent = text;
    this.state.className = online ? "bot-state on" : "bot-state off";
    this.mark.hidden = store.faults.length === 0;
    this.mark.textContent = String(store.faults.length);
    this.renderClock();
  }

  renderClock() {
    const { store } = this.app;
    const now = clockText(store.nowMs());
    const ahead = store.clockOffset >= 1 ? aheadText(store.clockOffset) : "";
    this.time.textContent = now;
    this.ahead.textContent = ahead;
    this.ahead.hidden = !ahead;
    this.clock.classList.toggle("moved", Boolean(ahead));
    this.clock.setAttribute("aria-label", `Klok van de bot: ${now}${ahead ? `, ${ahead} vooruit` : ""}. Zet vooruit`);
    this.clock.title = "Klok van de bot: zet vooruit";
  }

  openClock() {
    dialog("De klok van de bot", (close) => this.clockForm(close), { className: "clock-dialog" });
  }

  clockForm(close) {
    const go = async (seconds) => {
      if (await this.advance(seconds)) close();
    };
    const amount = h("input", { type: "number", name: "amount", value: 2, min: 1, max: 1000, required: true, "aria-label": "Hoeveel" });
    const unit = h("select", { name: "unit", "aria-label": "Eenheid" }, UNITS.map(([text, seconds]) => h("option", { value: seconds, selected: seconds === DAY }, text)));
    const form = h("form", { class: "clock-free" }, h("span", {}, "Of zelf:"), amount, unit, h("button", { type: "submit", class: "solid" }, "Zet vooruit"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go(Number(amount.value) * Number(unit.value));
    });
    return [
      h("p", { class: "clock-now" }, clockText(this.app.store.nowMs())),
      h("p", { class: "dialog-text" }, "Zet de tijd vooruit om te zien wat de bot later doet, zoals een herinnering. Terug kan niet."),
      h("div", { class: "clock-steps" }, STEPS.map(([text, seconds]) => h("button", { type: "button", class: "quiet", onClick: () => go(seconds) }, text))),
      form,
      h("div", { class: "dialog-buttons" }, h("button", { type: "button", class: "quiet", onClick: () => close() }, "Sluit")),
    ];
  }

  async advance(seconds) {
    const result = await this.app.attempt(() => act("/people/clock", { advance: seconds }));
    if (!result) return false;
    this.app.store.clockOffset = result.clock_offset;
    this.app.store.changed();
    toast(`Het is nu ${clockText(this.app.store.nowMs())}`);
    return true;
  }
}
