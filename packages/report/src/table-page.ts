import { isSeverity } from '@breakwater/model';
import { STYLE } from './html-page.ts';
import { escapeXml } from './xml.ts';

/** One list of a page. */
export interface PageSection {
  readonly heading: string;
  /** What the list means, or why it is empty. */
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** A bar for each row, from 0 to 1, drawn beside its first cell. */
  readonly bars?: readonly number[];
}

export interface TablePage {
  readonly title: string;
  /** Lines below the title. */
  readonly facts: readonly string[];
  readonly sections: readonly PageSection[];
}

const TABLE_STYLE = `
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 6px 10px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th { color: var(--soft); font-size: 13px; white-space: nowrap; }
td.severity { white-space: nowrap; }
.bar { display: inline-block; height: 10px; margin-right: 8px; border-radius: 3px; background: var(--low); }
`;

/** Rows stay where every word of the search stands in them. */
const TABLE_SCRIPT = `
const search = document.querySelector('input');
const shown = document.querySelector('#shown');
const rows = [...document.querySelectorAll('tbody tr')];
function apply() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
    if (!row.hidden) count++;
  }
  for (const section of document.querySelectorAll('section')) {
    section.hidden = words.length > 0 && ![...section.querySelectorAll('tbody tr')].some(row => !row.hidden);
  }
  shown.textContent = String(count);
}
search.addEventListener('input', apply);
document.querySelector('form').addEventListener('submit', event => event.preventDefault());
apply();
`;

/** A self-contained page of lists with one search over all of them; no request leaves it. A cell that names a severity has its colour. */
export function renderTablePage({ title, facts, sections }: TablePage): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">`,
    `<title>${toText(title)}</title>`,
    `<style>${STYLE}${TABLE_STYLE}</style>`,
    '</head>',
    '<body>',
    `<header>\n<h1>${toText(title)}</h1>\n${facts.map(fact => `<p>${toText(fact)}</p>`).join('\n')}\n</header>`,
    '<main>',
    '<form role="search">\n<input type="search" placeholder="Search" aria-label="Search">\n<span role="status"><span id="shown"></span> rows shown</span>\n</form>',
    ...sections.map(renderSection),
    '</main>',
    `<script>${TABLE_SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function renderSection({ heading, note, columns, rows, bars }: PageSection): string {
  const head = columns.map(column => `<th scope="col">${toText(column)}</th>`).join('');
  const body = rows.map(
    (row, index) => `<tr>${row.map((cell, column) => renderCell(cell, column === 0 ? bars?.[index] : undefined)).join('')}</tr>`,
  );
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="${toText(heading)}"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table></div>`;
  return [
    '<section>',
    `<h2>${toText(heading)}</h2>`,
    ...(note === undefined ? [] : [`<p>${toText(note)}</p>`]),
    ...(rows.length === 0 ? [] : [table]),
    '</section>',
  ].join('\n');
}

function renderCell(text: string, bar: number | undefined): string {
  if (isSeverity(text)) return `<td class="severity ${text}">${text}</td>`;
  const width = bar === undefined ? '' : `<span class="bar" style="width:${Math.round(Math.min(1, Math.max(0, bar)) * 120) + 2}px"></span>`;
  return `<td>${width}${toText(text)}</td>`;
}

/** Halves of surrogate pairs are in no encoding. */
function toText(text: string): string {
  return escapeXml(text.toWellFormed());
}
