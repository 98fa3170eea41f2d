import { parsePath } from '@breakwater/manifest';
import { compareSeverity, type Fix, type Result } from '@breakwater/model';
import { readFixPath } from './resolve-fix.ts';

/** A finding and the edits of its object that make it go away. */
export interface PlannedFix {
  readonly result: Result;
  readonly edits: readonly Fix[];
}

/** A finding whose edits contradict those of another one, which goes first. */
export interface FixConflict {
  readonly result: Result;
  readonly winner: Result;
  /** Place in the object that both want to change. */
  readonly path: string;
}

export interface FixPlan {
  /** In the order of their weight: the most severe first, then by policy, then as they came. */
  readonly fixes: readonly PlannedFix[];
  readonly conflicts: readonly FixConflict[];
  /** Violations that only a person can repair. */
  readonly unfixable: readonly Result[];
}

/**
 * Says which violations can be repaired by the edits of their policies, without edits that contradict each other: of two, the more severe
 * one wins, then the one whose policy is first by id. Only state `fail` is repaired; what is to be reviewed or was accepted stays.
 *
 * @param objectOf identity of the object that a result is about: edits of different objects never contradict each other
 */
export function planFixes(results: readonly Result[], objectOf: (result: Result) => unknown): FixPlan {
  const failing = results.filter(result => result.state === 'fail');
  const fixes: PlannedFix[] = [];
  const conflicts: FixConflict[] = [];
  const books = new Map<unknown, ClaimBook>();
  for (const result of failing.filter(isFixable).toSorted(compareWeight)) {
    const edits = result.fix ?? [];
    const own = edits.map(edit => ({ edit, result, path: parsePath(readFixPath(edit)) }));
    const object = objectOf(result);
    const book = books.get(object) ?? new ClaimBook();
    books.set(object, book);
    const conflict = findConflict(own, book);
    if (conflict !== undefined) conflicts.push(conflict);
    else {
      for (const claim of own) book.add(claim);
      fixes.push({ result, edits });
    }
  }
  return { fixes, conflicts, unfixable: failing.filter(result => !isFixable(result)) };
}

interface Claim {
  readonly edit: Fix;
  readonly result: Result;
  readonly path: readonly (string | number)[];
}

function isFixable({ fix }: Result): boolean {
  return fix !== undefined && fix.length > 0;
}

function compareWeight(a: Result, b: Result): number {
  return compareSeverity(b.severity, a.severity) || (a.policy < b.policy ? -1 : Number(a.policy > b.policy));
}

function findConflict(own: readonly Claim[], book: ClaimBook): FixConflict | undefined {
  for (const claim of own) {
    const other = book.findContradiction(claim);
    if (other !== undefined) return { result: claim.result, winner: other.result, path: readFixPath(claim.edit) };
  }
  return undefined;
}

/** Edits of one object by place. Those at one place agree when they are the same, or both append; one above another never agrees with it. */
class ClaimBook {
  readonly #byPath = new Map<string, Claim>();
  readonly #byAncestor = new Map<string, Claim>();

  add(claim: Claim): void {
    this.#byPath.set(toKey(claim.path), claim);
    for (let length = 0; length < claim.path.length; length++) this.#byAncestor.set(toKey(claim.path.slice(0, length)), claim);
  }

  findContradiction({ edit, path }: Claim): Claim | undefined {
    const key = toKey(path);
    const same = this.#byPath.get(key);
    if (same !== undefined && !agrees(edit, same.edit)) return same;
    for (let length = 0; length < path.length; length++) {
      const above = this.#byPath.get(toKey(path.slice(0, length)));
      if (above !== undefined) return above;
    }
    return this.#byAncestor.get(key);
  }
}

function toKey(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}

function agrees(a: Fix, b: Fix): boolean {
  return ('append' in a && 'append' in b) || JSON.stringify(a) === JSON.stringify(b);
}
