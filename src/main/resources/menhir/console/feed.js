// The events of a store, newest first. Many orders of one second become one line, and the list moves at most twice a second.
import { byId, el, follow, setText, timeOfDay, whole } from './dom.js';
import { termsOf } from './items.js';
import { money, sum } from './money.js';

const SHOWN = 50;
const REDRAW_MILLIS = 500;
const CALM_REDRAW_MILLIS = 2000;
const RATE_SECONDS = 5;
/** So many orders of a second are shown one by one. */
const SINGLY = 4;

const reduced = matchMedia('(prefers-reduced-motion: reduce)');

let entries = [];
let timer = null;
let paused = false;
/** Number of orders in each of the last seconds. */
let perSecond = new Map();

export function clearFeed() {
  entries = [];
  perSecond = new Map();
  draw();
}

/** The entry of many events of a kind in one second: {count, units, total}. */
function gathered(kind, second, singles) {
  return singles.reduce(
    (all, { data }) => gather(all, data), { key: `${kind} ${second}`, kind, second, many: true, count: 0, units: 0, total: '0', data: singles[0].data });
}

function gather(all, data) {
  all.count++;
  all.units += data.lines.reduce((units, line) => units + line.quantity, 0);
  all.total = sum([{ price: all.total, quantity: 1 }, { price: data.total ?? '0', quantity: 1 }]);
  return all;
}

export function addToFeed(kind, index, data) {
  const second = Math.floor(Date.parse(data.time) / 1000);
  const entry = { key: String(index), kind, second, data };
  if (kind === 'order' || kind === 'rejection') {
    add(entry);
  } else {
    entries.unshift(entry);
  }
  entries.length = Math.min(entries.length, SHOWN);
  if (kind === 'order' && Date.now() - Date.parse(data.time) < RATE_SECONDS * 1000) {
    const now = Math.floor(Date.now() / 1000);
    perSecond.set(now, (perSecond.get(now) ?? 0) + 1);
  }
  timer ??= setTimeout(draw, reduced.matches ? CALM_REDRAW_MILLIS : REDRAW_MILLIS);
}

function add(entry) {
  const isAlike = (other) => other.kind === entry.kind && other.second === entry.second;
  const many = entries.find((other) => other.many && isAlike(other));
  if (many !== undefined) {
    gather(many, entry.data);
    return;
  }
  const alike = [entry, ...entries.filter(isAlike)];
  if (alike.length <= SINGLY) {
    entries.unshift(entry);
  } else {
    entries = [gathered(entry.kind, entry.second, alike), ...entries.filter((other) => !isAlike(other))];
  }
}

function draw() {
  timer = null;
  if (paused) return;
  byId('feed-empty').hidden = entries.length > 0;
  follow(byId('feed'), entries, (entry) => entry.key, newEntry, (node, entry) => entry.many && updateMany(node, entry));
  showRate();
}

/** Holds the list, so that it can be read. */
export function togglePause() {
  paused = !paused;
  byId('feed-pause').setAttribute('aria-pressed', String(paused));
  setText(byId('feed-pause'), paused ? 'Continue' : 'Pause');
  draw();
}

export function showRate() {
  const now = Math.floor(Date.now() / 1000);
  perSecond.forEach((count, second) => second <= now - RATE_SECONDS && perSecond.delete(second));
  const count = [...perSecond.values()].reduce((a, b) => a + b, 0);
  setText(byId('rate'), count === 0 ? '' : `${whole(Math.max(1, Math.round(count / RATE_SECONDS)))} orders/s`);
}

const linesOf = (order) => order.lines.map((line) => `${whole(line.quantity)} × ${line.item}`).join(', ');

const price = (data) => (data.price === undefined || data.price === null ? '' : money(data.price));

const title = (board) => board.replace(/^(score|medals)\//, '');

const TEXTS = {
  order: (data) => [data.type, linesOf(data), money(data.total)],
  rejection: (data) => ['rejected', `${data.type} ${linesOf(data)}`, ''],
  restock: (data) => ['restock', `${whole(data.quantity)} × ${data.item}`, ''],
  price: (data) => ['price', data.item, price(data)],
  item: (data) => ['new item', `${whole(data.quantity)} × ${data.item}`, price(data)],
  score: (data) => ['score', `${title(data.board)}: ${Object.entries(data.scores).map(([team, score]) => `${team} ${whole(score)}`).join(', ')}`, ''],
  medal: (data) => ['medal', `${data.medal} for ${title(data.board)}`, ''],
  retired: (data) => ['retired', data.item, ''],
  terms: (data) => ['terms', `${data.item}: ${termsOf(data).join(', ') || 'none'}`, ''],
  cancellation: (data) => ['cancelled', `#${data.order}: ${linesOf(data)}`, money(data.total)],
  hold: (data) => ['held', `${linesOf(data)} until ${timeOfDay(data.expires)}`, ''],
  'hold-extended': (data) => ['held', `hold ${data.hold} until ${timeOfDay(data.expires)}`, ''],
  'hold-released': (data) => ['given back', linesOf(data), ''],
  'holds-expired': (data) => ['expired', data.holds.map(linesOf).join(', '), ''],
  'leader-placed': (data) => ['leader', data.slot === null ? 'is to run at home' : `is to run in slot ${data.slot}`, ''],
  leader: (data) => ['leader', `${data.node}, epoch ${whole(data.epoch)}`, ''],
};

function newEntry({ kind, many, data }) {
  const [what, text, amount] = many ? [kind === 'order' ? 'orders' : 'rejected', '', ''] : TEXTS[kind](data);
  return el('li', { class: `entry ${kind === 'order' && !many ? data.type : kind}` },
    el('span', { class: 'what' }, what),
    el('span', { class: 'lines' }, kind === 'order' && !many ? el('strong', {}, `#${data.number} `) : null, text),
    el('span', { class: 'amount' }, amount),
    el('time', { datetime: data.time, class: 'quiet' }, timeOfDay(data.time)));
}

function updateMany(node, { kind, count, units, total }) {
  setText(node.querySelector('.lines'), `${whole(count)} ${kind === 'order' ? 'orders' : 'rejected orders'}, ${whole(units)} units`);
  setText(node.querySelector('.amount'), kind === 'order' ? money(total) : '');
}
