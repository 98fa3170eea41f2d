import { readdirSync, readFileSync } from 'node:fs';
import { TARGETS } from '@breakwater/inventory';
import { listSchemaIssues, type Policy, Standard } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import { CompiledPolicy, createPodSecurity, listExampleProblems, loadPolicy } from '@breakwater/policy';
import { describe, expect, test } from 'vitest';
import { readStandard } from './read-standard.ts';

const folder = new URL('../../content/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8');
const policies: readonly Policy[] = readdirSync(new URL('policies', folder))
  .filter(name => name.endsWith('.yaml'))
  .map(name => loadPolicy(read(`policies/${name}`), name).policy);
const ids = new Set(policies.map(policy => policy.id));
const podSecurity = readStandard('pod-security');
const lifecycle = readStandard('lifecycle');

/** Kana or kanji: a text without any was forgotten. */
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;

describe.each(policies.map(policy => [policy.id, policy] as const))('%s', (_id, policy) => {
  test('every expression compiles', () => {
    expect(() => new CompiledPolicy(policy).compileAll()).not.toThrow();
  });

  test('every example shows what it says', () => {
    const wrong = listExampleProblems(policy, {
      podSecurity: () => createPodSecurity(podSecurity, policies),
      createReach: createNetworkReach,
    });
    expect(wrong).toEqual([]);
  });

  test('the Japanese texts are Japanese and keep every placeholder', () => {
    const { params, ...texts } = policy.ja;
    expect(Object.keys(params ?? {})).toEqual(Object.keys(policy.params ?? {}));
    const all = [...Object.entries(texts), ...Object.entries(params ?? {})];
    expect(all.filter(([, text]) => !JAPANESE.test(text))).toEqual([]);
    // A text folded over lines gets a blank where Japanese has none.
    expect(all.filter(([, text]) => /[。、] /.test(text))).toEqual([]);
  });

  test('the field starts at a variable of the target', () => {
    const target = TARGETS.find(candidate => candidate.name === policy.target);
    const variable = /^\w+/.exec(policy.field ?? 'object')?.[0] ?? '';
    expect(['object', ...(target?.name === 'namespace' ? ['ns'] : []), ...Object.keys(target?.variables ?? {})]).toContain(variable);
  });

  test('what it implies and the controls it names exist', () => {
    expect((policy.implies ?? []).filter(id => !ids.has(id))).toEqual([]);
    const controls = new Set(lifecycle.controls.map(control => control.id));
    expect((policy.standards['lifecycle'] ?? []).filter(id => !controls.has(id))).toEqual([]);
    expect(policy.standards['lifecycle']?.length).toBeGreaterThan(0);
  });
});

test('titles are unique', () => {
  const titles = policies.map(policy => policy.title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test.each([podSecurity, lifecycle])('$id fits its schema', standard => {
  expect(listSchemaIssues(Standard, standard)).toEqual([]);
});

test('every practice of the life cycle is decided by a policy or says that it is not', () => {
  const decided = new Set(policies.filter(({ target }) => target !== 'event').flatMap(policy => policy.standards['lifecycle'] ?? []));
  const wrong = lifecycle.controls
    .filter(control => decided.has(control.id) === (control.undecided !== undefined))
    .map(control => control.id);
  console.log(
    `life cycle: ${lifecycle.controls.length - lifecycle.controls.filter(control => control.undecided !== undefined).length} of ${lifecycle.controls.length} practices are decided`,
  );
  expect(wrong).toEqual([]);
});
