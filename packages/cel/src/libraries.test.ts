import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIBRARIES } from './libraries.ts';

describe('the registry of libraries', () => {
  it('has every file of libraries/ under its name, in order', () => {
    const files = readdirSync(new URL('libraries/', import.meta.url)).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    expect(LIBRARIES.map(library => `${library.name}.ts`)).toEqual(files.sort());
  });

  it('declares no overload twice', () => {
    const signatures = LIBRARIES.flatMap(({ functions }) =>
      functions.map(({ name, receiver, params }) => JSON.stringify([name, receiver, params])),
    );
    expect(signatures.filter((signature, index) => signatures.indexOf(signature) !== index)).toEqual([]);
  });

  it('offers the functions and macros that were reviewed', () => {
    const names = Object.fromEntries(
      LIBRARIES.map(({ name, functions, macros }) => [
        name,
        [...new Set([...functions.map(({ name: item }) => item), ...(macros ?? []).map(macro => macro.name)])].sort().join(' '),
      ]),
    );
    expect(names).toMatchSnapshot();
  });
});
