// Elements of the page. Text from the server never becomes markup: nothing here accepts HTML.

export const byId = (id) => document.getElementById(id);

/** An element with attributes (functions are listeners: {click: f}) and children (strings become text). */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      node.addEventListener(name, value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Changes only different text, so that selections and screen readers are not disturbed. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function show(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
  node.hidden = node.childNodes.length === 0;
}

/**
 * Makes the children of a parent follow a list in its order. Remaining entries keep their element, and so the focus.
 *
 * @param key returns the key of an entry, a string
 * @param create makes the element of an entry
 * @param update updates the element of an entry; called for new ones too
 */
export function follow(parent, list, key, create, update) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let position = parent.firstElementChild;
  for (const entry of list) {
    const name = key(entry);
    let child = before.get(name);
    before.delete(name);
    if (!child) {
      child = create(entry);
      child.dataset.key = name;
    }
    if (child === position) {
      position = position.nextElementSibling;
    } else {
      parent.insertBefore(child, position);
    }
    update(child, entry);
  }
  before.forEach((child) => child.remove());
}

/** Highlights a change for a moment. */
export function flash(node) {
  node.classList.remove('flash');
  // Reading a size forces a layout without the class, which restarts the animation.
  void node.offsetWidth;
  node.classList.add('flash');
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });

export const timeOfDay = (time) => clock.format(new Date(time));

export const whole = (number) => Number(number).toLocaleString('en');
