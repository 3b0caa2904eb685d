// The nodes that this page knows, and how to reach their consoles.
import { el } from './dom.js';

const ADDRESS = /^[A-Za-z0-9.:[\]-]{1,255}:\d{1,5}$/;
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(?=:)/;

/** Nodes seen since this page was loaded, so that nodes that have left can be shown as gone. */
const seen = new Map();

const plain = (address) => address.replace(LOOPBACK, 'loopback');

export const isThisNode = (node) => plain(node.http) === plain(location.host);

export const consoleOf = (node) =>
  (ADDRESS.test(node.http) ? `${location.protocol}//${node.http}/console${location.hash}` : null);

export function seeNodes(nodes) {
  seen.forEach((node) => (node.status = 'gone'));
  nodes.forEach((node) => seen.set(node.node, { ...node }));
}

/** All nodes by name. */
export const allNodes = () => [...seen.values()].sort((a, b) => (a.node < b.node ? -1 : 1));

export const thisNode = () => allNodes().find((node) => isThisNode(node) && node.status !== 'gone');

/** Links to the consoles of the other nodes. */
export const linksToOthers = () => allNodes()
  .filter((node) => !isThisNode(node) && node.status !== 'gone' && consoleOf(node))
  .map((node) => el('a', { href: consoleOf(node) }, `Console of ${node.node}`));
