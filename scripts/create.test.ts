import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Checkout, copyCheckout } from '../test/checkout.ts';

/** Contracts that the dummies have to keep; that of policies is the test of their examples. */
const CONTRACTS = [
  'apps/cli/src/commands.contract.test.ts',
  'packages/inventory/src/facts.contract.test.ts',
  'packages/report/src/formats.contract.test.ts',
  'packages/version/src/schemes.contract.test.ts',
];

/** One dummy of each extension point that has a scaffold, and the files that are its own. */
const UNITS: [unit: string, name: string, files: string[]][] = [
  ['command', 'dummy-list', ['apps/cli/src/commands/dummy-list.test.ts', 'apps/cli/src/commands/dummy-list.ts']],
  ['fact', 'container/dummy', ['packages/inventory/src/facts/container-dummy.test.ts', 'packages/inventory/src/facts/container-dummy.ts']],
  ['format', 'dummy', ['packages/report/src/formats/dummy.test.ts', 'packages/report/src/formats/dummy.ts']],
  ['policy', 'dummy-image', ['content/policies/dummy-image.yaml']],
  ['scheme', 'dummy', ['packages/version/src/schemes/dummy.test.ts', 'packages/version/src/schemes/dummy.ts']],
];

const TIMEOUT = 180_000;

/** The workspaces that units are in, and their tests: the console and the other tests know of none of them. */
function toConfig(files: readonly string[]): object {
  const workspaces = new Set(files.flatMap(path => /^(?:apps|packages)\/[^/]+/.exec(path) ?? []));
  return {
    extends: './tsconfig.node.json',
    compilerOptions: { rootDir: '.', outDir: '.tsbuild/units', tsBuildInfoFile: '.tsbuild/units.tsbuildinfo' },
    files: files.filter(path => path.endsWith('.test.ts')),
    references: [...workspaces].map(path => ({ path })),
  };
}

describe('a scaffolded unit', () => {
  let checkout: Checkout;
  let before: Map<string, string>;
  let after: Map<string, string>;
  beforeAll(() => {
    checkout = copyCheckout();
    checkout.run('scripts/gen.ts');
    before = checkout.snapshot();
    for (const [unit, name] of UNITS) checkout.run('scripts/create.ts', unit, name);
    after = checkout.snapshot();
  }, TIMEOUT);
  afterAll(() => checkout.remove());

  it('is new files and generated ones; no hand-written file changes', () => {
    const changed = [...after].filter(([path, content]) => before.get(path) !== content).map(([path]) => path);
    const byHand = changed.filter(path => !path.includes('.generated.') && !path.startsWith('docs/reference/'));
    expect(byHand).toEqual(UNITS.flatMap(([, , files]) => files).sort());
    expect([...before.keys()].filter(path => !after.has(path))).toEqual([]);
  });

  it.each([
    ['apps/cli/src/commands.generated.ts', "import('./commands/dummy-list.ts')"],
    ['packages/inventory/src/facts.generated.ts', '...containerDummyFacts,'],
    ['packages/report/src/formats.generated.ts', 'dummyFormat,'],
    ['packages/version/src/schemes.generated.ts', 'dummyScheme,'],
    ['content/policies.generated.json', '{"id":"dummy-image",'],
    ['docs/reference/cli.md', '## breakwater dummy list'],
    ['docs/reference/facts.md', '| `dummy` | `bool` |'],
    ['docs/reference/policies.md', '### dummy-image'],
  ])('appears in %s', (path, text) => {
    expect(after.get(path)).toContain(text);
    expect(before.get(path)).not.toContain(text);
  });

  it(
    'compiles',
    () => {
      writeFileSync(join(checkout.root, 'tsconfig.units.json'), JSON.stringify(toConfig(UNITS.flatMap(([, , files]) => files))));
      checkout.run('node_modules/typescript/bin/tsc', '-b', 'tsconfig.units.json');
    },
    TIMEOUT,
  );

  it(
    'passes its own tests, the contract of its kind and the architecture',
    () => {
      const tests = UNITS.flatMap(([, , files]) => files.filter(path => path.endsWith('.test.ts')));
      const output = checkout.run('node_modules/vitest/vitest.mjs', 'run', ...tests, ...CONTRACTS, 'architecture.test.ts');
      expect(output).toContain('passed');
      const examples = checkout.run('node_modules/vitest/vitest.mjs', 'run', 'test/content/policies.test.ts', '-t', 'dummy-image');
      expect(examples).toContain('passed');
    },
    TIMEOUT,
  );

  it('is in the style of the house', () => {
    const sources = UNITS.flatMap(([, , files]) => files.filter(path => path.endsWith('.ts')));
    expect(() => checkout.run('node_modules/@biomejs/biome/bin/biome', 'check', ...sources)).not.toThrow();
  });

  it('is not overwritten', () => {
    expect(() => checkout.run('scripts/create.ts', 'scheme', 'dummy')).toThrow('packages/version/src/schemes/dummy.ts exists already');
  });

  it.each([
    ['scheme', 'Dummy', "'Dummy' is no name of this kind: NAME (kebab-case; the ecosystem, as debian)"],
    ['fact', 'dummy', "'dummy' is no name of this kind: TARGET/NAME (both kebab-case, as container/has-shell)"],
    ['fact', 'planet/mass', "there are no facts about 'planet'; known: "],
    ['policy', '../evil', "'../evil' is no name of this kind: "],
    ['page', 'dummy', 'usage:\n  npm run create -- command NOUN-VERB'],
  ])('%s %s is refused', (unit, name, message) => {
    expect(() => checkout.run('scripts/create.ts', unit, name)).toThrow(`ended with 2:\n${message}`);
  });
});
