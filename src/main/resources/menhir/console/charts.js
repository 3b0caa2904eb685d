// Charts of the last five minutes, drawn as SVG: lines, and a vertical line for each change of leaders.
import { byId, el, follow, setText, whole } from './dom.js';
import { confirm } from './live.js';
import { millisText } from './stats.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 300;
const HEIGHT = 96;
const WINDOW_MILLIS = 300_000;
/** A gap between samples that is longer is shown as one. */
const GAP_MILLIS = 3000;

const count = (value) => whole(value >= 10 ? Math.round(value) : Number(value.toFixed(1)));
const percent = (value) => `${Math.round(value)} %`;

/** {id, title, unit, least, lines: [{name, values(stats, store)}]}; `least` is the smallest top of the axis. */
const CHARTS = [
  { id: 'orders', title: 'Orders per second', text: count, least: 5, lines: [
    { name: 'orders', values: (stats, store) => stats.rate(store, 'orders') },
    { name: 'rejected', values: (stats, store) => stats.rate(store, 'rejections') }] },
  { id: 'order-times', title: 'Time of an order', text: millisText, least: 1000, lines: [
    { name: 'p50', values: (stats, store) => stats.column(store, 'orderP50Micros') },
    { name: 'p99', values: (stats, store) => stats.column(store, 'orderP99Micros') }] },
  { id: 'lookup-times', title: 'Time of a lookup', text: millisText, least: 1000, lines: [
    { name: 'p50', values: (stats, store) => stats.column(store, 'lookupP50Micros') },
    { name: 'p99', values: (stats, store) => stats.column(store, 'lookupP99Micros') }] },
  { id: 'hits', title: 'Cache hits', text: percent, least: 100, lines: [{ name: 'hits', values: (stats, store) => stats.hitRatio(store) }] },
  { id: 'lag', title: 'Greatest lag, entries', text: count, least: 10, lines: [{ name: 'lag', values: (stats, store) => stats.column(store, 'lag') }] },
];

const svg = (tag, attributes) => {
  const node = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  return node;
};

/** The top of an axis: 1, 2 or 5 times a power of ten. */
function niceTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= value);
}

function newChart(chart) {
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' });
  picture.append(svg('line', { class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT / 2, y2: HEIGHT / 2 }), svg('g', { class: 'changes' }),
    ...chart.lines.map((line, i) => svg('path', { class: `line line-${i + 1}` })));
  return el('figure', { class: 'chart' },
    el('figcaption', {}, el('span', { class: 'title' }, chart.title), el('span', { class: 'legend' },
      ...chart.lines.map((line, i) => el('span', { class: `key key-${i + 1}` }, chart.lines.length === 1 ? '' : `${line.name} `, el('span', { class: 'value' }))))),
    el('div', { class: 'plot' }, el('span', { class: 'top' }), picture),
    el('div', { class: 'axis', 'aria-hidden': 'true' }, el('span', {}, '5 min ago'), el('span', {}, 'now')));
}

/** The path of a line, with gaps where there is no value. */
function pathOf(values, times, end, top) {
  let path = '';
  let before = null;
  values.forEach((value, i) => {
    if (value === null || times[i] < end - WINDOW_MILLIS) {
      before = null;
      return;
    }
    const x = WIDTH * (1 - (end - times[i]) / WINDOW_MILLIS);
    const y = HEIGHT - 2 - (HEIGHT - 4) * Math.min(1, value / top);
    const joined = before !== null && times[i] - before < GAP_MILLIS;
    // A value between two gaps is a dot: a line of no length with round ends.
    path += `${joined ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}${joined ? '' : 'h0'}`;
    before = times[i];
  });
  return path;
}

const newest = (values) => values.at(-1) ?? null;

function updateChart(figure, chart, stats, store) {
  const lines = chart.lines.map((line) => line.values(stats, store));
  const all = lines.flat().filter((value) => value !== null);
  const top = niceTop(Math.max(chart.least, ...all));
  const end = stats.times.at(-1) ?? Date.now();
  const now = lines.map(newest);
  const text = (value) => (value === null ? '–' : chart.text(value));
  setText(figure.querySelector('.top'), chart.text(top));
  figure.querySelectorAll('.legend .value').forEach((node, i) => setText(node, text(now[i])));
  figure.querySelectorAll('.line').forEach((path, i) => path.setAttribute('d', pathOf(lines[i], stats.times, end, top)));
  const most = all.length === 0 ? 'nothing to measure in five minutes' : `at most ${chart.text(Math.max(...all))} in five minutes`;
  figure.querySelector('svg').setAttribute('aria-label',
    `${chart.title}: ${chart.lines.map((line, i) => `${line.name} ${now[i] === null ? 'none' : text(now[i])}`).join(', ')} now, ${most}`);
  const changes = stats.leaderChanges(store).filter((change) => change.at > end - WINDOW_MILLIS);
  figure.querySelector('.changes').replaceChildren(...changes.map((change) => {
    const x = (WIDTH * (1 - Math.max(0, end - change.at) / WINDOW_MILLIS)).toFixed(1);
    const line = svg('line', { x1: x, x2: x, y1: 0, y2: HEIGHT });
    const title = svg('title', {});
    title.textContent = change.text;
    line.append(title);
    return line;
  }));
  return changes.length;
}

export function showCharts(stats, store) {
  let changes = 0;
  follow(byId('charts'), CHARTS, (chart) => chart.id, newChart, (figure, chart) => (changes = updateChart(figure, chart, stats, store)));
  setText(byId('changes-note'), changes === 0 ? '' : `┊ ${changes} ${changes === 1 ? 'change' : 'changes'} of leader`);
  if (stats.times.length > 0) confirm('charts-age', stats.times.at(-1) + stats.aheadMillis);
}
