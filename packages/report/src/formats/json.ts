import type { ReportFormat } from '../format.ts';
import { BETWEEN_RESULTS, type Report, type ResultList } from '../result-list.ts';

export const format: ReportFormat = {
  name: 'json',
  doc: 'The whole result, as `breakwater schema check-output` describes it; a line for each finding',
  render: output => {
    const decoder = new TextDecoder();
    return Array.from(renderPieces(output), piece => (typeof piece === 'string' ? piece : decoder.decode(piece))).join('');
  },
  renderPieces,
};

/** One document whose results stand on a line each: read, compared and searched line by line, and written as they are kept. */
function* renderPieces({ results, ...rest }: Report): Generator<string | Uint8Array> {
  const { schema, version, ...tail } = rest;
  yield `${JSON.stringify({ schema, version }, null, 2).slice(0, -2)},\n  "results": [`;
  let separator = BETWEEN_RESULTS.slice(1);
  for (const piece of results.toJson?.() ?? listTexts(results)) {
    yield separator;
    yield piece;
    separator = BETWEEN_RESULTS;
  }
  yield `${results.length === 0 ? '' : '\n  '}],${JSON.stringify(tail, null, 2).slice(1)}\n`;
}

function* listTexts(results: ResultList): Generator<string> {
  for (const result of results) yield JSON.stringify(result);
}
