import { expect, it } from 'vitest';
import { parseMatrix } from './matrix.ts';
import { type Repository, type Rule, readSource, type Workspace } from './repository.ts';
import { checkEnvironment } from './rules/environment-is-config.ts';
import { checkImports } from './rules/imports-are-allowed.ts';
import { checkMatrix } from './rules/matrix-is-complete.ts';
import { checkNames } from './rules/names-are-regular.ts';
import { checkCircles } from './rules/no-circles.ts';
import { checkPurity } from './rules/pure-is-proven.ts';
import { checkSize } from './rules/size-has-a-ceiling.ts';
import { checkUnits } from './rules/units-are-tested.ts';

const HEAD = '## Workspaces\n\n| workspace | kind | may import | libraries and their owners |\n|---|---|---|---|\n';
const ROWS = [
  '| model | pure | | `typebox`: `src/shapes/**` |',
  '| manifest | pure | model | |',
  '| cli | app | model | |',
  '| server | app | model | |',
  '| repository | tools | | |',
];

interface Change {
  readonly rows?: readonly string[];
  readonly longFiles?: string;
  /** Path → text of files that are added. */
  readonly files?: Readonly<Record<string, string>>;
  readonly workspaces?: Readonly<Record<string, Partial<Workspace>>>;
}

/** A small repository that breaks no rule, with a change that may. */
function buildRepository(change: Change): Repository {
  const matrix = parseMatrix(
    `${HEAD}${(change.rows ?? ROWS).join('\n')}\n\n## Long files\n\n| file | why |\n|---|---|\n${change.longFiles ?? ''}`,
  );
  const folders = ['packages/model', 'packages/manifest', 'apps/cli', 'apps/server', ''];
  const longestFirst = [...folders].sort((a, b) => b.length - a.length);
  const files = Object.entries(change.files ?? {}).map(([path, text]) => readSource(path, text));
  const workspaces = folders.map(folder => {
    const name = folder === '' ? 'repository' : folder.replace(/^.*\//, '');
    return {
      name,
      folder,
      dependencies: new Set(name === 'model' ? ['typebox'] : ['@breakwater/model']),
      devDependencies: new Set(name === 'repository' ? ['vitest'] : []),
      exports: ['.'],
      tsconfig: { extends: folder.startsWith('packages/') ? '../../tsconfig.pure.json' : '../../tsconfig.node.json', compilerOptions: {} },
      files: files.filter(file => longestFirst.find(candidate => file.path.startsWith(candidate)) === folder),
      ...change.workspaces?.[name],
    };
  });
  return { matrix, workspaces };
}

const file = (path: string, text: string): Change => ({ files: { [path]: text } });
const row = (text: string): Change => ({ rows: [...ROWS.filter(existing => existing.split(' ')[1] !== text.split(' ')[1]), text] });
const MATRIX = 'docs/architecture-matrix.md';

const cases: [title: string, rule: Rule, change: Change, problems: string[]][] = [
  ['a matrix that fits', checkMatrix, {}, []],
  [
    'a workspace without a row',
    checkMatrix,
    { rows: ROWS.slice(1) },
    [
      `packages/model: ${MATRIX} has no row 'model'`,
      ...['manifest', 'cli', 'server'].map(name => `${MATRIX}: row '${name}' may import 'model', which has no row`),
    ],
  ],
  ['a row without a workspace', checkMatrix, row('| risk | pure | | |'), [`${MATRIX}: row 'risk' has no workspace; remove it`]],
  [
    'an unknown kind',
    checkMatrix,
    row('| server | role | | |'),
    [`${MATRIX}: row 'server': kind 'role' is none of pure, node, app, browser, content, tools`],
  ],
  [
    'an arrow from pure to an app',
    checkMatrix,
    row('| manifest | pure | cli | |'),
    [`${MATRIX}: row 'manifest' may not import 'cli': a pure package imports pure packages only`],
  ],
  [
    'an arrow from app to app',
    checkMatrix,
    row('| server | app | cli | |'),
    [`${MATRIX}: row 'server' may not import 'cli': only cli composes apps, and 'cli' is one`],
  ],
  ['a composing cli', checkMatrix, row('| cli | app | server | |'), []],
  [
    'a library that is not declared',
    checkMatrix,
    row('| manifest | pure | model | `yaml`: `src/read.ts` |'),
    [`${MATRIX}: row 'manifest' names the library 'yaml', which packages/manifest/package.json does not`],
  ],
  [
    'a library without an owner',
    checkMatrix,
    row('| model | pure | | `typebox` |'),
    [`${MATRIX}: row 'model': library 'typebox' has no owner file`],
  ],
  [
    'a circle of arrows',
    checkMatrix,
    row('| model | pure | manifest | `typebox`: `src/**` |'),
    [`${MATRIX}: the arrows go in a circle: manifest → model → manifest`],
  ],

  [
    'an allowed import',
    checkImports,
    file('packages/manifest/src/read.ts', "import type { Problem } from '@breakwater/model';\nimport './parse.ts';"),
    [],
  ],
  [
    'a package that is not declared',
    checkImports,
    file('packages/model/src/a.ts', "import '@breakwater/manifest';"),
    ["packages/model/src/a.ts:1: '@breakwater/manifest' is not in packages/model/package.json"],
  ],
  [
    'an arrow that is not allowed',
    checkImports,
    {
      ...file('packages/model/src/a.ts', "import '@breakwater/manifest';"),
      workspaces: { model: { dependencies: new Set(['@breakwater/manifest']) } },
    },
    [`packages/model/src/a.ts:1: model may not import manifest (${MATRIX})`],
  ],
  [
    'a file of another package',
    checkImports,
    file('packages/manifest/src/a.ts', "\nimport '@breakwater/model/src/errors.ts';"),
    ["packages/manifest/src/a.ts:2: '@breakwater/model/src/errors.ts' is no public entry of model"],
  ],
  [
    'a path out of the package',
    checkImports,
    file('packages/manifest/src/a.ts', "import '../../model/src/errors.ts';"),
    ["packages/manifest/src/a.ts:1: '../../model/src/errors.ts' leaves the workspace; import the package by its name"],
  ],
  [
    'a test that uses the test folder',
    checkImports,
    file('packages/manifest/src/a.test.ts', "import '../../../test/shared.ts'; import 'vitest'; import 'node:fs';"),
    [],
  ],
  [
    'a source that uses the test folder',
    checkImports,
    file('packages/manifest/src/a.ts', "import '../../../test/shared.ts';"),
    ["packages/manifest/src/a.ts:1: '../../../test/shared.ts' leaves the workspace; import the package by its name"],
  ],
  ['what tests share', checkImports, file('packages/manifest/src/testing/build.ts', "import 'vitest'; import './a.ts';"), []],
  [
    'a source that uses what tests share',
    checkImports,
    file('packages/manifest/src/a.ts', "import './testing/build.ts';"),
    ["packages/manifest/src/a.ts:1: './testing/build.ts' is for tests only"],
  ],
  [
    'a path without extension',
    checkImports,
    file('packages/manifest/src/a.ts', "import './read';"),
    ["packages/manifest/src/a.ts:1: './read' has to end in .ts, as Node.js runs it"],
  ],
  [
    'a script that reaches into a package',
    checkImports,
    file('scripts/a.ts', "import '../packages/model/src/errors.ts';"),
    ["scripts/a.ts:1: '../packages/model/src/errors.ts' reaches into another workspace"],
  ],
  [
    'Node in a pure package',
    checkImports,
    file('packages/model/src/a.ts', "import { join } from 'node:path';"),
    ["packages/model/src/a.ts:1: 'node:path' in a pure package; pass in what it gives"],
  ],
  [
    'Node in what runs in a browser',
    checkImports,
    { ...row('| server | browser | model | |'), ...file('apps/server/src/a.ts', "import { join } from 'node:path';") },
    ["apps/server/src/a.ts:1: 'node:path' does not exist in a browser"],
  ],
  [
    'styles and pictures in what runs in a browser',
    checkImports,
    { ...row('| server | browser | model | |'), ...file('apps/server/src/a.ts', "import './a.css';\nimport logo from './a.svg';") },
    [],
  ],
  ['Node in an app', checkImports, file('apps/cli/src/a.ts', "import { join } from 'node:path';"), []],
  [
    'a library that is not declared',
    checkImports,
    file('apps/cli/src/a.ts', "import x from '@scope/yaml/part';"),
    ["apps/cli/src/a.ts:1: '@scope/yaml' is not in apps/cli/package.json"],
  ],
  [
    'a development library in a source',
    checkImports,
    file('apps/cli/src/a.ts', "import 'vitest';"),
    ["apps/cli/src/a.ts:1: 'vitest' is not in apps/cli/package.json"],
  ],
  [
    'a library outside its owner',
    checkImports,
    file('packages/model/src/state.ts', "import 'typebox/value';"),
    ["packages/model/src/state.ts:1: the library 'typebox' is wrapped by src/shapes/**; use that"],
  ],
  ['a library in its owner', checkImports, file('packages/model/src/shapes/event.ts', "import { Type } from 'typebox';"), []],
  [
    'a library that the matrix does not name',
    checkImports,
    { ...file('apps/cli/src/a.ts', "import 'commander';"), workspaces: { cli: { dependencies: new Set(['commander']) } } },
    [`apps/cli/src/a.ts:1: the library 'commander' is not in the row of cli (${MATRIX})`],
  ],

  [
    'a circle of files',
    checkCircles,
    {
      files: {
        'apps/cli/src/a.ts': "import './b.ts';",
        'apps/cli/src/b.ts': "import './c/d.ts';",
        'apps/cli/src/c/d.ts': "import '../b.ts';",
      },
    },
    ['imports go in a circle: apps/cli/src/b.ts → apps/cli/src/c/d.ts → apps/cli/src/b.ts'],
  ],
  [
    'types that refer to each other',
    checkCircles,
    {
      files: {
        'apps/cli/src/a.ts': "import type { B } from './b.ts';",
        'apps/cli/src/b.ts': "import { a } from './a.ts';",
      },
    },
    [],
  ],

  [
    'a pure package that sees Node',
    checkPurity,
    { workspaces: { model: { tsconfig: { extends: '../../tsconfig.node.json', compilerOptions: {} } } } },
    ['packages/model/tsconfig.json has to extend ../../tsconfig.pure.json, not ../../tsconfig.node.json'],
  ],
  [
    'a pure package that adds types',
    checkPurity,
    { workspaces: { model: { tsconfig: { extends: '../../tsconfig.pure.json', compilerOptions: { types: ['node'] } } } } },
    ["packages/model/tsconfig.json may not set 'types'; tsconfig.pure.json does"],
  ],
  [
    'what runs in a browser and is compiled for Node',
    checkPurity,
    row('| server | browser | model | |'),
    ['apps/server/tsconfig.json has to extend ../../tsconfig.browser.json, not ../../tsconfig.node.json'],
  ],
  ['no tsconfig', checkPurity, { workspaces: { cli: { tsconfig: undefined } } }, ['apps/cli has no tsconfig.json']],

  ['the environment in config.ts', checkEnvironment, file('apps/cli/src/config.ts', 'export const home = process.env.HOME;'), []],
  ['the environment in a test', checkEnvironment, file('apps/cli/src/a.test.ts', 'process.env.HOME'), []],
  [
    'the environment elsewhere',
    checkEnvironment,
    file('apps/cli/src/a.ts', "\nprocess.env.HOME; process?.['env']; process.exit(1)"),
    [
      "apps/cli/src/a.ts:2: process.env outside the app's src/config.ts",
      "apps/cli/src/a.ts:2: process.env outside the app's src/config.ts",
    ],
  ],
  [
    'config.ts of a package',
    checkEnvironment,
    file('packages/model/src/config.ts', 'process.env'),
    ["packages/model/src/config.ts:1: process.env outside the app's src/config.ts"],
  ],
  [
    'the environment by import',
    checkEnvironment,
    file('apps/cli/src/a.ts', "import process, { env } from 'node:process';"),
    ["apps/cli/src/a.ts:1: process.env outside the app's src/config.ts"],
  ],
  [
    'arguments by import',
    checkEnvironment,
    file('apps/cli/src/a.ts', "import process from 'node:process'; process.argv; const env = 1;"),
    [],
  ],
  ['a comment about the environment', checkEnvironment, file('apps/cli/src/a.ts', "// process.env\n'process.env'"), []],

  ['a file at the ceiling', checkSize, { files: { 'apps/cli/src/a.ts': '\n', 'apps/cli/src/b.ts': '\n'.repeat(500) } }, []],
  [
    'a file over the ceiling',
    checkSize,
    { files: { 'apps/cli/src/a.ts': '\n', 'apps/cli/src/b.ts': '\n'.repeat(501) } },
    ['apps/cli/src/b.ts has 501 lines; 500 is the ceiling'],
  ],
  [
    'a table of data',
    checkSize,
    { files: { 'apps/cli/src/a.ts': '\n', 'apps/cli/src/b.ts': '\n'.repeat(501) }, longFiles: '| `apps/cli/src/b.ts` | data |' },
    [],
  ],
  [
    'an exception that is not needed',
    checkSize,
    { files: { 'apps/cli/src/a.ts': '\n' }, longFiles: '| `apps/cli/src/a.ts` | data |' },
    [`${MATRIX}: 'apps/cli/src/a.ts' needs no exception from 500 lines`],
  ],
  [
    'files that are long on the whole',
    checkSize,
    file('apps/cli/src/a.ts', '\n'.repeat(91)),
    ['the median source file has 91 lines; 90 is the ceiling'],
  ],

  [
    'good names',
    checkNames,
    {
      files: {
        'packages/model/src/index.ts': '',
        'apps/cli/src/Big.tsx': '',
        'apps/cli/src/a-b.contract.test.ts': 'export const a = { default: 1 }',
      },
    },
    [],
  ],
  [
    'camel case',
    checkNames,
    file('apps/cli/src/readFile.ts', ''),
    ['apps/cli/src/readFile.ts: file names are kebab-case.ts, or PascalCase.tsx for components'],
  ],
  [
    'an empty word',
    checkNames,
    file('apps/cli/src/string-utils.ts', ''),
    ["apps/cli/src/string-utils.ts: 'string-utils' says nothing about what it holds"],
  ],
  [
    'an index below the root',
    checkNames,
    file('packages/model/src/shapes/index.ts', ''),
    ["packages/model/src/shapes/index.ts: no index.ts below a package's root; import the file itself"],
  ],
  ['a default export', checkNames, file('apps/cli/src/a.ts', '\nexport default 1;'), ['apps/cli/src/a.ts:2: default export; name it']],
  [
    'an enum',
    checkNames,
    file('apps/cli/src/a.ts', 'const enum Color { Red }; const schema = { enum: [1] }'),
    ['apps/cli/src/a.ts:1: enum Color; use a union of literals'],
  ],
  [
    'an empty exported name',
    checkNames,
    file('apps/cli/src/a.ts', 'export class PolicyManager {}'),
    ["apps/cli/src/a.ts:1: 'PolicyManager' says nothing about what it is"],
  ],

  [
    'a unit without a test',
    checkUnits,
    file('apps/cli/src/commands/check.ts', ''),
    ['apps/cli/src/commands: no test beside check.ts, and no apps/cli/src/commands.contract.test.ts'],
  ],
  ['a unit with a test', checkUnits, { files: { 'apps/cli/src/commands/check.ts': '', 'apps/cli/src/commands/check.test.ts': '' } }, []],
  [
    'units with a contract',
    checkUnits,
    { files: { 'apps/cli/src/commands/check.ts': '', 'apps/cli/src/commands.contract.test.ts': '' } },
    [],
  ],
];

it.each(cases)('%s', (_title, rule, change, problems) => {
  expect(rule(buildRepository(change))).toEqual(problems);
});
