import type { ComplianceRecord } from '@breakwater/model';
import type { ComplianceFormat } from '../compliance/compliance-format.ts';
import type { Block, Cell } from '../compliance/document.ts';
import { COMPLIANCE_STYLE } from '../compliance/html-style.ts';
import { toReportDocument } from '../compliance/to-document.ts';
import { escapeXml } from '../xml.ts';

export const format: ComplianceFormat = {
  name: 'html',
  doc: 'A self-contained page for auditors: summary, controls, and the evidence of each; it prints well',
  extension: 'html',
  mediaType: 'text/html',
  render: (record, { language }) => listPieces(record, language),
};

function* listPieces(record: ComplianceRecord, language: 'en' | 'ja'): Generator<string> {
  const document = toReportDocument(record, language);
  yield [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeXml(`${document.title}: ${record.cluster}`)}</title>`,
    `<style>${COMPLIANCE_STYLE}</style>`,
    '</head>',
    '<body>\n<main>\n',
  ].join('\n');
  let isOpen = false;
  for (const block of document.list()) {
    if (isOpen && (block.kind === 'control' || block.kind === 'heading')) yield '</details>\n';
    if (block.kind === 'control' || block.kind === 'heading') isOpen = block.kind === 'control';
    yield renderBlock(block);
  }
  yield `${isOpen ? '</details>\n' : ''}</main>\n</body>\n</html>\n`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `<h1>${escapeXml(block.text)}</h1>\n<dl>${block.facts.map(([name, value]) => `<div><dt>${escapeXml(name)}</dt><dd>${escapeXml(value)}</dd></div>`).join('')}</dl>\n`;
    case 'heading':
      return `<h2${block.page === true ? ' class="page"' : ''}>${escapeXml(block.text)}</h2>\n`;
    case 'text':
      return `<p>${escapeXml(block.text)}</p>\n`;
    case 'shares':
      return block.shares.map(renderShare).join('');
    case 'table':
      return renderTable(block);
    case 'control':
      return `<details><summary><b>${escapeXml(block.id)}</b> ${escapeXml(block.title)} <span class="state ${block.state}">${escapeXml(block.stateName)}</span></summary>\n`;
    case 'finding':
      return `<section><h3><span class="state ${block.state}">${escapeXml(block.stateName)}</span> ${escapeXml(block.head)}</h3>${block.lines.map(line => `<p>${escapeXml(line)}</p>`).join('')}</section>\n`;
  }
}

function renderShare({ name, text, parts }: Extract<Block, { kind: 'shares' }>['shares'][number]): string {
  const bars = parts.map(({ state, count }) => `<i class="${state}" style="flex-grow:${count}"></i>`).join('');
  const counts = parts.map(part => `<span class="state ${part.state}">${part.count} ${escapeXml(part.name)}</span>`).join(' ');
  return `<div class="share"><p><b>${escapeXml(name)}</b> ${escapeXml(text)}</p><div class="bar" aria-hidden="true">${bars}</div><p>${counts}</p></div>\n`;
}

function renderTable({ columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const head = columns.map(({ name }) => `<th scope="col">${escapeXml(name)}</th>`).join('');
  const body = rows.map(row => `<tr>${row.map(renderCell).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table>\n`;
}

function renderCell(cell: Cell): string {
  return typeof cell === 'string'
    ? `<td>${escapeXml(cell)}</td>`
    : `<td><span class="state ${cell.state}">${escapeXml(cell.name)}</span></td>`;
}
