// The page works without this: it fills in the address of this node, and searches.

document.getElementById('origin').textContent = location.origin;

const search = document.getElementById('search');
const words = document.getElementById('words');
const found = document.getElementById('found');
const articles = [...document.querySelectorAll('article')];
const sections = [...document.querySelectorAll('section')];

/** Shows only the requests whose text has all words. */
function filter() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
  let count = 0;
  for (const article of articles) {
    const text = article.textContent.toLowerCase();
    article.hidden = !wanted.every((word) => text.includes(word));
    count += article.hidden ? 0 : 1;
  }
  for (const section of sections) {
    section.hidden = !section.querySelector('article:not([hidden])');
  }
  found.textContent = wanted.length === 0 ? '' : `${count} of ${articles.length} requests`;
}

search.hidden = false;
search.addEventListener('submit', (event) => event.preventDefault());
words.addEventListener('input', filter);
