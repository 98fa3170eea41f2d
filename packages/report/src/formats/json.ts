import type { CheckOutput } from '@breakwater/model';
import type { ReportFormat } from '../format.ts';

export const format: ReportFormat = {
  name: 'json',
  doc: 'The whole result, as `breakwater schema check-output` describes it',
  render: output => [...renderPieces(output)].join(''),
  renderPieces,
};

/** As `JSON.stringify(output, null, 2)` would write it, result by result. */
function* renderPieces({ results, ...rest }: CheckOutput): Generator<string> {
  const { schema, version, ...tail } = rest;
  yield `${JSON.stringify({ schema, version }, null, 2).slice(0, -2)},\n  "results": [`;
  for (const [index, result] of results.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(result, null, 2).replaceAll('\n', '\n    ')}`;
  }
  yield `${results.length === 0 ? '' : '\n  '}],${JSON.stringify(tail, null, 2).slice(1)}\n`;
}
