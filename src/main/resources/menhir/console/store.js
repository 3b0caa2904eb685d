// The page of one store: what it shows depends on the store's kind.
import { byId, show } from './dom.js';
import { EventFeed } from './events.js';
import { addToFeed, clearFeed } from './feed.js';
import { Holds } from './holds.js';
import { Items } from './items.js';
import { OrderForm } from './order.js';
import { Orders } from './orders.js';
import { Scoreboard } from './scoreboard.js';

export class StorePage {
  constructor({ name, kind }) {
    this.name = name;
    this.isScoreboard = kind === 'games';
    this.items = new Items(name, (item) => this.form.pick(item));
    this.form = new OrderForm(name, (item) => this.items.find(item)?.price);
    this.orders = new Orders(name);
    this.holds = new Holds(name);
    this.scoreboard = this.isScoreboard ? new Scoreboard(name) : null;
    this.events = new EventFeed(name, (...event) => this.onEvent(...event), () => this.restart());
    byId('store').dataset.kind = kind;
    byId('shop').hidden = this.isScoreboard;
    byId('games').hidden = !this.isScoreboard;
    byId(this.isScoreboard ? 'games-side' : 'shop-side').append(byId('events-card'));
    clearFeed();
    show(byId('found'));
    this.readAll();
  }

  readAll() {
    if (this.isScoreboard) {
      this.scoreboard.read();
    } else {
      this.items.read();
      this.orders.read();
      this.holds.read();
    }
  }

  onEvent(kind, index, data) {
    addToFeed(kind, index, data);
    this.items.apply(kind, index, data);
    this.scoreboard?.apply(kind, data);
    this.holds.apply(kind, data);
    if (kind === 'order') this.orders.placed(data.number);
    if (kind === 'cancellation') this.orders.cancelled(data.order);
  }

  /** The log is another one, or events were left out. */
  restart() {
    clearFeed();
    this.items.restart();
    this.readAll();
  }

  /** The end of the released log, according to the leader. */
  reached(released) {
    this.events.reached(released);
  }

  /** Why nobody should order now, or null: then what is shown is not confirmed. */
  setOff(reason) {
    this.form.setOff(reason);
    this.items.setConfirmed(reason === null && this.events.isOpen);
    this.orders.setConfirmed(reason === null && this.events.isOpen);
  }

  /** The node answers again after a while. */
  reconnect() {
    this.events.reconnect();
    this.readAll();
  }

  disconnect() {
    this.events.reconnect();
  }

  close() {
    this.items.close();
    this.form.close();
    this.orders.close();
    this.holds.close();
    this.scoreboard?.close();
    this.events.close();
  }
}
