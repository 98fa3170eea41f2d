import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '@breakwater/inventory';
import { listUnits } from '../files.ts';
import { ROOT } from '../run.ts';
import { toCamelCase, toPascalCase, type UnitTemplate, UsageError } from '../unit-template.ts';

const FOLDER = 'packages/inventory/src/facts';

/** Where the value of a target is taken from in the test: any object that has one. */
const SAMPLES: Readonly<Record<string, string>> = {
  Ingress: "{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'example' }, spec: {} }",
  Network: "{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'example' }, spec: {} }",
  Role: "{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'example' }, rules: [] }",
  Binding: "{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'example' }, subjects: [] }",
  Secret: "{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'example' } }",
  Service: "{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'example' }, spec: {} }",
  ServiceAccount: "{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'example' } }",
};
const POD =
  "{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'example' }, spec: { volumes: [{ name: 'data', emptyDir: {} }], containers: [{ name: 'app', image: 'app:1' }] } }";

/** A subject of facts: how its sources call it, and one target that carries it. */
interface Subject {
  readonly name: string;
  readonly type: string;
  readonly typeFrom: string;
  readonly target: Target;
  readonly variable: string;
}

export const template: UnitTemplate = {
  nameFormat: 'TARGET/NAME (both kebab-case, as container/has-shell)',
  namePattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  async render(name) {
    const [target = '', fact = ''] = name.split('/');
    const subject = await findSubject(target);
    const path = `${FOLDER}/${target}-${fact}`;
    return [
      { path: `${path}.ts`, content: renderFact(subject, toCamelCase(fact)) },
      { path: `${path}.test.ts`, content: renderTest(subject, `${target}-${fact}`) },
    ];
  },
};

/** The package is loaded only here: no other unit needs it, and it may be the one that is being mended. */
async function findSubject(name: string): Promise<Subject> {
  const { TARGETS } = await import('@breakwater/inventory');
  const subjects = TARGETS.flatMap(target =>
    Object.entries(target.variables).map(([variable, subject]) => ({ target, variable, subject })),
  );
  const found = subjects.find(({ subject }) => subject === toPascalCase(name));
  if (found === undefined) {
    const known = [...new Set(subjects.map(({ subject }) => toKebabCase(subject)))].sort();
    throw new UsageError(`there are no facts about '${name}'; known: ${known.join(', ')}`);
  }
  return { ...found, name: found.subject, ...findDeclaration(found.subject) };
}

function toKebabCase(name: string): string {
  return name.replaceAll(/(?!^)([A-Z])/g, '-$1').toLowerCase();
}

/** The type behind a subject, as the facts that exist import it. */
function findDeclaration(subject: string): { type: string; typeFrom: string } {
  for (const path of listUnits(ROOT, FOLDER)) {
    const source = readFileSync(join(ROOT, path), 'utf8');
    const type = new RegExp(`defineFacts<(\\w+)>\\('${subject}'`).exec(source)?.[1];
    const typeFrom = new RegExp(`import (?:type )?\\{[^}]*\\b${type}\\b[^}]*\\} from '([^']+)'`).exec(source)?.[1];
    if (type !== undefined && typeFrom !== undefined) return { type, typeFrom };
  }
  throw new UsageError(`no file in ${FOLDER} declares facts of ${subject}`);
}

function renderFact({ name, type, typeFrom }: Subject, fact: string): string {
  return `import { defineFacts } from '../fact.ts';
import type { ${type} } from '${typeFrom}';

export const facts = defineFacts<${type}>('${name}', {
  ${fact}: {
    type: 'bool',
    doc: 'Says when it is true, in one line',
    source: 'field path, or the join that makes it',
    get: subject => subject === undefined,
  },
});
`;
}

function renderTest({ name, target, variable }: Subject, file: string): string {
  return `import { expect, it } from 'vitest';
import { Inventory } from '../inventory.ts';
import { findTarget } from '../targets.ts';
import { facts } from './${file}.ts';

/** The fact's value on every ${target.name} of a set of objects. */
function readFact(...objects: readonly Record<string, unknown>[]): unknown[] {
  const inventory = new Inventory(
    objects.map(value => ({ value })),
    { cluster: 'file:test', kubeMinor: 34, complete: true, namespace: 'default' },
  );
  const instances = findTarget('${target.name}')?.list(inventory) ?? [];
  return instances.map(instance => facts[0]?.get(instance.subjects['${variable}'] as never, inventory));
}

it('is false on a plain one', () => {
  expect(readFact(${SAMPLES[name] ?? POD})).toEqual([false]);
});
`;
}
