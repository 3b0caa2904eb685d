// The page's only live region, and the age of what each part shows.
import { byId, setText, timeOfDay } from './dom.js';

const FRESH_MILLIS = 2500;

/** When each part was last confirmed, by the element that shows its age. */
const confirmed = new Map();

/** Has a screen reader say a sentence when it has finished what it says now. */
export function say(text) {
  setText(byId('live'), text);
}

/** A part shows what the server said at this time. */
export function confirm(id, atMillis = Date.now()) {
  confirmed.set(id, Math.max(atMillis, confirmed.get(id) ?? 0));
}

/** The part shows something else from now on, which nobody has confirmed. */
export function forget(id) {
  confirmed.delete(id);
}

const isFresh = (id) => Date.now() - (confirmed.get(id) ?? 0) < FRESH_MILLIS;

export function ageText(atMillis) {
  const millis = Date.now() - atMillis;
  if (millis < FRESH_MILLIS) return 'live';
  return millis < 60_000 ? `as of ${Math.round(millis / 1000)} s ago` : `as of ${timeOfDay(atMillis)}`;
}

/** Shows the ages. The marks of old parts are for the eye; what is wrong, the verdict says. */
export function showAges() {
  for (const [id, at] of confirmed) {
    const node = byId(id);
    setText(node, ageText(at));
    node.classList.toggle('old', !isFresh(id));
  }
}
