import { type Result, SEVERITIES } from '@breakwater/model';
import type { RenderOptions, ReportFormat } from '../format.ts';
import { SCRIPT, STYLE } from '../html-page.ts';
import { formatLocation, groupByResource, nameResource } from '../order.ts';
import type { Report } from '../result-list.ts';
import { TEXTS, type Texts } from '../texts.ts';
import { escapeXml } from '../xml.ts';

export const format: ReportFormat = {
  name: 'html',
  doc: 'One self-contained page with filters, for people without a terminal',
  render: (output, options) => {
    const texts = TEXTS[options.language];
    const findings = output.results.filter(result => result.state === 'fail' || result.state === 'review');
    return [
      '<!doctype html>',
      `<html lang="${options.language}">`,
      '<head>',
      '<meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">`,
      `<title>${escapeXml(texts.page.title)}</title>`,
      `<style>${STYLE}</style>`,
      '</head>',
      '<body>',
      renderHeader(output, texts),
      '<main>',
      renderFilters(findings, texts),
      ...groupByResource(findings).map(group => renderGroup(group.results, options, texts)),
      `<p id="none" hidden>${escapeXml(texts.page.noMatch)}</p>`,
      renderProblems(output, texts),
      '</main>',
      `<script>${SCRIPT}</script>`,
      '</body>',
      '</html>',
      '',
    ].join('\n');
  },
};

function renderHeader({ summary }: Report, texts: Texts): string {
  const failing = summary.states['fail'] ?? 0;
  const counts = SEVERITIES.toReversed()
    .filter(severity => (summary.severities[severity] ?? 0) > 0)
    .map(severity => `<li class="${severity}">${escapeXml(texts.count(summary.severities[severity] ?? 0, texts.severity[severity]))}</li>`);
  const told = summary.objects === 0 ? texts.nothingRead : texts.summary(summary);
  const list = failing === 0 ? `<p>${escapeXml(texts.nothing)}</p>` : `<ul class="counts">${counts.join('')}</ul>`;
  return `<header>\n<h1>${escapeXml(texts.page.title)}</h1>\n<p>${escapeXml(told)}</p>\n${list}\n</header>`;
}

function renderFilters(findings: readonly Result[], texts: Texts): string {
  const severities = SEVERITIES.toReversed().filter(severity => findings.some(result => result.severity === severity));
  const { page } = texts;
  const fields = [
    `<input type="search" name="search" placeholder="${escapeXml(page.search)}" aria-label="${escapeXml(page.search)}">`,
    renderSelect(
      'severity',
      page.allSeverities,
      severities.map(severity => [severity, texts.severity[severity]]),
    ),
    renderSelect(
      'kind',
      page.allKinds,
      listValues(findings, result => result.target.kind),
    ),
    renderSelect(
      'namespace',
      page.allNamespaces,
      listValues(findings, result => result.target.namespace),
    ),
  ];
  return `<form role="search">\n${fields.join('\n')}\n<span role="status"><span id="shown">${findings.length}</span> ${escapeXml(page.shown)}</span>\n</form>`;
}

function listValues(findings: readonly Result[], read: (result: Result) => string): readonly (readonly [string, string])[] {
  const values = new Set(findings.map(read).filter(value => value !== ''));
  return [...values].toSorted().map(value => [value, value]);
}

function renderSelect(name: string, all: string, values: readonly (readonly [string, string])[]): string {
  const options = [['', all] as const, ...values].map(
    ([value, label]) => `<option value="${escapeXml(value)}">${escapeXml(label)}</option>`,
  );
  return `<select name="${name}" aria-label="${escapeXml(all)}">${options.join('')}</select>`;
}

function renderGroup(results: readonly Result[], options: RenderOptions, texts: Texts): string {
  const [first] = results;
  const heading = first === undefined ? '' : escapeXml(nameResource(first));
  return `<section>\n<h2>${heading}</h2>\n${results.map(result => renderResult(result, options, texts)).join('\n')}\n</section>`;
}

function renderResult(result: Result, { policies }: RenderOptions, texts: Texts): string {
  const text = policies.get(result.policy);
  const word = result.state === 'fail' ? texts.severity[result.severity] : texts.state[result.state];
  const place = [formatLocation(result), result.path ?? ''].filter(part => part !== '').join('  ');
  const search = [result.policy, text?.title ?? '', result.message, nameResource(result), place].join(' ').toLowerCase();
  const data = { severity: result.severity, kind: result.target.kind, namespace: result.target.namespace, text: search };
  const attributes = Object.entries(data).map(([key, value]) => `data-${key}="${escapeXml(value)}"`);
  const why =
    text === undefined ? '' : `<details><summary>${escapeXml(texts.page.why)}</summary><p>${renderCode(text.rationale)}</p></details>`;
  return [
    `<article ${attributes.join(' ')}>`,
    `<div class="severity ${result.severity}">${escapeXml(word)}</div>`,
    `<div><h3>${escapeXml(text?.title ?? result.policy)} <span class="id">${escapeXml(result.policy)}</span></h3>`,
    `<p>${escapeXml(result.message)}</p>`,
    `<p>${renderCode(result.remediation)}</p>`,
    place === '' ? '' : `<p class="place">${escapeXml(place)}</p>`,
    `${why}</div>`,
    '</article>',
  ]
    .filter(line => line !== '')
    .join('\n');
}

/** Our own texts mark code with backticks. */
function renderCode(text: string): string {
  return escapeXml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function renderProblems({ problems }: Report, texts: Texts): string {
  if (problems.length === 0) return '';
  const items = problems.map(
    ({ code, message, source }) =>
      `<li><span class="place">${escapeXml(source)}</span> ${escapeXml(message)} <span class="id">${escapeXml(code)}</span></li>`,
  );
  return `<h2>${escapeXml(texts.problems)}</h2>\n<ul>${items.join('')}</ul>`;
}
