import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { listFindings, parseReview, SETS, toLine } from '../test/realism/review.ts';

/**
 * Brings docs/reference/realism-review.md up to date: `node scripts/realism-review.ts FOLDER`, the folder with the public manifests.
 * Reasons are written by hand and kept; a policy without one fails the test until somebody has read its findings.
 */
const PAGE = new URL('../docs/reference/realism-review.md', import.meta.url);
const [root = ''] = process.argv.slice(2);
const reasons = new Map(existsSync(PAGE) ? parseReview(readFileSync(PAGE, 'utf8')).map(section => [section.policy, section.reason]) : []);
const findings = SETS.flatMap(set => listFindings(root, set).map(result => ({ policy: result.policy, line: toLine(set, result) })));
const groups = [...Map.groupBy(findings, finding => finding.policy)].toSorted(([a], [b]) => (a < b ? -1 : 1));
const sections = groups.map(([policy, group]) => {
  const lines = group.map(finding => `- ${finding.line}`).toSorted();
  return [`## ${policy}`, '', reasons.get(policy) ?? '', '', ...lines, ''].join('\n');
});
const intro = [
  '# Findings on public manifests, read one by one',
  '',
  'What the default preset says about argo-cd, kube-prometheus and microservices-demo (revisions in the truth data beside the checkout), why each is right,',
  'and every single finding. A test fails when the set changes: read the new findings, then run `node scripts/realism-review.ts FOLDER`.',
  '',
  `${findings.length} findings of ${groups.length} policies.`,
  '',
];
writeFileSync(PAGE, `${intro.join('\n')}\n${sections.join('\n')}`);
console.log(
  `${findings.length} findings; without a reason: ${
    groups
      .filter(([policy]) => !reasons.get(policy))
      .map(([policy]) => policy)
      .join(', ') || 'none'
  }`,
);
