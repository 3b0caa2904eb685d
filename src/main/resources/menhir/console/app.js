// The console: polls the state of the cluster every second, and shows one store at a time.
import { NoResponse, call } from './api.js';
import { showCluster, showWarnings, thisNode } from './cluster.js';
import { compareDigests } from './digest.js';
import { byId, el, follow, setText, show, whole } from './dom.js';
import { EventFeed } from './events.js';
import { addToFeed, clearFeed, findOrder, showRate } from './feed.js';
import { Items, showLookup } from './items.js';
import { OrderForm } from './order.js';

const POLL_MILLIS = 1000;
const HIDDEN_POLL_MILLIS = 10_000;
const STORES_EVERY_POLLS = 10;
const TYPING_MILLIS = 300;

const state = { lostSince: null, cluster: null, clusterProblem: null, reasons: [], stores: [] };
let polls = 0;
let wake = () => {};
/** The selected store: {name, items, form, events}. */
let shown = null;

async function poll() {
  const [ready, cluster] = await Promise.allSettled([call('/ready'), call('/v1/cluster')]);
  const unreachable = [ready, cluster].every((result) => result.reason instanceof NoResponse);
  if (unreachable) {
    state.lostSince ??= Date.now();
    return;
  }
  const wasLost = state.lostSince !== null;
  state.lostSince = null;
  state.reasons = ready.reason?.reasons ?? [];
  state.clusterProblem = cluster.reason?.message ?? null;
  if (cluster.status === 'fulfilled') {
    state.cluster = cluster.value.data;
    showCluster(state.cluster);
  }
  if (wasLost || state.stores.length === 0 || polls % STORES_EVERY_POLLS === 0) {
    await readStores();
  }
  if (wasLost && shown !== null) {
    shown.events.reconnect();
    shown.items.read();
  }
  const store = state.cluster?.stores.find((each) => each.store === shown?.name);
  // Without a leader the end of the log is unknown.
  if (store !== undefined && store.leader !== null && shown !== null) {
    shown.events.reached(store.released);
  }
  polls++;
}

async function readStores() {
  try {
    state.stores = (await call('/v1/stores')).data.stores;
  } catch {
    // The view of the cluster has at least the names.
    if (state.stores.length === 0 && state.cluster !== null) {
      state.stores = state.cluster.stores.map((store) => ({ name: store.store, kind: '' }));
    }
  }
  const requested = decodeURIComponent(location.hash.replace(/^#/, ''));
  const selected = state.stores.find((store) => store.name === (shown?.name ?? requested)) ?? state.stores[0];
  if (selected !== undefined && selected.name !== shown?.name) {
    select(selected.name);
  }
  showStores();
}

function showStores() {
  follow(byId('stores'), state.stores, (store) => store.name,
    (store) => el('button', { type: 'button', click: () => select(store.name) }, store.name),
    (button, store) => {
      button.setAttribute('aria-current', String(store.name === shown?.name));
      button.title = store.kind === '' || store.kind === store.name ? '' : `a store of kind ${store.kind}`;
    });
  const count = state.stores.find((store) => store.name === shown?.name)?.items;
  setText(byId('item-count'), count === undefined ? '' : whole(count));
}

function select(name) {
  shown?.items.close();
  shown?.form.close();
  shown?.events.close();
  clearFeed();
  show(byId('digest'));
  byId('topic').value = '';
  byId('lookup-name').value = '';
  const pick = (item) => shown.form.pick(item);
  const items = new Items(name, pick);
  const form = new OrderForm(name, (item) => items.find(item)?.price);
  const onEvent = (kind, index, data) => {
    items.apply(kind, index, data);
    addToFeed(kind, index, data);
  };
  const events = new EventFeed(name, onEvent, () => {
    clearFeed();
    items.restart();
  });
  shown = { name, items, form, events };
  history.replaceState(null, '', `#${encodeURIComponent(name)}`);
  document.title = `${name} · Menhir console`;
  items.read();
  showStores();
  wake();
}

function showConnection() {
  const pill = byId('connection');
  const lost = state.lostSince !== null;
  const degraded = state.reasons.length > 0 || state.clusterProblem !== null;
  document.body.classList.toggle('stale', lost);
  const name = thisNode()?.node ?? 'this node';
  pill.className = `pill ${lost ? 'bad' : degraded ? 'warn' : 'good'}`;
  setText(pill, lost ? 'No response' : degraded ? `${name}: takes no orders` : `${name}: takes orders`);
}

async function run() {
  for (;;) {
    await poll();
    showWarnings(state);
    showConnection();
    showRate();
    await new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, document.hidden ? HIDDEN_POLL_MILLIS : POLL_MILLIS);
    });
  }
}

function onSubmit(id, action) {
  byId(id).addEventListener('submit', (event) => {
    event.preventDefault();
    if (shown !== null) action();
  });
}

onSubmit('order', () => shown.form.place());
onSubmit('find-order', () => findOrder(shown.name, byId('order-number').value));
onSubmit('filter', () => shown.items.setTopic(byId('topic').value.trim()));
onSubmit('lookup', async () => {
  const found = await shown.items.lookUp(byId('lookup-name').value.trim());
  if (found !== null) showLookup(found, (item) => shown.form.pick(item));
});
let typing = null;
byId('topic').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => shown?.items.setTopic(byId('topic').value.trim()), TYPING_MILLIS);
});
byId('add-line').addEventListener('click', () => shown?.form.addLine()?.querySelector('.item').focus());
byId('previous').addEventListener('click', () => shown?.items.previousPage());
byId('next').addEventListener('click', () => shown?.items.nextPage());
byId('compare').addEventListener('click', () => shown !== null && compareDigests(shown.name));
document.addEventListener('visibilitychange', () => wake());
// A browser keeps the pages that were left with their connections, and opens few connections to a server. If the page is shown
// again, the next poll connects again.
window.addEventListener('pagehide', () => shown?.events.reconnect());
call('/version').then(({ data }) => setText(byId('version'), data.version), () => {});
run();
