import { compareSeverity, type Problem, type Result } from '@breakwater/model';
import { type FixConflict, planFixes } from '@breakwater/policy';
import { type JudgeOptions, judge } from '../check/judge.ts';
import { editFile, type Repair } from './edit-file.ts';
import { readWorkspace, type Workspace } from './workspace.ts';

/** A fix that was not made, and why. */
export interface DroppedFix {
  readonly repair: Repair;
  /** A clause without capital and full stop. */
  readonly reason: string;
  /** Whether it is the text that could not be kept intact. */
  readonly refused: boolean;
}

/** What came of repairing a set of files. */
export interface Repaired {
  /** Texts by file, the unchanged ones too. */
  readonly texts: ReadonlyMap<string, string>;
  readonly made: readonly Repair[];
  readonly dropped: readonly DroppedFix[];
  /** Fixes that others contradict, where the finding is still there. */
  readonly conflicts: readonly FixConflict[];
  /** Violations that are still there, the dropped ones included. */
  readonly left: readonly Result[];
  /** What could not be read, and exceptions that are not right. */
  readonly problems: readonly Problem[];
  /** Kubernetes objects that were judged. */
  readonly objects: number;
}

/** A fix may open what another one repairs; more rounds than there are such chains are a fault of the policies. */
const MAX_ROUNDS = 20;

/**
 * Repairs what the policies know a fix for, in rounds: a fix can bring a weaker finding to light that has a fix as well. Every round is
 * judged again; a fix whose finding stays, or that opens one at least as severe, is dropped.
 */
export function repairFiles(texts: ReadonlyMap<string, string>, options: JudgeOptions): Repaired {
  const repairing = new Repairing(options);
  let state = repairing.judge(texts);
  const { problems } = state;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = repairing.repair(state);
    if (next === undefined) break;
    state = next;
  }
  const { made, dropped } = repairing;
  const { conflicts } = repairing.plan(state);
  return {
    texts: state.texts,
    made,
    dropped: [...dropped.values()],
    conflicts,
    left: state.failing,
    problems,
    objects: state.workspace.sources.length,
  };
}

/** Some texts and what is wrong with them. */
interface State {
  readonly texts: ReadonlyMap<string, string>;
  readonly workspace: Workspace;
  readonly failing: readonly Result[];
  /** The same, and what a policy could not judge because it broke. */
  readonly wrong: readonly Result[];
  readonly keys: ReadonlySet<string>;
  /** Findings that a stronger one at the same place hides. */
  readonly hidden: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

class Repairing {
  readonly made: Repair[] = [];
  /** By the finding that they were for, so that they are not tried again. */
  readonly dropped = new Map<string, DroppedFix>();
  readonly #options: JudgeOptions;

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  judge(texts: ReadonlyMap<string, string>): State {
    const workspace = readWorkspace(texts);
    const { evaluation, problems } = judge(workspace.sources, { ...this.#options, remarks: workspace.remarks });
    const failing = evaluation.results.filter(result => result.state === 'fail');
    const wrong = evaluation.results.filter(result => result.state === 'fail' || result.state === 'error');
    return {
      texts,
      workspace,
      failing,
      wrong,
      keys: new Set(wrong.map(result => toKey(workspace, result))),
      hidden: new Set(failing.flatMap(result => listHidden(workspace, result))),
      problems: [...workspace.problems, ...problems],
    };
  }

  plan({ workspace, failing }: State): ReturnType<typeof planFixes> {
    const open = failing.filter(result => !this.dropped.has(toKey(workspace, result)));
    return planFixes(open, result => workspace.findObject(result).object);
  }

  /** One round; undefined when there is nothing left to do. */
  repair(state: State): State | undefined {
    const { workspace } = state;
    let repairs: readonly Repair[] = this.plan(state).fixes.map(fix => ({ ...fix, owner: workspace.findObject(fix.result) }));
    while (repairs.length > 0) {
      const edited = this.#edit(state, repairs);
      const after = this.judge(edited.texts);
      const culprits = this.#findCulprits(state, after, edited.made);
      if (culprits.length === 0) {
        this.made.push(...edited.made);
        return after;
      }
      for (const culprit of culprits) this.#drop(state, culprit);
      const bad = new Set(culprits.map(({ repair }) => repair));
      repairs = edited.made.filter(repair => !bad.has(repair));
    }
    return undefined;
  }

  #edit(state: State, repairs: readonly Repair[]): { texts: ReadonlyMap<string, string>; made: readonly Repair[] } {
    const texts = new Map(state.texts);
    const made: Repair[] = [];
    for (const [file, own] of Map.groupBy(repairs, ({ owner }) => owner.file)) {
      const edited = editFile(texts.get(file) ?? '', own);
      texts.set(file, edited.text);
      made.push(...edited.made);
      for (const { repair, reason } of edited.refused) this.#drop(state, { repair, reason, refused: true });
    }
    return { texts, made };
  }

  #drop({ workspace }: State, dropped: DroppedFix): void {
    this.dropped.set(toKey(workspace, dropped.repair.result), dropped);
  }

