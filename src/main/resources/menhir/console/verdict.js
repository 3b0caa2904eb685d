// One line: how the cluster stands, and what it can still take.
import { byId, setText, timeOfDay, whole } from './dom.js';
import { say } from './live.js';
import { linksToOthers } from './nodes.js';

const LONG_SILENCE_MILLIS = 1000;

const majority = (store) => Math.floor(store.replicas.length / 2) + 1;
const available = (store) => store.replicas.filter((replica) => !['down', 'failed'].includes(replica.state)).length;
const members = (store) => store.replicas.filter((replica) => replica.state === 'member').length;

/** How many more replicas a store may lose before it stops. */
export const spare = (store) => Math.max(0, members(store) - majority(store));

const names = (stores, all) => (stores.length === all.length ? '' : `${stores.map((store) => store.store).join(', ')}: `);
const failures = (count) => (count === 0 ? 'no further failure tolerated' : `${count} more ${count === 1 ? 'failure' : 'failures'} tolerated`);

/** {kind, text, links}: kind is a word for each state, and the text has no number that changes all the time. */
export function judge({ lostSince, cluster, clusterProblem, reasons, nodes, silentMillis }) {
  if (lostSince !== null) {
    return { kind: 'lost', text: `No response from this node since ${timeOfDay(lostSince)}`, links: true };
  }
  if (clusterProblem) return { kind: 'lost', text: `This node cannot show the cluster: ${clusterProblem}`, links: true };
  if (!cluster) return { kind: 'waiting', text: 'Connecting' };
  const { stores } = cluster;
  const stopped = stores.filter((store) => store.leader === null && available(store) < majority(store));
  if (stopped.length > 0) {
    const [first] = stopped;
    return { kind: 'stopped', text: `${names(stopped, stores)}stopped, ${available(first)} of ${first.replicas.length} replicas` };
  }
  const leaderless = stores.filter((store) => store.leader === null);
  if (leaderless.length > 0) {
    return {
      kind: 'choosing', text: `${names(leaderless, stores)}choosing a leader`,
      millis: Math.max(0, ...leaderless.map((store) => silentMillis.get(store.store) ?? 0)),
    };
  }
  const least = Math.min(...stores.map(spare));
  const missing = nodes.filter((node) => node.status === 'unreachable' || node.status === 'gone');
  const incomplete = stores.some((store) => members(store) < store.replicas.length);
  if (incomplete || missing.length > 0) {
    const who = missing.length > 0 ? `, ${missing.map((node) => `${node.node} is ${node.status}`).join(', ')}` : '';
    return { kind: 'degraded', text: `degraded, ${failures(least)}${who}` };
  }
  if (reasons.length > 0) return { kind: 'degraded', text: `this node takes no orders: ${reasons.join('; ')}`, links: true };
  const one = stores.every((store) => store.replicas.length === 1);
  return { kind: 'healthy', text: one ? 'healthy, one replica' : `healthy, ${failures(least)}` };
}

const SYMBOLS = { healthy: '✓', degraded: '▲', choosing: '◌', stopped: '■', lost: '✕', waiting: '…' };

let said = '';

/** Shows the verdict. A screen reader hears it when it changes, without what changes every second. */
export function showVerdict(state, now) {
  const verdict = judge(state);
  const box = byId('verdict');
  box.className = `verdict ${verdict.kind}`;
  setText(byId('verdict-symbol'), SYMBOLS[verdict.kind]);
  const long = verdict.millis >= LONG_SILENCE_MILLIS ? `, ${(verdict.millis / 1000).toFixed(1)} s` : '';
  const text = verdict.text[0].toUpperCase() + verdict.text.slice(1);
  setText(byId('verdict-text'), text + long);
  const links = byId('verdict-links');
  const wanted = verdict.links ? linksToOthers() : [];
  if (links.textContent !== wanted.map((link) => link.textContent).join('')) links.replaceChildren(...wanted);
  setText(byId('verdict-numbers'), now === null || verdict.kind === 'lost' ? ''
    : `${whole(now.orders)} orders/s · ${now.p99 === null ? 'no order lately' : `p99 ${now.p99}`}`);
  if (text !== said && verdict.kind !== 'waiting') {
    said = text;
    say(text);
  }
  document.body.classList.toggle('stale', verdict.kind === 'lost');
  return verdict;
}

/** Why nobody should order from this store now; null if there is no reason. */
export function whyNoOrders({ lostSince, cluster, clusterProblem }, name) {
  if (lostSince !== null || clusterProblem) return 'Ordering is off: this node does not show the cluster.';
  const store = cluster?.stores.find((each) => each.store === name);
  if (store === undefined || store.leader !== null) return null;
  return available(store) < majority(store)
    ? `Ordering is off: ${available(store)} of ${store.replicas.length} replicas are available, and ${majority(store)} are needed.`
    : 'Ordering is off while a leader is chosen.';
}

