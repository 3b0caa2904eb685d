// Nodes, the replicas of each store, and banners for what needs attention.
import { byId, el, follow, setText, timeOfDay, whole } from './dom.js';

/** Nodes seen since this page was loaded, so that nodes that have left can be shown as gone. */
const seen = new Map();

const OLD_MILLIS = 500;
const ADDRESS = /^[A-Za-z0-9.:[\]-]{1,255}:\d{1,5}$/;
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(?=:)/;

const plain = (address) => address.replace(LOOPBACK, 'loopback');

/** `gone since 12:34:56`: a node knows since when, unless it was started later. */
const statusOf = (node) => (node.since ? `${node.status} since ${timeOfDay(node.since)}` : node.status);

/** A view is older when nodes do not answer. */
const ageOf = (store) => (store.ageMillis > OLD_MILLIS ? ` · as of ${(store.ageMillis / 1000).toFixed(1)} s ago` : '');

const isThisNode = (node) => plain(node.http) === plain(location.host);

const consoleOf = (node) => (ADDRESS.test(node.http) ? `${location.protocol}//${node.http}/console${location.hash}` : null);

export function thisNode() {
  return [...seen.values()].find((node) => isThisNode(node) && node.status !== 'gone');
}

function linksToOthers() {
  const links = [...seen.values()]
    .filter((node) => !isThisNode(node) && node.status !== 'gone' && consoleOf(node))
    .map((node) => el('a', { href: consoleOf(node) }, `Console of ${node.node}`));
  return links.length === 0 ? [] : ['Use another node: ', ...links.flatMap((link) => [link, ' '])];
}

export function showCluster(view) {
  seen.forEach((node) => (node.status = 'gone'));
  view.nodes.forEach((node) => seen.set(node.node, { ...node }));
  const leads = new Map();
  view.stores.forEach((store) => leads.set(store.leader, [...(leads.get(store.leader) ?? []), store.store]));
  const nodes = [...seen.values()].sort((a, b) => (a.node < b.node ? -1 : 1));
  follow(byId('nodes'), nodes, (node) => node.node, newNode, (card, node) => updateNode(card, node, leads.get(node.node)));
  follow(byId('replication'), view.stores, (store) => store.store, newStore, updateStore);
}

const newNode = () =>
  el('li', { class: 'card node' },
    el('div', { class: 'bar' }, el('strong', { class: 'name' }), el('span', { class: 'badge status push' })),
    el('dl', {},
      el('dt', {}, 'HTTP'), el('dd', { class: 'http' }),
      el('dt', {}, 'Cluster'), el('dd', { class: 'address' }),
      el('dt', {}, 'Process'), el('dd', { class: 'pid' })),
    el('p', { class: 'leads quiet' }));

function updateNode(card, node, leads) {
  const part = (name) => card.querySelector(`.${name}`);
  setText(part('name'), node.node);
  setText(part('status'), statusOf(node));
  part('status').className = `badge status push ${node.status === 'up' ? 'good' : 'bad'}`;
  const here = isThisNode(node);
  if (part('http').textContent !== node.http) {
    const link = here ? null : consoleOf(node);
    part('http').replaceChildren(link ? el('a', { href: link }, node.http) : node.http);
  }
  setText(part('address'), node.address);
  setText(part('pid'), String(node.pid));
  setText(part('leads'), [here ? 'this node' : '', leads && node.status !== 'gone' ? `leads ${leads.join(', ')}` : '']
    .filter(Boolean).join(' · '));
  card.classList.toggle('here', here);
  card.classList.toggle('gone', node.status !== 'up');
}

const newStore = () =>
  el('div', { class: 'card' },
    el('div', { class: 'bar' }, el('strong', { class: 'store' }), el('span', { class: 'facts quiet push' })),
    el('div', { class: 'replicas' }));

function updateStore(card, store) {
  setText(card.querySelector('.store'), store.store);
  setText(card.querySelector('.facts'), store.leader === null
    ? `no leader${ageOf(store)}`
    : `led by ${store.leader} · epoch ${whole(store.epoch)} · ${whole(store.lastIndex)} entries · released ${whole(store.released)}${ageOf(store)}`);
  follow(card.querySelector('.replicas'), store.replicas, (replica) => String(replica.slot), newReplica,
    (row, replica) => updateReplica(row, replica, store));
}

