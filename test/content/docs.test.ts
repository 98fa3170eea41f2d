import { readFileSync } from 'node:fs';
import { readManifest } from '@breakwater/manifest';
import { listSchemaIssues, Project } from '@breakwater/model';
import { expect, test } from 'vitest';
import { readCompiledPolicies } from './judge-set.ts';

const PAGE = readFileSync(new URL('../../docs/exceptions.md', import.meta.url), 'utf8');
const IDS = new Set(readCompiledPolicies().map(policy => policy.id));

/** What the page about exceptions tells people to write. */
test('docs/exceptions.md names policies that exist and shows a project file that is one', () => {
  const named = [...PAGE.matchAll(/(?:breakwater: accept|target:|accept\.breakwater\/)\s?([a-z][a-z-]+)/g)].map(([, id = '']) => id);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter(id => !IDS.has(id))).toStrictEqual([]);
  const blocks = [...PAGE.matchAll(/```yaml\n(exceptions:.*?)```/gs)].map(([, block = '']) => readManifest(block, { source: 'page' }));
  expect(blocks.map(({ documents: [document] }) => listSchemaIssues(Project, document?.value))).toStrictEqual([[]]);
});
