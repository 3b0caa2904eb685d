// The events of a store, newest first, and the lookup of an order by its number.
import { NoResponse, call, storePath } from './api.js';
import { byId, el, follow, show, timeOfDay, whole } from './dom.js';
import { money } from './money.js';

const SHOWN = 50;
const REDRAW_MILLIS = 150;
const RATE_SECONDS = 5;

let entries = [];
let timer = null;
/** Number of orders in each of the last seconds. */
let perSecond = new Map();

export function clearFeed() {
  entries = [];
  perSecond = new Map();
  show(byId('found'));
  draw();
}

export function addToFeed(kind, index, data) {
  entries.unshift({ kind, index, data });
  entries.length = Math.min(entries.length, SHOWN);
  if (kind === 'order' && Date.now() - Date.parse(data.time) < RATE_SECONDS * 1000) {
    const second = Math.floor(Date.now() / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  // Draws at intervals: there may be thousands of orders per second.
  timer ??= setTimeout(draw, REDRAW_MILLIS);
}

function draw() {
  timer = null;
  byId('feed-empty').hidden = entries.length > 0;
  follow(byId('feed'), entries, (entry) => String(entry.index), newEntry, () => {});
  showRate();
}

export function showRate() {
  const now = Math.floor(Date.now() / 1000);
  perSecond.forEach((count, second) => second <= now - RATE_SECONDS && perSecond.delete(second));
  const count = [...perSecond.values()].reduce((a, b) => a + b, 0);
  byId('rate').textContent = count === 0 ? '' : `${whole(Math.max(1, Math.round(count / RATE_SECONDS)))} orders/s`;
}

const linesOf = (order) => order.lines.map((line) => `${whole(line.quantity)} × ${line.item}`).join(', ');

const price = (data) => (data.price === undefined || data.price === null ? '' : money(data.price));

const TEXTS = {
  rejection: (data) => ['rejected', `${data.type} ${linesOf(data)}`, ''],
  restock: (data) => ['restock', `${whole(data.quantity)} × ${data.item}`, ''],
  price: (data) => ['price', data.item, price(data)],
  item: (data) => ['new item', `${whole(data.quantity)} × ${data.item}`, price(data)],
  leader: (data) => ['leader', `${data.node}, epoch ${whole(data.epoch)}`, ''],
};

function newEntry({ kind, data }) {
  const isOrder = kind === 'order';
  const [what, text, amount] = isOrder ? [data.type, linesOf(data), money(data.total)] : TEXTS[kind](data);
  return el('li', { class: `entry ${isOrder ? data.type : kind}` },
    el('span', { class: 'what' }, what),
    el('span', { class: 'lines' }, isOrder ? el('strong', {}, `#${data.number} `) : null, text),
    el('span', { class: 'amount' }, amount),
    el('time', { datetime: data.time, class: 'quiet' }, timeOfDay(data.time)));
}

/** The table of an order. */
export function orderTable(order) {
  const rows = order.lines.map((line) =>
    el('tr', {},
      el('td', {}, line.item),
      el('td', { class: 'number' }, whole(line.quantity)),
      el('td', { class: 'number' }, money(line.price)),
      el('td', { class: 'number' }, money(line.amount))));
  return el('table', { class: 'order' },
    el('caption', {}, `Order ${order.number}: ${order.type}, ${new Date(order.time).toLocaleString()}`),
    el('tbody', {}, ...rows),
    el('tfoot', {}, el('tr', {}, el('td', { colspan: 3 }, 'Total'), el('td', { class: 'number' }, money(order.total)))));
}

export async function findOrder(store, number) {
  try {
    const { data } = await call(storePath(store, `orders/${encodeURIComponent(number)}`));
    show(byId('found'), orderTable(data));
  } catch (failure) {
    const text = failure instanceof NoResponse ? `${failure.message}: try again.` : failure.message;
    show(byId('found'), el('p', { class: 'outcome bad' }, text));
  }
}
