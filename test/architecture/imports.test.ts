import { expect, it } from 'vitest';
import { findImports } from './imports.ts';
import { scanTokens } from './tokens.ts';

const cases: [title: string, source: string, imports: string[]][] = [
  ['named', "import { a } from 'a';", ['1 a']],
  ['named over several lines', "import {\n  a,\n  type B,\n} from 'a';", ['1 a']],
  ['default and namespace', 'import a, * as b from \'a\'; import c from "c"', ['1 a', '1 c']],
  ['a name called from', "import { from } from 'a'; import from from 'b'; import { a as from } from 'c'", ['1 a', '1 b', '1 c']],
  ['a name called type', "import type from 'a'; import { type } from 'b'; import type, { x } from 'c';", ['1 a', '1 b', '1 c']],
  ['type only', "import type { A } from 'a'; export type { B } from 'b'; export type * from 'c';", ['1 type a', '1 type b', '1 type c']],
  ['side effect', "import 'a'", ['1 a']],
  ['attributes', "import data from 'a.json' with { type: 'json' };", ['1 a.json']],
  [
    're-exports',
    "export { a } from 'a'; export * from 'b'; export * as c from 'c'; export { default as d } from 'd'",
    ['1 a', '1 b', '1 c', '1 d'],
  ],
  ['string names', "import { 'a b' as c } from 'a';", ['1 a']],
  ['dynamic', "const a = await import('a'); import(`b`); import('c', { with: {} })", ['1 a', '1 b', '1 c']],
  ['a type of a module', "let a: import('a').A;", ['1 a']],
  ['dynamic and not literal', 'import(name); import(`./${name}.ts`)', []],
  ['require', "const a = require('a'); load.require('b')", ['1 a']],
  ['import.meta', "import.meta.url; const from = 'a'", []],
  ['a member called import', "loader.import('a'); ({ import: 'b' })", []],
  ['a spread', "const a = [...import('a')]", ['1 a']],
  [
    'exports without a source',
    "export const from = 'a'; export { a };\nconst b = 'c'; export type A = 'x' | 'y'; export interface B { from: 'z' }",
    [],
  ],
  ['an export list before other strings', "export { a }\n'from'; 'b'", []],
  ['line comments', "// import 'a'\n// it's\nimport 'b'", ['3 b']],
  ['block comments', "/* import 'a'\n * don't */ import 'b' /**/", ['2 b']],
  ['strings', `const a = "import 'a'"; const b = 'it\\'s import("x")'; import 'c'`, ['1 c']],
  ['an unclosed string costs a line', "const a = 'oops\nimport 'b'", ['2 b']],
  ['templates', "const a = `import 'a' ${b} from 'c' ${`${{ d: 1 }} import 'e'`}`; import 'f'", ['1 f']],
  ['code in a template', "const a = `${await import('a')} ${{ b: { c: `}` } }}`; import 'd'", ['1 a', '1 d']],
  ['escapes in a template', "const a = `\\` $ \\${ import 'a' $$`; import 'b'", ['1 b']],
  ['regular expressions', "const a = /['\"`]/.test(b) && /[/'\\]]/u; import 'c'", ['1 c']],
  ['a regular expression after a word', "return /'/; import 'c'", ['1 c']],
  ['divisions', "const a = b / c / 'd'.length; const e = f() / 2; import 'g' // '", ['1 g']],
  ['a shebang', "#!/usr/bin/env node it's\nimport 'a'", ['2 a']],
  ['nothing', '', []],
];

it.each(cases)('%s', (_title, source, expected) => {
  const found = findImports(scanTokens(source)).map(found => `${found.line} ${found.typeOnly ? 'type ' : ''}${found.specifier}`);
  expect(found).toEqual(expected);
});
