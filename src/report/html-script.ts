/** The script of the HTML report: it hides what the filters leave out, and keeps them in the address's fragment. */
export const htmlScript = `
'use strict';
const form = document.querySelector('form');
const cards = [...document.querySelectorAll('article')];
const words = cards.map((card) => card.textContent.toLowerCase());
const shown = document.querySelector('#shown');
const fields = ['severity', 'family', 'text', 'excused'];
function apply() {
  const wanted = new FormData(form);
  const text = String(wanted.get('text')).trim().toLowerCase();
  let count = 0;
  cards.forEach((card, at) => {
    const { severity, family, excuse } = card.dataset;
    const fits = (!wanted.get('severity') || wanted.get('severity') === severity)
      && (!wanted.get('family') || wanted.get('family') === family)
      && (wanted.get('excused') || !excuse)
      && words[at].includes(text);
    card.hidden = !fits;
    if (fits) count += 1;
  });
  shown.textContent = count + ' of ' + cards.length + (cards.length === 1 ? ' finding' : ' findings') + ' shown';
  const kept = new URLSearchParams();
  for (const field of fields) if (wanted.get(field)) kept.set(field, String(wanted.get(field)));
  history.replaceState(null, '', '#' + kept);
}
const kept = new URLSearchParams(location.hash.slice(1));
for (const field of fields) {
  const control = form.elements.namedItem(field);
  if (!kept.has(field)) continue;
  if (control.type === 'checkbox') control.checked = true;
  else control.value = kept.get(field);
}
form.hidden = false;
form.addEventListener('input', apply);
form.addEventListener('submit', (event) => event.preventDefault());
apply();
`;
