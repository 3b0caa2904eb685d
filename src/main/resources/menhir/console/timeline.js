// What happened in the cluster, as the node of this page saw it, the newest first.
import { byId, el, follow, timeOfDay } from './dom.js';
import { confirm } from './live.js';

const seconds = (millis) => (millis < 60_000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.round(millis / 60_000)} min`);

const lasted = (entry, words) => (entry.durationMillis === undefined ? '' : `, ${words} ${seconds(entry.durationMillis)}`);

/** [symbol, kind, text] by kind of entry. */
const TEXTS = {
  'node-up': (entry) => ['↑', 'good', `${entry.node} is up${lasted(entry, 'was away for')}`],
  'node-down': (entry) => ['↓', 'bad', `${entry.node} is ${entry.detail}`],
  leader: (entry) => ['★', 'warn', `${entry.store}: ${entry.node} leads${lasted(entry, 'no leader for')}`],
  'caught-up': (entry) => ['✓', 'good', `${entry.node} is in step again${lasted(entry, 'was not for')}`],
  'replica-failed': (entry) => ['✕', 'bad', `${entry.store} at ${entry.node} has failed: ${entry.detail}`],
  administration: (entry) => ['✎', 'quiet', entry.detail],
};

function newEntry(entry) {
  const [symbol, kind, text] = (TEXTS[entry.kind] ?? (() => ['•', 'quiet', entry.kind]))(entry);
  return el('li', { class: `moment ${kind}` },
    el('time', { datetime: entry.time, title: new Date(entry.time).toLocaleString() }, timeOfDay(entry.time)),
    el('span', { class: 'symbol', 'aria-hidden': 'true' }, symbol), el('span', { class: 'lines' }, text));
}

export function showTimeline(stats) {
  const key = (entry) => `${stats.started} ${entry.number}`;
  follow(byId('timeline'), [...stats.timeline].reverse(), key, newEntry, () => {});
  byId('timeline-empty').hidden = stats.timeline.length > 0;
  confirm('timeline-age');
}
