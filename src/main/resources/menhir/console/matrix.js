// Nodes by stores: who leads, who is in step, who catches up, and who is down.
import { byId, el, follow, setText, timeOfDay, whole } from './dom.js';
import { confirm } from './live.js';
import { allNodes, consoleOf, isThisNode } from './nodes.js';
import { spare } from './verdict.js';

/** Under load a replica in step lacks what is under way. */
const IN_STEP_LAG = 1000;
const RATE_MILLIS = 10_000;

/** The last lags of each replica, to tell how long it still needs: [millis, lag]. */
const lags = new Map();

/** Seconds until a replica is in step, at its pace of the last seconds; null if it comes no nearer. */
function secondsLeft(key, lag) {
  const now = Date.now();
  const known = (lags.get(key) ?? []).filter(([at]) => now - at < RATE_MILLIS);
  known.push([now, lag]);
  lags.set(key, known);
  const [firstAt, firstLag] = known[0];
  const gained = firstLag - lag;
  return gained <= 0 || now === firstAt ? null : (lag / gained) * ((now - firstAt) / 1000);
}

const duration = (seconds) => (seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`);

/** {kind, symbol, text} of a replica. */
function cellOf(store, replica) {
  const { state, lag } = replica;
  if (state === 'failed') return { kind: 'bad', symbol: '✕', text: 'failed', title: replica.failure };
  if (state === 'down') return { kind: 'bad', symbol: '✕', text: 'down' };
  if (state === 'member' && store.leader !== null && store.leader === replica.node) return { kind: 'leads', symbol: '★', text: 'leads' };
  const behind = lag !== null && lag >= IN_STEP_LAG;
  if (behind || (state === 'blank' && lag > 0)) {
    const left = secondsLeft(`${store.store} ${replica.slot}`, lag);
    const rest = left === null ? '' : `, about ${duration(left)}`;
    return { kind: 'warn', symbol: '↻', text: `catching up, ${whole(lag)} left${rest}` };
  }
  lags.delete(`${store.store} ${replica.slot}`);
  if (state === 'blank') return { kind: 'warn', symbol: '○', text: 'blank' };
  if (store.leader === null) return { kind: 'quiet', symbol: '•', text: `has ${whole(replica.lastIndex)}` };
  return { kind: 'good', symbol: '✓', text: lag > 0 ? `in step, ${whole(lag)} behind` : 'in step' };
}

/** What is too much for a cell. */
function detailsOf(replica) {
  if (replica === undefined || replica.state === 'down') return '';
  // null: the replica did not answer.
  const reads = replica.reads === null || replica.reads === undefined ? '' : `, ${whole(replica.reads)} catalog reads since its start`;
  return `${whole(replica.lastIndex)} entries${reads}`;
}

/** One row for each slot, and one for each node without a slot. */
function rowsOf(view) {
  const nodes = new Map(allNodes().map((node) => [node.node, node]));
  const slots = view.stores[0]?.replicas.map((replica) => replica.slot) ?? [];
  const nodeOf = (slot) => view.stores.flatMap((store) => store.replicas).find((replica) => replica.slot === slot && replica.node)?.node ?? null;
  const rows = slots.map((slot) => ({ key: `slot ${slot}`, slot, name: nodeOf(slot), node: nodes.get(nodeOf(slot)) }));
  const placed = new Set(rows.map((row) => row.name));
  const others = allNodes().filter((node) => !placed.has(node.node)).map((node) => ({ key: node.node, slot: null, name: node.node, node }));
  return [...rows, ...others];
}

function updateHead(cell, row) {
  const { node, name, slot } = row;
  const parts = [];
  const link = node && !isThisNode(node) && node.status !== 'gone' ? consoleOf(node) : null;
  const label = name ?? `Slot ${slot}`;
  const status = node === undefined ? 'not seen yet'
    : node.status === 'up' ? (isThisNode(node) ? 'this node' : 'up')
      : node.since ? `down since ${timeOfDay(node.since)}` : node.status;
  const text = `${label} ${status}`;
  if (cell.dataset.text === text && cell.dataset.link === String(link)) return;
  cell.dataset.text = text;
  cell.dataset.link = String(link);
  parts.push(link ? el('a', { href: link }, label) : el('span', {}, label));
  parts.push(' ', el('span', { class: `status ${node?.status === 'up' ? 'quiet' : 'badly'}` }, status));
  cell.replaceChildren(...parts);
  cell.title = node ? `HTTP ${node.http}, cluster ${node.address}, process ${node.pid}` : '';
}

function updateRow(tr, row, view) {
  updateHead(tr.firstElementChild, row);
  tr.classList.toggle('here', row.node !== undefined && isThisNode(row.node));
  view.stores.forEach((store, i) => {
    const replica = store.replicas.find((each) => each.slot === row.slot);
    const cell = replica === undefined ? { kind: 'quiet', symbol: '', text: '' } : cellOf(store, replica);
    const td = tr.children[i + 1];
    td.className = `cell ${cell.kind}`;
    td.title = cell.title ?? detailsOf(replica);
    setText(td.firstElementChild, cell.symbol);
    setText(td.lastElementChild, cell.text);
  });
}

const newRow = (stores) => el('tr', {}, el('th', { scope: 'row' }),
  ...stores.map((store) => el('td', { 'data-store': store.store },
    el('span', { class: 'symbol', 'aria-hidden': 'true' }), el('span', { class: 'word' }))));

export function showMatrix(view) {
  follow(byId('matrix-head'), [{ store: '' }, ...view.stores], (store) => store.store,
    (store) => (store.store === '' ? el('th', { scope: 'col' }, el('span', { class: 'hidden' }, 'Node')) : el('th', { scope: 'col' }, store.store)),
    (cell, store) => store.store !== '' && (cell.title = store.leader === null ? 'no leader' : `epoch ${whole(store.epoch)}, released ${whole(store.released)}`));
  const columns = view.stores.map((store) => store.store).join('\n');
  const body = byId('matrix');
  if (body.dataset.columns !== columns) {
    body.replaceChildren();
    body.dataset.columns = columns;
  }
  follow(body, rowsOf(view), (row) => row.key, () => newRow(view.stores), (tr, row) => updateRow(tr, row, view));
  follow(byId('matrix-foot'), [{ store: '' }, ...view.stores], (store) => store.store,
    (store) => (store.store === '' ? el('th', { scope: 'row' }, 'May lose') : el('td', { 'data-store': store.store })),
    (cell, store) => store.store !== '' && setText(cell, store.leader === null ? 'no leader' : `${spare(store)} ${spare(store) === 1 ? 'replica' : 'replicas'}`));
  confirm('matrix-age', Date.now() - Math.max(0, ...view.stores.map((store) => store.ageMillis ?? 0)));
}