  /**
   * Fixes that do no good: their finding is still there, or they open another one that is at least as severe. What they open that is milder
   * is repaired in the next round, or left to a person: a repair of what is grave is worth it.
   */
  #findCulprits(before: State, after: State, made: readonly Repair[]): readonly DroppedFix[] {
    const useless = made.filter(({ result }) => after.keys.has(toKey(before.workspace, result)));
    if (useless.length > 0) return useless.map(repair => ({ repair, reason: 'the fix does not make the finding go away', refused: false }));
    for (const [policy, opened] of Map.groupBy(listOpened(before, after), result => result.policy)) {
      const suspects = listSuspects(before, after, made, opened);
      const openers = this.#findOpeners(before, made, suspects, new Set(opened.map(result => toKey(after.workspace, result))));
      if (openers.length > 0) return openers.map(repair => ({ repair, reason: `the fix would open '${policy}'`, refused: false }));
    }
    return [];
  }

  /**
   * The suspects to blame for what was opened: none when it is there without them too; else those of the policy without whose fixes it is not
   * there, tried from the mildest on; all of them when no single policy is to blame.
   */
  #findOpeners(before: State, made: readonly Repair[], suspects: readonly Repair[], opened: ReadonlySet<string>): readonly Repair[] {
    if (suspects.length === 0) return [];
    const unrelated = this.#listOpenedWithout(before, made, suspects);
    const blamed = [...opened].filter(key => !unrelated.has(key));
    if (blamed.length === 0) return [];
    for (const policy of new Set(suspects.map(({ result }) => result.policy).toReversed())) {
      const own = suspects.filter(repair => repair.result.policy === policy);
      const left = this.#listOpenedWithout(before, made, own);
      if (!blamed.some(key => left.has(key))) return own;
    }
    return suspects;
  }

  #listOpenedWithout(before: State, made: readonly Repair[], left: readonly Repair[]): ReadonlySet<string> {
    const out = new Set(left);
    const trial = this.judge(
      this.#edit(
        before,
        made.filter(repair => !out.has(repair)),
      ).texts,
    );
    return new Set(listOpened(before, trial).map(result => toKey(trial.workspace, result)));
  }
}

/** Fixes in the objects where something was opened, or all when it was opened elsewhere, that are not more severe than it. */
function listSuspects(before: State, after: State, made: readonly Repair[], opened: readonly Result[]): readonly Repair[] {
  const places = new Set(opened.map(result => toPlace(after.workspace, result)));
  const near = made.filter(({ result }) => places.has(toPlace(before.workspace, result)));
  const isGrave = (repair: Repair) =>
    opened.some(result => result.state === 'error' || compareSeverity(result.severity, repair.result.severity) >= 0);
  return (near.length > 0 ? near : made).filter(isGrave);
}

/** What is wrong that was not before, not even behind a stronger one. */
function listOpened(before: State, after: State): readonly Result[] {
  return after.wrong.filter(result => {
    const { workspace } = after;
    return !before.keys.has(toKey(workspace, result)) && !before.hidden.has(`${toPlace(workspace, result)}\n${result.policy}`);
  });
}

function toPlace(workspace: Workspace, result: Result): string {
  const { file, index } = workspace.findObject(result);
  return `${file}\n${index}`;
}

/** A finding as it is found again after its object was edited. */
function toKey(workspace: Workspace, result: Result): string {
  return [toPlace(workspace, result), result.policy, result.container ?? '', result.path ?? ''].join('\n');
}

function listHidden(workspace: Workspace, result: Result): readonly string[] {
  return result.evidence.filter(({ source }) => source === 'also').map(({ path }) => `${toPlace(workspace, result)}\n${path}`);
}
