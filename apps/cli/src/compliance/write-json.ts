import type { ComplianceOutput } from '@breakwater/model';

/** One document whose controls stand on a line each, piece by piece: a large cluster has more items than one text should hold. */
export function* listJsonPieces({ schema, version, results, ...tail }: ComplianceOutput): Generator<string> {
  yield `${JSON.stringify({ schema, version }, null, 2).slice(0, -2)},\n  "results": [`;
  let separator = '\n    ';
  for (const result of results) {
    yield `${separator}${JSON.stringify(result)}`;
    separator = ',\n    ';
  }
  yield `${results.length === 0 ? '' : '\n  '}],${JSON.stringify(tail, null, 2).slice(1)}\n`;
}
