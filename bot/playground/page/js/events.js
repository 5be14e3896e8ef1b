/** The stream of events, reconnecting after the last event that was seen so that nothing is missed. */

const KINDS = [
  "message", "edited", "deleted", "reaction", "typing", "callback_answer", "chat", "topic", "person", "bot",
  "commands", "clock", "faults", "reset",
];
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5000;

/**
 * Follow the events after `after`; `onEvent` gets each once, in order, `onState` gets true or false when the
 * connection comes or goes. Returns `{restart(after)}`, which goes on from another id.
 *
 * EventSource's own reconnection gives up after an HTTP error and cannot be hurried, so each loss makes a new one.
 */
export function follow(after, { onEvent, onState }) {
  let last = after;
  let source = null;
  let timer = null;
  let wait = FIRST_WAIT_MS;

  function open() {
    clearTimeout(timer);
    source?.close();
    const mine = new EventSource(`/people/events?after=${encodeURIComponent(last)}`);
    source = mine;
    mine.onopen = () => {
      wait = FIRST_WAIT_MS;
      onState(true);
    };
    mine.onerror = () => {
      if (mine !== source) return;
      mine.close();
      onState(false);
      timer = setTimeout(open, wait);
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    };
    for (const kind of KINDS) {
      mine.addEventListener(kind, (event) => {
        if (mine !== source) return;
        if (event.lastEventId) last = event.lastEventId;
        onEvent({ kind, ...JSON.parse(event.data) });
      });
    }
  }

  open();
  addEventListener("online", open);
  return {
    restart(id) {
      last = id;
      open();
    },
  };
}
