import { formatType, Unknown } from '@breakwater/cel';
import { describe, expect, test } from 'vitest';
import { defineFacts } from './fact.ts';
import { buildInventory } from './testing/build.ts';
import { createViewCatalogue, readSubject } from './view.ts';

interface Tree {
  readonly name: string;
  readonly branches: readonly Tree[];
}

let reads = 0;
const readName = ({ name }: Tree) => {
  reads++;
  return name;
};
const facts = defineFacts<Tree>('Tree', {
  name: { type: 'string', doc: 'd', source: 's', get: readName },
  'shape.branches': { type: 'list(Tree)', doc: 'd', source: 's', get: t => t.branches },
  'shape.first': { type: 'Tree', doc: 'd', source: 's', get: t => t.branches[0] },
  'shape.size.total': { type: 'int', doc: 'd', source: 's', get: t => t.branches.length },
  hidden: { type: 'Tree', doc: 'd', source: 's', get: () => new Unknown('tree.hidden') },
});
const leaf: Tree = { name: 'leaf', branches: [] };
const tree: Tree = { name: 'tree', branches: [leaf, leaf] };

describe('views', () => {
  const catalogue = createViewCatalogue(facts);
  const inventory = buildInventory([]);
  // biome-ignore lint/suspicious/noExplicitAny: a view has the fields that its facts declare
  const view = catalogue.toView('Tree', tree, inventory) as any;

  test('declare a type for the subject and for each group', () => {
    const declared = catalogue.types.map(({ name, fields }) => [
      name,
      Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, formatType(type)])),
    ]);
    expect(Object.fromEntries(declared)).toStrictEqual({
      Tree: { name: 'string', shape: 'TreeShape', hidden: 'Tree' },
      TreeShape: { branches: 'list(Tree)', first: 'Tree', size: 'TreeShapeSize' },
      TreeShapeSize: { total: 'int' },
    });
  });

  test('read a fact once', () => {
    reads = 0;
    expect([view.name, view.name, reads]).toStrictEqual(['tree', 'tree', 1]);
  });

  test('turn subjects into views, one for each', () => {
    const [first, second] = view.shape.branches;
    expect(first).toBe(second);
    expect(view.shape.first).toBe(first);
    expect(catalogue.toView('Tree', leaf, inventory)).toBe(first);
    expect([first.name, readSubject(first), view.shape.size.total]).toStrictEqual(['leaf', leaf, 2]);
  });

  test('pass on what is not set and what is not known', () => {
    const bare = catalogue.toView('Tree', leaf, inventory) as typeof view;
    expect(bare.shape.first).toBe(undefined);
    expect(view.hidden).toStrictEqual(new Unknown('tree.hidden'));
  });

  test('are made anew for another set', () => {
    expect(catalogue.toView('Tree', tree, buildInventory([]))).not.toBe(view);
  });

  test('need facts', () => {
    expect(() => catalogue.toView('Bush', {}, inventory)).toThrow(new TypeError('no facts are declared for Bush'));
  });
});
