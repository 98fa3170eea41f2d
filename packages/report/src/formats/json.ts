import type { ReportFormat } from '../format.ts';
import type { Report, ResultList } from '../result-list.ts';

export const format: ReportFormat = {
  name: 'json',
  doc: 'The whole result, as `breakwater schema check-output` describes it; a line for each finding',
  render: output => [...renderPieces(output)].join(''),
  renderPieces,
};

/** One document whose results stand on a line each: read, compared and searched line by line, and written as they are kept. */
function* renderPieces({ results, ...rest }: Report): Generator<string> {
  const { schema, version, ...tail } = rest;
  yield `${JSON.stringify({ schema, version }, null, 2).slice(0, -2)},\n  "results": [`;
  let separator = '\n    ';
  for (const lines of results.lines?.() ?? listLines(results)) {
    yield separator + lines.replaceAll('\n', ',\n    ');
    separator = ',\n    ';
  }
  yield `${results.length === 0 ? '' : '\n  '}],${JSON.stringify(tail, null, 2).slice(1)}\n`;
}

function* listLines(results: ResultList): Generator<string> {
  for (const result of results) yield JSON.stringify(result);
}
