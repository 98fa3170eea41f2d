import { globSync } from 'node:fs';
import { PERMISSIONS } from '@breakwater/api';
import { describe, expect, it } from 'vitest';
import { pages } from './pages.generated.ts';
import { en } from './texts/en.ts';

/** Every page is held to the contract of page.ts, whatever it shows. */
describe.each(pages)('the page $path', page => {
  it('has a title in the texts', () => {
    const [group = '', name = ''] = page.title.split('.');
    expect((en as unknown as Record<string, Record<string, string>>)[group]?.[name]).toBeTypeOf('string');
  });

  it('asks for a permission of the contract, or is public', () => {
    if (page.public) expect(page.permission).toBeUndefined();
    else expect(PERMISSIONS).toContain(page.permission);
  });
});

describe('all pages', () => {
  it('are registered, each once', () => {
    const files = globSync('pages/**/*Page.tsx', { cwd: import.meta.dirname });
    const loaded = pages.map(({ load }) => /pages\/[\w/]+Page\.tsx/.exec(String(load))?.[0]);
    expect(loaded.toSorted()).toEqual(files.toSorted());
  });

  it('have a path and a place of their own', () => {
    const paths = pages.map(({ path }) => path);
    const places = pages.flatMap(({ nav }) => (nav === undefined ? [] : [`${nav.group} ${nav.order}`]));
    expect(new Set(paths).size).toBe(paths.length);
    expect(new Set(places).size).toBe(places.length);
  });
});
