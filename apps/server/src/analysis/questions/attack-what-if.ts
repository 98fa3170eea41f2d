import { comparePaths, findPaths, type PathChange } from '@breakwater/attack';
import { type Question, QuestionFault } from '../question.ts';
import { type AttackInput, type PlainHop, toPlainHops, toSearch } from './attack-paths.ts';

const MAX_CHANGES = 200;

export interface WhatIfInput extends AttackInput {
  /** Changes that are made, as choke points and hops name them. */
  readonly changes: readonly string[];
}

export interface WhatIfOutput {
  readonly counts: Readonly<Record<PathChange['verdict'], number>>;
  /** Those that do not stay as they are, the first of them. */
  readonly paths: readonly {
    readonly from: string;
    readonly to: string;
    readonly verdict: PathChange['verdict'];
    /** The way that is left or new; empty when none is. */
    readonly after: readonly PlainHop[];
  }[];
}

export const question: Question<WhatIfInput, WhatIfOutput> = {
  name: 'attack-what-if',
  answer: (subject, { changes, ...input }) => {
    const search = toSearch(subject, input);
    const unknown = changes.find(change => !search.graph.edges.some(({ cuts }) => cuts.some(cut => cut.change === change)));
    if (unknown !== undefined) throw new QuestionFault(`no step of an attack is taken away by '${unknown.slice(0, 200)}'`);
    const made = new Set(changes);
    const after = findPaths({ ...search, isAllowed: edge => !edge.cuts.some(({ change }) => made.has(change)) });
    const compared = comparePaths(findPaths(search), after);
    const count = (verdict: PathChange['verdict']) => compared.filter(each => each.verdict === verdict).length;
    return {
      counts: { closed: count('closed'), detour: count('detour'), unchanged: count('unchanged'), opened: count('opened') },
      paths: compared
        .filter(({ verdict }) => verdict !== 'unchanged')
        .slice(0, MAX_CHANGES)
        .map(({ from, to, verdict, after: left }) => ({ from, to, verdict, after: left === undefined ? [] : toPlainHops(left) })),
    };
  },
};
