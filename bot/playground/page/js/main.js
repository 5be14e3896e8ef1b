/** Starts the page: reads the state, follows the events, and redraws what changed. */

import { read } from "./api.js";
import { App } from "./app.js";
import { arrive, payloadFromAddress } from "./arrival.js";
import { follow } from "./events.js";
import { Store } from "./store.js";
import { closeMenu, toast } from "./ui.js";
import { ChatList } from "./views/chats.js";
import { Composer } from "./views/composer.js";
import { Conversation } from "./views/conversation.js";
import { Panel } from "./views/panel.js";
import { Rail } from "./views/rail.js";
import { TopBar } from "./views/topbar.js";

const RETRY_MS = 1500;
const byId = (id) => document.getElementById(id);

const store = new Store(() => render());
const app = new App(store);
app.textActions = {
  command: (text) => app.say({ text }),
  startLink: (payload) => app.start(payload),
  toast,
  get botUsername() {
    return store.bot?.username;
  },
};

const topBar = new TopBar({ tools: byId("topbar-tools"), state: byId("bot-state") }, app);
const rail = new Rail(byId("rail"), app);
const chats = new ChatList(byId("chats"), app);
const conversation = new Conversation(byId("conversation"), app);
app.conversation = conversation;
app.composer = new Composer(conversation.foot, app);
app.panel = new Panel(byId("panel"), byId("scrim"), app);

function render() {
  if (!store.run || !store.person) return;
  topBar.render();
  rail.render();
  chats.render();
  app.composer.render();
  conversation.render();
  app.panel.render();
  renderTitle();
}

function renderTitle() {
  const me = store.view.person;
  const unread = store.chatsOf(me).reduce((sum, chat) => sum + store.unread(me, chat), 0);
  document.title = `${unread > 0 ? `(${unread}) ` : ""}Buurvraag · proefomgeving`;
}

/** What the address asks to be opened: `#als=1001&chat=-100…&onderwerp=5`. */
function placeFromAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (query.has(name) ? Number(query.get(name)) : undefined);
  const person = number("als");
  return { person: store.people.has(person) ? person : undefined, chat: number("chat"), topic: number("onderwerp") };
}

/** Where a newcomer begins: the person and chat of the first suggestion, else the first person. */
function firstPlace() {
  const [suggestion] = store.suggestions;
  const [person] = store.people.keys();
  return suggestion ? { person: suggestion.as, chat: suggestion.chat } : { person };
}

async function loadState() {
  const state = await read("/people/state");
  store.load(state);
  return state.last_event_id;
}

/** The server was restarted, or the page slept for too long: read everything again and go on from there. */
async function reload() {
  const { view } = store;
  const last = await loadState();
  store.histories.clear();
  const person = store.people.has(view.person) ? view.person : firstPlace().person;
  await app.open({ ...view, person, shown: false });
  return last;
}

function onEvent(event) {
  if (event.kind === "reset") {
    reload().then((last) => stream.restart(last)).catch(() => setTimeout(() => onEvent(event), RETRY_MS));
    return;
  }
  const before = store.view.chat;
  store.apply(event);
  if (event.kind === "message") app.announceMessage(event.message);
  if (event.kind === "callback_answer") app.onCallbackAnswer(event);
  if (store.view.chat !== before) app.open({ chat: store.view.chat, shown: false });
  const isMine = event.kind === "chat" && store.chatsOf(store.view.person).some((chat) => chat.id === event.chat.id);
  if (isMine) app.ensureLoaded(event.chat.id);
}

function onConnection(connected) {
  store.connected = connected;
  const note = byId("connection");
  note.hidden = connected;
  note.textContent = connected ? "" : "Verbinding met de proefserver weg. Ik probeer het opnieuw…";
  store.changed();
}

addEventListener("popstate", (event) => {
  closeMenu();
  document.body.dataset.screen = event.state?.screen ?? "list";
  app.open({ ...placeFromAddress(), shown: false, record: false });
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  const list = store.chatsOf(store.view.person);
  const at = list.findIndex((chat) => chat.id === store.view.chat);
  const to = list[at + (event.key === "ArrowDown" ? 1 : -1)];
  event.preventDefault();
  if (to) app.open({ chat: to.id });
});

let stream;

async function begin() {
  let last;
  try {
    last = await loadState();
  } catch {
    onConnection(false);
    setTimeout(begin, RETRY_MS);
    return;
  }
  const asked = placeFromAddress();
  const payload = payloadFromAddress();
  if (history.state?.screen) document.body.dataset.screen = history.state.screen;
  else history.replaceState({ screen: "list", fromList: false }, "");
  stream = follow(last, { onEvent, onState: onConnection });
  await app.open({ ...(asked.person ? asked : firstPlace()), shown: false });
  document.body.dataset.ready = "yes";
  if (payload !== null) await arrive(app, store, payload);
}

begin();
