/** Style and behaviour of the self-contained HTML report. No request leaves the page; colours follow the reader's preference. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #ffffff; --panel: #f6f8fa; --code: #eaeef2;
  --critical: #8a1f6a; --high: #b42318; --medium: #8a5300; --low: #1f5aa6; --info: #3d5a66; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa7b4; --line: #30363d; --paper: #0d1117; --panel: #161b22; --code: #21262d;
  --critical: #e27ac4; --high: #ff8a80; --medium: #e3b341; --low: #79b8ff; --info: #9fb6c3; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, "Noto Sans JP", "Hiragino Sans", sans-serif; color: var(--ink); background: var(--paper); }
header, main { max-width: 1180px; margin: 0 auto; padding: 20px 24px; }
h1 { margin: 0 0 4px; font-size: 24px; }
h2 { margin: 28px 0 8px; font-size: 17px; }
.counts { display: flex; flex-wrap: wrap; gap: 12px; margin: 14px 0 0; padding: 0; list-style: none; }
.counts li { padding: 6px 14px; border: 1px solid var(--line); border-left: 5px solid currentColor; border-radius: 6px; background: var(--panel); font-weight: 600; }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 10px; align-items: center; padding: 12px 0; background: var(--paper); border-bottom: 1px solid var(--line); }
form input, form select { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; }
form input { flex: 1 1 220px; }
article { display: grid; grid-template-columns: 92px 1fr; gap: 4px 14px; padding: 12px 0; border-bottom: 1px solid var(--line); }
.severity { font-weight: 700; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); } .info { color: var(--info); }
h3 { margin: 0; font-size: 15px; }
p { margin: 2px 0; }
.place, .id { color: var(--soft); font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
code { padding: 0 4px; border-radius: 4px; background: var(--code); font: 13px ui-monospace, monospace; }
details { color: var(--soft); }
summary { cursor: pointer; }
[hidden] { display: none !important; }
:focus-visible { outline: 2px solid var(--low); outline-offset: 2px; }
`;

/** Filters: what is chosen stands in the address, so that a filtered page can be linked. */
export const SCRIPT = `
const form = document.querySelector('form');
const articles = [...document.querySelectorAll('article')];
const sections = [...document.querySelectorAll('main section')];
const shown = document.querySelector('#shown');
const none = document.querySelector('#none');
function apply() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = wanted.search.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const article of articles) {
    const text = article.dataset.text;
    article.hidden = ['severity', 'kind', 'namespace'].some(key => wanted[key] !== '' && article.dataset[key] !== wanted[key]) || !words.every(word => text.includes(word));
    if (!article.hidden) count++;
  }
  for (const section of sections) section.hidden = ![...section.querySelectorAll('article')].some(article => !article.hidden);
  shown.textContent = String(count);
  none.hidden = count > 0;
  history.replaceState(null, '', '#' + new URLSearchParams(wanted));
}
for (const [key, value] of new URLSearchParams(location.hash.slice(1))) if (form.elements[key]) form.elements[key].value = value;
form.addEventListener('input', apply);
form.addEventListener('submit', event => event.preventDefault());
apply();
`;
