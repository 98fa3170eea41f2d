import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeWithShared } from '../shared.ts';
import { listFindings, parseReview, SETS, toLine } from './review.ts';

const page = readFileSync(new URL('../../docs/reference/realism-review.md', import.meta.url), 'utf8');

describeWithShared('findings on public manifests', ['oracles', 'realism'], root => {
  const sections = parseReview(page);

  test('every finding of the default preset stands in docs/reference/realism-review.md, and nothing else does', () => {
    const found = SETS.flatMap(set => listFindings(root, set).map(result => `${result.policy} | ${toLine(set, result)}`));
    const reviewed = sections.flatMap(section => section.findings.map(line => `${section.policy} | ${line}`));
    expect(found.toSorted()).toEqual(reviewed.toSorted());
  });

  test('every policy that finds something has a reason why that is right', () => {
    expect(sections.filter(section => section.reason.length < 20).map(section => section.policy)).toEqual([]);
  });
});
