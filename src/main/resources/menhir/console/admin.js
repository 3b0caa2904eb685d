// What an administrator may do in the shown store: each form is one request.
import { call, newKey, storePath } from './api.js';
import { byId, el, follow, setText, show, whole } from './dom.js';
import { say } from './live.js';

const TIMEOUT_MILLIS = 20_000;
const AT_HOME = 'home';

/** JSON with the price as it was typed: a number of JavaScript would round it. */
const priced = (fields, price) => {
  const text = JSON.stringify(fields);
  return `${text.slice(0, -1)}${text === '{}' ? '' : ','}"price":${price}}`;
};

function outcome(text, kind) {
  show(byId('admin-result'), el('p', { class: `outcome ${kind}` }, text));
  say(text);
}

async function send(method, path, text, done) {
  try {
    const { data } = await call(path, { method, text, headers: { 'Idempotency-Key': newKey() }, timeoutMillis: TIMEOUT_MILLIS });
    outcome(done(data), 'good');
    return true;
  } catch (failure) {
    outcome(failure.message, 'bad');
    return false;
  }
}

/** The forms by their id: what a form sends, of its fields and the store. */
const FORMS = {
  restock: (store, { item, quantity }) =>
    send('POST', storePath(store, `items/${encodeURIComponent(item)}/restock`), JSON.stringify({ quantity: Number(quantity) }),
      (data) => `${data.name} was restocked: ${whole(data.quantity)} available.`),
  reprice: (store, { item, price }) =>
    send('PUT', storePath(store, `items/${encodeURIComponent(item)}`), priced({}, price), (data) => `${data.name} costs ${data.price} now.`),
  'new-item': (store, { item, price, quantity, topic }) =>
    send('PUT', storePath(store, `items/${encodeURIComponent(item)}`),
      priced({ quantity: Number(quantity), ...(topic === '' ? {} : { topic }) }, price), (data) => `${data.name} is for sale: ${whole(data.quantity)} available.`),
  medal: (store, { team, medal }) =>
    send('POST', storePath(store, `medals/${encodeURIComponent(team)}`), JSON.stringify({ medal }), (data) => `${medal} for ${data.name}.`),
  score: (store, { event, team, score }) =>
    send('PUT', storePath(store, `scores/${encodeURIComponent(event)}`), JSON.stringify({ scores: [{ team, score: Number(score) }] }),
      (data) => `${data.name}: ${team} has ${whole(data.scores[team])}.`),
  leader: (store, { slot }) =>
    (slot === AT_HOME ? send('DELETE', storePath(store, 'leader'), undefined, () => 'The leader is to run at home.')
      : send('PUT', storePath(store, 'leader'), JSON.stringify({ slot: Number(slot) }), (data) => `The leader is to run in slot ${data.slot}.`)),
  draw: (store) => send('POST', storePath(store, 'raffle/draw'), undefined, () => 'A winner was drawn.'),
};

async function showCache(store) {
  try {
    const { data } = await call('/v1/cache');
    const cache = data.caches.find((each) => each.store === store);
    const kinds = [['Items', cache.items], ['Topics', cache.topics], ['Numbers', cache.numbers.map(String)]].filter(([, list]) => list.length > 0);
    show(byId('admin-result'),
      el('p', {}, `${whole(cache.size)} of at most ${whole(cache.capacity)} values, ${whole(cache.hits)} hits, ${whole(cache.misses)} misses, `
        + `${whole(cache.invalidations)} invalidations; the lease ${cache.leaseRunning ? 'runs' : 'does not run'}.`),
      ...kinds.map(([title, list]) => el('p', { class: 'cached' }, el('strong', {}, `${title}: `), list.slice(0, 100).join(', '),
        list.length > 100 ? ` and ${whole(list.length - 100)} more` : '')));
    say(`The cache has ${whole(cache.size)} values.`);
  } catch (failure) {
    outcome(failure.message, 'bad');
  }
}

/** The slots in which a leader may run, with their nodes. */
export function showSlots(replicas) {
  follow(byId('leader-slot'), [{ slot: AT_HOME }, ...replicas], (replica) => String(replica.slot),
    (replica) => el('option', { value: replica.slot }),
    (option, { slot, node }) => setText(option, slot === AT_HOME ? 'its home' : `slot ${slot}${node === null ? '' : ` (${node})`}`));
}

async function choosePlacement(store) {
  try {
    const { data } = await call(storePath(store, 'leader'));
    byId('leader-slot').value = String(data.slot ?? AT_HOME);
  } catch {
    // What was chosen before stays.
  }
}

/** @param shownStore returns the name of the shown store, or null */
export function startAdministration(shownStore) {
  for (const [id, submit] of Object.entries(FORMS)) {
    byId(id).addEventListener('submit', async (event) => {
      event.preventDefault();
      const form = event.target;
      const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
      const button = form.querySelector('button');
      button.disabled = true;
      const done = await submit(shownStore(), fields);
      button.disabled = false;
      if (done) {
        form.reset();
        choosePlacement(shownStore());
      }
    });
  }
  byId('show-cache').addEventListener('click', () => showCache(shownStore()));
}

/** Shows what can be done to a store, if somebody has signed in. */
export function showAdministration(signedIn, { name, isScoreboard }) {
  byId('admin-card').hidden = !signedIn;
  if (signedIn) choosePlacement(name);
  byId('admin-items').hidden = isScoreboard;
  byId('admin-games').hidden = !isScoreboard;
  show(byId('admin-result'));
}
