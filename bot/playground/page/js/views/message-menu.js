/** The menu of a message: reply, react, edit, forward, copy, pin, delete. */

import { chatFace } from "../people.js";
import { act } from "../api.js";
import { h } from "../dom.js";
import { confirmDialog, dialog, field, formDialog, showMenu } from "../ui.js";

const REACTIONS = ["👍", "❤", "🔥", "🎉", "🤔", "😢", "👎"];

/** Open the menu of `message` at `anchor`. */
export function messageMenu(message, anchor, app) {
  const { store } = app;
  const me = store.view.person;
  const mine = message.from.kind === "person" && message.from.id === me;
  const quote = selectionIn(message);
  const admin = store.isAdmin(store.chat) || store.chat.type === "private";
  const entries = [{ label: "Beantwoord", icon: "reply", run: () => app.composer.replyTo(message) }];
  if (quote) entries.push({ label: "Citeer de selectie", icon: "reply", hint: quote.slice(0, 60), run: () => app.composer.replyTo(message, quote) });
  if (mine && message.text && !message.forward) entries.push({ label: "Bewerk", icon: "edit", run: () => app.composer.edit(message) });
  if (message.text) entries.push({ label: "Kopieer tekst", icon: "copy", run: () => app.copy(message.text) });
  if (!message.protected) entries.push({ label: "Stuur door…", icon: "forward", run: () => chooseForward(message, app) });
  if (admin) entries.push({ label: message.pinned ? "Maak los" : "Maak vast", icon: "pin", run: () => app.pin(message) });
  if (message.from.kind === "bot") {
    entries.push({ label: "Stuur vervalste knop…", icon: "bolt", hint: "zoals een aangepaste app kan doen", run: () => forgePress(message, app) });
  }
  if (mine || admin) entries.push({ label: "Verwijder", icon: "trash", danger: true, run: () => confirmDelete(message, app) });
  const top = REACTIONS.map((emoji) => ({
    label: `Reageer met ${emoji}`,
    text: emoji,
    on: message.reactions.some((reaction) => reaction.emoji === emoji && reaction.by.includes(me)),
    run: () => app.react(message, emoji),
  }));
  showMenu(anchor, "Bij dit bericht", entries, { top });
}

function selectionIn(message) {
  const selection = getSelection();
  const text = selection.toString().trim();
  const article = selection.anchorNode?.parentElement?.closest("article");
  const isHere = article?.dataset.messageId === String(message.message_id);
  return isHere && text && message.text?.includes(text) ? text : null;
}

async function confirmDelete(message, app) {
  const sure = await confirmDialog("Bericht verwijderen?", "Het verdwijnt voor iedereen. De bot krijgt daar geen bericht van.", "Verwijder", { danger: true });
  if (sure) await app.remove(message);
}

async function chooseForward(message, app) {
  const { store } = app;
  const chosen = await dialog("Stuur door naar", (close) => h(
    "ul",
    { class: "choices" },
    store.chatsOf(store.view.person).map((chat) => h(
      "li",
      {},
      h("button", { type: "button", class: "choice", onClick: () => close(chat.id) }, chatFace(chat), h("span", { dir: "auto" }, store.titleOf(chat))),
    )),
  ));
  if (chosen !== undefined) await app.forward(message, chosen);
}

async function forgePress(message, app) {
  const known = message.buttons?.flat().find((button) => button.data)?.data ?? "";
  const values = await formDialog(
    "Vervalste knop",
    [field("Gegevens (callback_data)", h("input", { name: "data", value: known, required: true, autocomplete: "off" }), "De bot moet zelf nagaan of deze persoon dit mag.")],
    "Stuur",
  );
  if (!values) return;
  const body = { as: app.store.view.person, chat: message.chat_id, message: message.message_id, data: values.get("data") };
  await app.attempt(() => act("/people/press", body));
}
