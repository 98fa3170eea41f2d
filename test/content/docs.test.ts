import { readFileSync } from 'node:fs';
import { readManifest } from '@breakwater/manifest';
import { listSchemaIssues, Project } from '@breakwater/model';
import { findParamFault } from '@breakwater/policy';
import { expect, test } from 'vitest';
import { readCompiledPolicies } from './judge-set.ts';

const PAGE = readFileSync(new URL('../../docs/exceptions.md', import.meta.url), 'utf8');
const POLICIES = readCompiledPolicies();
const IDS = new Set(POLICIES.map(policy => policy.id));

function readPolicy(id: string) {
  const policy = POLICIES.find(candidate => candidate.id === id);
  if (policy === undefined) throw new TypeError(`no policy is called ${id}`);
  return policy;
}

/** What the page about exceptions tells people to write. */
test('docs/exceptions.md names policies that exist and shows a project file that is one', () => {
  const named = [...PAGE.matchAll(/(?:breakwater: accept|target:|accept\.breakwater\/)\s?([a-z][a-z-]+)/g)].map(([, id = '']) => id);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter(id => !IDS.has(id))).toStrictEqual([]);
  const blocks = [...PAGE.matchAll(/```yaml\n((?:exceptions|params):.*?)```/gs)].map(([, block = '']) =>
    readManifest(block, { source: 'page' }),
  );
  expect(blocks.map(({ documents: [document] }) => listSchemaIssues(Project, document?.value))).toStrictEqual([[], []]);
  const params = blocks.flatMap(({ documents: [document] }) => Object.entries((document?.value as Project | undefined)?.params ?? {}));
  expect(params.map(([id, values]) => findParamFault(readPolicy(id), values))).toStrictEqual([undefined, undefined]);
});
