// Elements of the page. Whatever the server sends becomes text, never markup: nothing here takes HTML.

export const byId = (id) => document.getElementById(id);

/** An element with attributes (functions are listeners: {click: f}) and children, strings among them as text. */
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

/** Only when it differs, so that a selection and a screen reader are left in peace. */
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
 * Makes the children of a parent follow a list, in its order. What stays keeps its element, and with it the focus.
 *
 * @param key of an element of the list, a string
 * @param create an element of the page for it
 * @param update brings that element up to date; called for new ones too
 */
export function follow(parent, list, key, create, update) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const entry of list) {
    const name = key(entry);
    let child = before.get(name);
    before.delete(name);
    if (!child) {
      child = create(entry);
      child.dataset.key = name;
    }
    if (child === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(child, place);
    }
    update(child, entry);
  }
  before.forEach((child) => child.remove());
}

/** Marks a change for the eye, for a moment. */
export function flash(node) {
  node.classList.remove('flash');
  // Reading a size makes the browser notice that the class was gone, so that the animation starts again.
  void node.offsetWidth;
  node.classList.add('flash');
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export const timeOfDay = (time) => clock.format(new Date(time));

export const whole = (number) => Number(number).toLocaleString('en');
