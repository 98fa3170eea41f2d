import { type CelType, compile, createEnvironment, parseType } from '@breakwater/cel';
import { describe, expect, test } from 'vitest';
import { facts } from './facts.generated.ts';
import { TARGETS } from './targets.ts';
import { ANSWERS, buildInventory } from './testing/build.ts';
import { CORPUS } from './testing/corpus.ts';
import { listMisfits } from './testing/read-facts.ts';

/** What every fact owes the reference, the CEL environment and the export, whoever writes it. */
const rows = facts.map(fact => [`${fact.subject}.${fact.name}`, fact] as const);
const subjects = new Set(facts.map(fact => fact.subject));

describe('facts', () => {
  test('are unique', () => {
    const names = rows.map(([name]) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toStrictEqual([]);
  });

  test('are named in camel case, and no group is a fact too', () => {
    const names = new Set<string>(rows.map(([name]) => name));
    const wrong = facts.filter(({ subject, name }) => {
      const parent = name.includes('.') ? `${subject}.${name.slice(0, name.lastIndexOf('.'))}` : '';
      return !/^[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)*$/.test(name) || names.has(parent);
    });
    expect(wrong.map(({ subject, name }) => `${subject}.${name}`)).toStrictEqual([]);
  });

  test('are not named like what a view is made of', () => {
    const own = new Set(['subject', 'inventory', 'known']);
    expect(rows.filter(([, { name }]) => own.has(name.split('.').at(-1) ?? '')).map(([name]) => name)).toStrictEqual([]);
  });

  test('have a type that CEL knows and whose subjects have facts', () => {
    const wrong = rows.filter(([, { type }]) => listNames(parseType(type)).some(name => !subjects.has(name)));
    expect(wrong.map(([name, { type }]) => `${name}: ${type}`)).toStrictEqual([]);
  });

  test.each(['doc', 'source'] as const)('have a %s of one line without a full stop', field => {
    const wrong = rows.filter(([, fact]) => !/^\S(?:.*[^\s.])?$/.test(fact[field]));
    expect(wrong.map(([name, fact]) => `${name}: ${fact[field]}`)).toStrictEqual([]);
  });

  test('have a native form that compiles', () => {
    const variables = ['object', 'oldObject', 'request', 'pod', 'container', 'volume', 'mount', 'image', 'port', 'subject', 'ns'].map(
      name => [name, parseType('dyn')] as const,
    );
    const environment = createEnvironment({ variables: Object.fromEntries(variables) });
    const broken = rows.flatMap(([name, { native }]) => {
      try {
        if (native !== undefined) compile(environment, native);
        return [];
      } catch (cause) {
        return [`${name}: ${String(cause)}`];
      }
    });
    expect(broken).toStrictEqual([]);
  });

  test('give what their type says; a set of every kind makes most of them say something', () => {
    const { misfits, read } = listMisfits(buildInventory(CORPUS, ANSWERS), 100_000);
    expect(misfits).toStrictEqual([]);
    expect(read.size).toBeGreaterThan(rows.length * 0.7);
  });
});

describe('targets', () => {
  test.each(TARGETS.map(target => [target.name, target] as const))(
    '%s names fact types and is found in a set of every kind',
    (_, target) => {
      expect(Object.values(target.variables).filter(type => !subjects.has(type))).toStrictEqual([]);
      const instances = target.list(buildInventory(CORPUS, ANSWERS));
      expect(instances.length).toBeGreaterThan(0);
      const variables = new Set(['ns', ...Object.keys(target.variables)]);
      expect(instances.flatMap(({ subjects: given }) => Object.keys(given)).filter(name => !variables.has(name))).toStrictEqual([]);
    },
  );
});

/** Names of object types inside a type. */
function listNames(type: CelType): readonly string[] {
  return (JSON.stringify(type).match(/"[A-Z]\w*"/g) ?? []).map(name => name.slice(1, -1));
}
