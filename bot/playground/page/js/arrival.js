/** Who comes by a link to the bot from a page elsewhere (`#start=…`) says first who they are. */

import { h } from "./dom.js";
import { personFace } from "./people.js";
import { dialog } from "./ui.js";

const PAYLOAD = /^[A-Za-z0-9_-]{0,64}$/;

/** What the address brings along for the bot; null when it brings nothing that Telegram would take. */
export function payloadFromAddress() {
  const payload = new URLSearchParams(location.hash.slice(1)).get("start");
  return payload !== null && PAYLOAD.test(payload) ? payload : null;
}

/** Ask who follows the link, and follow it as them. */
export async function arrive(app, store, payload) {
  const person = await dialog("Wie opent deze link?", (close) => [
    h("p", { class: "dialog-text" }, "De link begint een privégesprek met de bot."),
    h(
      "ul",
      { class: "choices" },
      [...store.people.values()].map((one) => h(
        "li",
        {},
        h("button", { type: "button", class: "choice", onClick: () => close(one.id) }, personFace(one.id, one.name, "small"), h("span", { dir: "auto" }, one.name)),
      )),
    ),
    h("div", { class: "dialog-buttons" }, h("button", { type: "button", class: "quiet", onClick: () => close() }, "Annuleer")),
  ]);
  if (person !== undefined) await app.start(payload, person);
}
