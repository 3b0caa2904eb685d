// A store of kind games: medals and scores, the raffle, and the nodes' clocks.
import { call, storePath } from './api.js';
import { byId, el, follow, setText, timeOfDay, whole } from './dom.js';
import { confirm, forget } from './live.js';

const REREAD_MILLIS = 1000;
const EVERY_MILLIS = 3000;
/** The boards of the built-in scoreboard. Others are known from the events, and from what was looked up. */
const EVENTS = ['Luge', 'Stone Curling', 'Stone Skating'];
const TEAMS = ['Gaul', 'Rome'];

const compact = (name) => name.replaceAll(/[ +]/g, '');

export class Scoreboard {
  constructor(store) {
    this.store = store;
    this.events = new Map(EVENTS.map((name) => [compact(name), name]));
    this.teams = new Map(TEAMS.map((name) => [compact(name), name]));
    this.scores = new Map();
    this.medals = new Map();
    this.timer = null;
    this.closed = false;
    ['scores-age', 'raffle-age', 'clock-age'].forEach(forget);
    this.draw();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** Reads all boards, the raffle and the clock, and again after a while. */
  async read() {
    clearTimeout(this.timer);
    await Promise.allSettled([this.readBoards(), this.readRaffle(), this.readClock()]);
    if (!this.closed) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.read(), EVERY_MILLIS);
    }
  }

  /** A board was changed. */
  apply(kind, data) {
    const name = data.board?.replace(/^(score|medals)\//, '');
    if (kind === 'score') this.events.set(compact(name), this.events.get(compact(name)) ?? name);
    if (kind === 'medal') this.teams.set(compact(name), this.teams.get(compact(name)) ?? name);
    if (kind === 'score' || kind === 'medal') {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.read(), REREAD_MILLIS);
    }
  }

  async readBoards() {
    const read = async (path, names, into) => {
      for (const [key, name] of names) {
        try {
          const { data } = await call(storePath(this.store, `${path}/${encodeURIComponent(name)}`));
          names.set(key, data.name);
          into.set(key, data);
        } catch (failure) {
          if (failure.status !== 404) throw failure;
          into.delete(key);
        }
      }
    };
    await read('scores', this.events, this.scores);
    this.scores.forEach((board) => Object.keys(board.scores).forEach((team) => this.teams.set(compact(team), team)));
    await read('medals', this.teams, this.medals);
    if (this.closed) return;
    confirm('scores-age');
    this.draw();
  }

  draw() {
    table('medals', 'Team', [...this.medals.values()], (board) => board.medals);
    table('scores', 'Event', [...this.scores.values()], (board) => board.scores);
  }

  async readRaffle() {
    const { data } = await call(storePath(this.store, 'raffle?limit=5'));
    if (this.closed) return;
    setText(byId('raffle-facts'), `${whole(data.requests)} requests in order, ${whole(data.entered)} of them entered. `
      + (data.active ? `View ${data.view}.` : 'This node is no member now: what it shows may be old.'));
    follow(byId('winners'), [...data.winners].sort((a, b) => b.draw - a.draw), (winner) => String(winner.draw),
      (winner) => el('li', {}, winnerText(winner)), () => {});
    byId('winners-empty').hidden = data.winners.length > 0;
    confirm('raffle-age');
  }

  async readClock() {
    const { data } = await call('/v1/clock');
    if (this.closed) return;
    setText(byId('clock-facts'), data.timeServer === null ? 'There is no time server: the clocks are not compared.'
      : `${timeOfDay(data.time)} at ${data.node}, corrected by ${millis(data.correctionMicros)}. Time server: ${data.timeServer}.`);
    follow(byId('clocks'), data.nodes, (node) => node.node,
      (node) => el('tr', {}, el('th', { scope: 'row' }, node.node), el('td', { class: 'number' })),
      (row, node) => setText(row.lastElementChild, millis(node.offsetMicros)));
    byId('clocks-table').hidden = data.nodes.length === 0;
    confirm('clock-age');
  }
}

const millis = (micros) => `${micros > 0 ? '+' : micros < 0 ? '−' : ''}${(Math.abs(micros) / 1000).toFixed(2)} ms`;

const winnerText = ({ draw, entry }) => `Draw ${whole(draw)}: ${entry.label}, entry ${whole(entry.number)} at ${entry.frontEnd}`;

/** A table of boards: one row for each, one column for each counter. */
function table(id, first, boards, countersOf) {
  const columns = [...new Set(boards.flatMap((board) => Object.keys(countersOf(board))))];
  const node = byId(id);
  node.hidden = boards.length === 0;
  if (node.dataset.columns !== columns.join('\n')) {
    node.dataset.columns = columns.join('\n');
    node.tHead.rows[0].replaceChildren(el('th', { scope: 'col' }, first),
      ...columns.map((name) => el('th', { scope: 'col', class: 'number' }, name)), el('th', { scope: 'col', class: 'number' }, 'Changed'));
    node.tBodies[0].replaceChildren();
  }
  follow(node.tBodies[0], boards, (board) => board.name,
    (board) => el('tr', {}, el('th', { scope: 'row' }, board.name), ...columns.map(() => el('td', { class: 'number' })), el('td', { class: 'number quiet' })),
    (row, board) => {
      columns.forEach((name, i) => setText(row.children[i + 1], whole(countersOf(board)[name] ?? 0)));
      const times = Object.values(board.time).filter((time) => time !== null).sort();
      setText(row.lastElementChild, times.length === 0 ? 'never' : timeOfDay(times.at(-1)));
    });
}
