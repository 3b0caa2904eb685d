// The console: polls the state of the cluster every second, and shows one store at a time.
import { NoResponse, call } from './api.js';
import { showAdministration, showSlots, startAdministration } from './admin.js';
import { showCharts } from './charts.js';
import { compareDigests } from './digest.js';
import { byId, el, follow, setText, show, whole } from './dom.js';
import { showLookup } from './items.js';
import { confirm, showAges } from './live.js';
import { showMatrix } from './matrix.js';
import { allNodes, seeNodes, thisNode } from './nodes.js';
import { showRate, togglePause } from './feed.js';
import { isSignedIn, startSession } from './session.js';
import { Stats } from './stats.js';
import { StorePage } from './store.js';
import { showTimeline } from './timeline.js';
import { showVerdict, whyNoOrders } from './verdict.js';

const POLL_MILLIS = 1000;
const HIDDEN_POLL_MILLIS = 10_000;
const STORES_EVERY_POLLS = 10;
const TYPING_MILLIS = 300;

const stats = new Stats();
const state = { lostSince: null, cluster: null, clusterProblem: null, reasons: [], stores: [] };
let polls = 0;
let wake = () => {};
/** The page of the selected store. */
let shown = null;

async function poll() {
  const [ready, cluster, sampled] = await Promise.allSettled([call('/ready'), call('/v1/cluster'), stats.read()]);
  const unreachable = [ready, cluster, sampled].every((result) => result.reason instanceof NoResponse);
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
    seeNodes(state.cluster.nodes);
    showMatrix(state.cluster);
    showSlots(state.cluster.stores[0]?.replicas ?? []);
  }
  if (sampled.status === 'fulfilled') showTimeline(stats);
  if (wasLost || state.stores.length === 0 || polls % STORES_EVERY_POLLS === 0) {
    await readStores();
  }
  if (wasLost) shown?.reconnect();
  const store = state.cluster?.stores.find((each) => each.store === shown?.name);
  // Without a leader the end of the log is unknown.
  if (store !== undefined && store.leader !== null) shown?.reached(store.released);
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
    select(selected);
  }
  showStores();
}

function showStores() {
  follow(byId('stores'), state.stores, (store) => store.name,
    (store) => el('button', { type: 'button', click: () => select(store) }, store.name),
    (button, store) => {
      button.setAttribute('aria-current', String(store.name === shown?.name));
      button.title = store.kind === '' || store.kind === store.name ? '' : `a store of kind ${store.kind}`;
    });
  const count = state.stores.find((store) => store.name === shown?.name)?.items;
  setText(byId('item-count'), count === undefined ? '' : whole(count));
}

function select(store) {
  shown?.close();
  ['topic', 'lookup-name', 'orders-item', 'orders-from', 'orders-to'].forEach((id) => (byId(id).value = ''));
  show(byId('digest'));
  shown = new StorePage(store);
  history.replaceState(null, '', `#${encodeURIComponent(store.name)}`);
  document.title = `${store.name} · Menhir console`;
  showAdministration(isSignedIn(), shown);
  showStores();
  wake();
}

function showState() {
  const verdict = showVerdict({ ...state, nodes: allNodes(), silentMillis: stats.silentMillis }, stats.now());
  const node = thisNode();
  setText(byId('node'), node === undefined ? '' : node.node);
  if (verdict.kind !== 'lost') confirm('verdict-age');
  if (shown !== null) {
    shown.setOff(whyNoOrders(state, shown.name));
    showCharts(stats, shown.name);
  }
  showRate();
  showAges();
}

async function run() {
  for (;;) {
    await poll();
    showState();
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

/** Calls an action when nothing has been typed for a moment. */
function onTyping(id, action) {
  let typing = null;
  byId(id).addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => shown !== null && action(byId(id).value.trim()), TYPING_MILLIS);
  });
}

const onClick = (id, action) => byId(id).addEventListener('click', () => shown !== null && action());

onSubmit('order', () => shown.form.place());
onSubmit('find-order', () => shown.orders.find(byId('order-number').value));
onSubmit('filter', () => shown.items.setTopic(byId('topic').value.trim()));
onSubmit('orders-filter', () => shown.orders.search());
onSubmit('lookup', async () => {
  const found = await shown.items.lookUp(byId('lookup-name').value.trim());
  if (found !== null) showLookup(found, (item) => shown.form.pick(item));
});
onTyping('topic', (topic) => shown.items.setTopic(topic));
onTyping('lookup-name', (prefix) => shown.items.setPrefix(prefix));
byId('lookup-name').addEventListener('input', () => show(byId('looked-up')));
onClick('add-line', () => shown.form.addLine()?.querySelector('.item').focus());
onClick('previous', () => shown.items.previousPage());
onClick('next', () => shown.items.nextPage());
onClick('orders-older', () => shown.orders.older());
onClick('orders-newest', () => shown.orders.first());
onClick('compare', () => compareDigests(shown.name));
byId('feed-pause').addEventListener('click', togglePause);
document.addEventListener('visibilitychange', () => wake());
// A browser keeps the pages that were left with their connections, and opens few connections to a server. If the page is shown
// again, the next poll connects again.
window.addEventListener('pagehide', () => shown?.disconnect());
startSession((signedIn) => shown !== null && showAdministration(signedIn, shown));
startAdministration(() => shown?.name ?? null);
call('/version').then(({ data }) => setText(byId('version'), data.version), () => {});
run();