const newReplica = () =>
  el('div', { class: 'replica' },
    el('span', { class: 'slot' }),
    el('span', { class: 'track' }, el('span', { class: 'fill' })),
    el('span', { class: 'badge state' }),
    el('span', { class: 'lag quiet' }),
    el('span', { class: 'reads quiet', title: 'Catalog reads (cache misses) that it has answered since its start' }));

function updateReplica(row, replica, store) {
  const led = store.leader !== null;
  setText(row.querySelector('.slot'), `slot ${replica.slot} · ${replica.node ?? 'no node'}`);
  const part = !led || store.lastIndex === 0 ? 0 : Math.min(1, replica.lastIndex / store.lastIndex);
  row.querySelector('.fill').style.inlineSize = `${(part * 100).toFixed(1)}%`;
  row.classList.toggle('behind', replica.lag > 0);
  setText(row.querySelector('.state'), replica.state);
  row.querySelector('.state').className = `badge state ${{ member: 'good', failed: 'bad', down: 'bad' }[replica.state] ?? 'warn'}`;
  setText(row.querySelector('.lag'), !led ? '' : replica.lag > 0 ? `${whole(replica.lag)} behind` : whole(replica.lastIndex));
  // null: the replica did not answer.
  setText(row.querySelector('.reads'), replica.reads === null || replica.reads === undefined ? '' : `${whole(replica.reads)} reads`);
}

const majority = (store) => Math.floor(store.replicas.length / 2) + 1;

/** What needs attention, the most severe first: {id, kind, parts}. */
function warnings({ lostSince, cluster, clusterProblem, reasons }) {
  if (lostSince !== null) {
    const since = `This node has not responded since ${timeOfDay(lostSince)}. The console keeps trying. `;
    return [{ id: 'lost', kind: 'bad', parts: [since, ...linksToOthers()] }];
  }
  const list = [];
  if (clusterProblem) {
    list.push({ id: 'cluster', kind: 'bad', parts: [`This node cannot show the cluster: ${clusterProblem}`] });
  }
  const stores = clusterProblem || !cluster ? [] : cluster.stores;
  for (const store of stores.filter((each) => each.leader === null)) {
    const available = store.replicas.filter((replica) => replica.state !== 'down' && replica.state !== 'failed').length;
    const text = available >= majority(store)
      ? `${store.store} has no leader now: orders wait until a leader is elected.`
      : `${store.store} has no majority: ${available} of ${store.replicas.length} replicas are available, and ${majority(store)} are needed. `
        + 'Orders wait, and fail if this continues; none is lost or done twice.';
    list.push({ id: `store ${store.store}`, kind: 'bad', parts: [text] });
  }
  if (list.length === 0 && reasons.length > 0) {
    list.push({ id: 'ready', kind: 'bad', parts: [`This node takes no orders now: ${reasons.join('; ')}. `, ...linksToOthers()] });
  }
  const missingNodes = [...seen.values()].filter((node) => node.status === 'unreachable' || node.status === 'gone');
  if (!clusterProblem && missingNodes.length > 0) {
    const names = missingNodes.map((node) => `${node.node} is ${statusOf(node)}`).join(', ');
    list.push({ id: 'nodes', kind: 'warn', parts: [`${names}. The console shows a node again when it returns.`] });
  }
  for (const store of stores.filter((each) => each.leader !== null)) {
    const missing = store.replicas.filter((replica) => replica.state !== 'member');
    if (missing.length > 0) {
      const text = `${store.store} has ${store.replicas.length - missing.length} of ${store.replicas.length} replicas: `
        + missing.map((replica) => `slot ${replica.slot} is ${replica.state}`).join(', ') + '.';
      list.push({ id: `replicas ${store.store}`, kind: 'warn', parts: [text] });
    }
  }
  return list;
}

/** Leaves unchanged banners alone: a screen reader would read them out every second. */
export function showWarnings(state) {
  const text = (warning) => warning.parts.map((part) => part.textContent ?? part).join('');
  follow(byId('banners'), warnings(state), (warning) => warning.id, () => el('p'), (banner, warning) => {
    banner.className = `banner ${warning.kind}`;
    if (banner.textContent !== text(warning)) {
      banner.replaceChildren(...warning.parts);
    }
  });
}
