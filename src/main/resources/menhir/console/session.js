// The administrator's key. It is in the memory of this page only, and gone with it.
import { call, useKey } from './api.js';
import { byId, setText } from './dom.js';
import { say } from './live.js';

let onChange = () => {};
let signedIn = false;

export const isSignedIn = () => signedIn;

function show() {
  setText(byId('sign-in'), signedIn ? 'Sign out' : 'Sign in');
  onChange(signedIn);
}

function signOut() {
  useKey(null);
  signedIn = false;
  show();
  say('Signed out.');
}

/** Whether a key may administer shows a request that needs it. */
async function signIn(key) {
  const problem = byId('key-problem');
  setText(problem, '');
  byId('key-send').disabled = true;
  useKey(key);
  try {
    await call('/v1/cache');
    signedIn = true;
    byId('sign-in-box').close();
    show();
    say('Signed in: administration is open.');
  } catch (failure) {
    useKey(null);
    setText(problem, failure.message);
    say(failure.message);
    byId('key').focus();
  } finally {
    byId('key-send').disabled = false;
    byId('key').value = '';
  }
}

export function startSession(changed) {
  onChange = changed;
  byId('sign-in').addEventListener('click', () => {
    if (signedIn) {
      signOut();
    } else {
      setText(byId('key-problem'), '');
      byId('sign-in-box').showModal();
    }
  });
  byId('key-cancel').addEventListener('click', () => byId('sign-in-box').close());
  byId('sign-in-box').addEventListener('close', () => (byId('key').value = ''));
  byId('key-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const key = byId('key').value.trim();
    if (key !== '') signIn(key);
  });
  show();
}
