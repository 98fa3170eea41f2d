import {
  type AttackPath,
  chooseCuts,
  findMinimumCut,
  findPaths,
  type Hop,
  listAssumed,
  listEntries,
  listGoals,
  type PathCut,
  type Search,
  tryCuts,
} from '@breakwater/attack';
import type { Question } from '../question.ts';
import type { Subject } from '../subject.ts';

/** More are no list that anybody reads; the easiest to each goal come first, and all of them are counted. */
const MAX_PATHS = 300;
const MAX_POINTS = 50;

export interface AttackInput {
  /** Whether every subject and workload is taken for lost, one at a time; else only what can be entered from outside is. */
  readonly assumeBreach: boolean;
}

export interface PlainHop extends Pick<Hop, 'edge' | 'number' | 'from' | 'to' | 'because' | 'weakened'> {
  /** Changes each of which takes it away. */
  readonly cuts: readonly string[];
}

export interface PlainPath {
  readonly from: string;
  /** Workloads that the start stands for beside itself. */
  readonly alike: readonly string[];
  readonly to: string;
  readonly cost: number;
  readonly hops: readonly PlainHop[];
  readonly cut?: { readonly change: string; readonly closes?: boolean };
}

export interface AttackOutput {
  readonly starts: number;
  readonly goals: readonly { readonly name: string; readonly doc: string; readonly paths: number; readonly stoppable: boolean }[];
  readonly paths: readonly PlainPath[];
  readonly found: number;
  readonly points: readonly {
    readonly change: string;
    readonly weight: number;
    readonly closes: number;
    readonly onPaths: number;
    readonly goals: readonly string[];
    /** Goals of whose smallest set of changes it is one. */
    readonly minimumCutOf: readonly string[];
  }[];
}

export const question: Question<AttackInput, AttackOutput> = {
  name: 'attack-paths',
  answer: (subject, input) => {
    const search = toSearch(subject, input);
    const paths = findPaths(search);
    const effects = tryCuts(search, paths);
    const sets = search.goals.map(goal => findMinimumCut(search, goal));
    const setsOf = (change: string) => sets.flatMap(({ goal, cuts = [] }) => (cuts.some(cut => cut.change === change) ? [goal] : []));
    const counts = Map.groupBy(paths, ({ to }) => to);
    const shown = paths.slice(0, MAX_PATHS);
    const alike = new Map(search.graph.classes.map(each => [each.part.name, each.members.slice(1)]));
    const cuts = chooseCuts(shown, effects);
    return {
      starts: search.starts.length,
      goals: search.goals.map(({ name, doc }) => ({
        name,
        doc,
        paths: counts.get(name)?.length ?? 0,
        stoppable: sets.find(({ goal }) => goal === name)?.cuts !== undefined,
      })),
      paths: shown.map((path, index) => toPlainPath(path, cuts[index], alike.get(path.from) ?? [])),
      found: paths.length,
      points: effects
        .map(({ cut, closed, onPaths }) => ({
          change: cut.change,
          weight: cut.weight,
          closes: closed.length,
          onPaths,
          goals: [...new Set(closed.map(({ to }) => to))],
          minimumCutOf: setsOf(cut.change),
        }))
        .filter(({ closes, minimumCutOf }) => closes > 0 || minimumCutOf.length > 0)
        .slice(0, MAX_POINTS),
    };
  },
};

export function toSearch({ attack }: Subject, { assumeBreach }: AttackInput): Search {
  return { graph: attack, starts: assumeBreach ? listAssumed(attack) : listEntries(attack), goals: listGoals(attack) };
}

function toPlainPath(path: AttackPath, cut: PathCut | undefined, alike: readonly string[]): PlainPath {
  const plain = { from: path.from, alike, to: path.to, cost: path.cost, hops: toPlainHops(path) };
  if (cut === undefined) return plain;
  return { ...plain, cut: { change: cut.change, ...(cut.closes === undefined ? {} : { closes: cut.closes }) } };
}

export function toPlainHops({ hops }: AttackPath): readonly PlainHop[] {
  return hops.map(({ edge, number, from, to, because, weakened, cuts }) => ({
    edge,
    number,
    from,
    to,
    because,
    weakened,
    cuts: cuts.map(({ change }) => change),
  }));
}
