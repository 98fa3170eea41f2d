import type { Log } from '@breakwater/daemon';
import { createWriter, type KindDefinition, type KubeClient, kinds, type Reflector, startReflector } from '@breakwater/kube';
import { type Problem, toErrorMessage } from '@breakwater/model';
import type { EnforcementState, NativeReason } from '@breakwater/protocol';
import { ClusterWriter } from '../native/cluster-writer.ts';
import { describeState } from '../native/describe-state.ts';
import { NativeProblems } from '../native/native-problems.ts';
import { type ExistingObject, NATIVE_KINDS, type NativeKind, type OwnedObject, readExisting, toOwned } from '../native/owned-object.ts';
import { reconcile, type Step, toNativeKey } from '../native/reconcile.ts';
import type { NativePlans } from '../thread/messages.ts';

export interface NativeEnforcementOptions {
  /** Absent where the source is no cluster. */
  readonly client: KubeClient | undefined;
  /** Whether to write; without it what a former run left is told, and that nothing is enforced. */
  readonly enabled: boolean;
  readonly exempt: readonly string[];
  readonly log: Log;
  /** Names of the objects that were written by former runs and not taken back. */
  readonly readInstalled: () => readonly string[];
  readonly writeInstalled: (keys: readonly string[]) => void;
  readonly onStates: (states: ReadonlyMap<string, EnforcementState>, problems: readonly Problem[]) => void;
  /** Between two attempts at what failed, in milliseconds. */
  readonly retryMs?: number;
}

const GATHER_MS = 200;
const RETRY_MS = 30_000;
const AT_ONCE = 4;
/** What is put right so often within a minute is fought over, as with another tool that writes it: it waits for the next attempt. */
const MOST_REWRITES = 5;
const FIGHT_MS = 60_000;

const DISABLED: NativeReason = {
  code: 'disabled',
  message: 'the sensor of this cluster was not started with --native-enforcement, so it writes nothing to the API server',
};
const NO_CLUSTER: NativeReason = { code: 'no-cluster', message: 'files have no API server that could refuse anything' };

/**
 * Keeps ValidatingAdmissionPolicies and their bindings in the cluster as settings want them, so that the API server goes on enforcing whatever
 * happens to Breakwater. Objects of others are never touched; what somebody changes in ours is put right and told.
 */
export class NativeEnforcement {
  readonly #options: NativeEnforcementOptions;
  readonly #writer: ClusterWriter | undefined;
  readonly #existing = new Map<string, ExistingObject>();
  readonly #failures = new Map<string, NativeReason>();
  readonly #problems = new NativeProblems();
  readonly #reflectors: Reflector[] = [];
  readonly #synced = new Map<NativeKind, boolean>();
  readonly #installed: Set<string>;
  /** When what was put right, by its key. */
  readonly #rewrites = new Map<string, readonly number[]>();
  #plans: NativePlans | undefined;
  #wanted: readonly OwnedObject[] = [];
  #timer: NodeJS.Timeout | undefined;
  #done: Promise<void> = Promise.resolve();
  #isRunning = false;
  #isAsked = false;
  #stopped = false;
  #told = '';

  constructor(options: NativeEnforcementOptions) {
    this.#options = options;
    this.#writer =
      options.client !== undefined && options.enabled ? new ClusterWriter(createWriter(options.client.credentials)) : undefined;
    this.#installed = new Set(options.readInstalled());
  }

  start(): void {
    const { client } = this.#options;
    if (client === undefined) return;
    for (const kind of Object.keys(NATIVE_KINDS) as NativeKind[]) this.#reflectors.push(this.#reflect(client, kind));
  }

  /** What is to be enforced from now on, by the policy set of a revision. */
  apply(plans: NativePlans, revision: number): void {
    this.#plans = plans;
    this.#wanted = [...plans].flatMap(([id, plan]) =>
      plan.type === 'native' ? plan.pairs.flatMap(pair => toOwned(pair, id, revision)) : [],
    );
    this.#failures.clear();
    this.#writer?.forgetRights();
    this.#ask(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#reflectors.map(reflector => reflector.stop()));
    await this.#done;
    await this.#writer?.close();
  }

  #reflect(client: KubeClient, kind: NativeKind): Reflector {
    return startReflector({
      client,
      kind: toWholeKind(kind),
      listener: {
        onPut: raw => {
          const object = readExisting(kind, raw);
          this.#existing.set(toNativeKey(object), object);
          this.#ask(GATHER_MS);
        },
        onDelete: key => {
          this.#existing.delete(toNativeKey({ kind, name: key.slice(key.indexOf('/') + 1) }));
          this.#ask(GATHER_MS);
        },
        onSynced: readable => {
          this.#synced.set(kind, readable);
          this.#ask(0);
        },
        onProblems: () => {},
      },
    });
  }

  /** Soon, and once for all that comes until then. */
  #ask(withinMs: number): void {
    this.#isAsked = true;
    if (this.#isRunning || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#done = this.#work();
    }, withinMs);
  }

  async #work(): Promise<void> {
    this.#isRunning = true;
    try {
      this.#isAsked = false;
      const isWhole = await this.#reconcile();
      this.#tell();
      if (!isWhole && !this.#stopped) setTimeout(() => this.#ask(0), this.#options.retryMs ?? RETRY_MS).unref();
    } catch (cause) {
      this.#options.log.error({ error: toErrorMessage(cause) }, 'native enforcement could not be looked after; it is tried again');
      setTimeout(() => this.#ask(0), this.#options.retryMs ?? RETRY_MS).unref();
    } finally {
      this.#isRunning = false;
      if (this.#isAsked) this.#ask(GATHER_MS);
    }
  }

  /** Writes what differs; false when some of it has to be tried again. */
  async #reconcile(): Promise<boolean> {
    if (this.#plans === undefined || this.#writer === undefined || this.#findHindrance() !== undefined) return true;
    const { steps, taken } = reconcile(this.#wanted, this.#existing, this.#installed);
    for (const { kind, name, ...object } of taken)
      this.#failures.set(toNativeKey({ kind, name }), {
        code: 'name-taken',
        message: `there is a ${kind} ${name} that this sensor did not write: if it came from \`policy export\`, delete it, and the sensor writes its own for ${object.policy}`,
      });
    let isWhole = true;
    // Policies before bindings: each kind of step waits for the one before it.
    for (const group of groupSteps(steps)) {
      const queue = group.values();
      const outcomes = await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          let fine = true;
          for (const step of queue) fine = (await this.#run(step)) && fine;
          return fine;
        }),
      );
      isWhole &&= outcomes.every(Boolean);
    }
    if (steps.length > 0) this.#options.writeInstalled([...this.#installed]);
    return isWhole;
  }

  async #run(step: Step): Promise<boolean> {
    if (this.#stopped || this.#writer === undefined) return true;
    const { kind, name } = step.action === 'delete' ? step.existing : step.wanted;
    const key = toNativeKey({ kind, name });
    if (isMeddledWith(step) && !this.#mayRewrite(key)) return false;
    const outcome = await this.#writer.run(step);
    if ('failure' in outcome) {
      this.#failures.set(key, outcome.failure);
      this.#options.log.warn({ object: key, code: outcome.failure.code, error: outcome.failure.message }, 'native enforcement failed');
      return false;
    }
    this.#failures.delete(key);
    this.#problems.note(step);
    if (outcome.object === undefined) {
      this.#existing.delete(key);
      this.#installed.delete(key);
    } else {
      this.#existing.set(key, readExisting(kind, outcome.object));
      this.#installed.add(key);
    }
    this.#options.log.info({ object: key, action: step.action }, 'native enforcement');
    return true;
  }

  #mayRewrite(key: string): boolean {
    const now = performance.now();
    const lately = (this.#rewrites.get(key) ?? []).filter(at => now - at < FIGHT_MS);
    const isAllowed = lately.length < MOST_REWRITES;
    this.#rewrites.set(key, isAllowed ? [...lately, now] : lately);
    return isAllowed;
  }

  #findHindrance(): NativeReason | undefined {
    const { client, enabled } = this.#options;
    if (client === undefined) return NO_CLUSTER;
    if (!enabled) return DISABLED;
    if (this.#synced.size < Object.keys(NATIVE_KINDS).length)
      return { code: 'unreachable', message: 'the objects of the API server are still being read' };
    if ([...this.#synced.values()].every(Boolean)) return undefined;
    return {
      code: 'no-rights',
      message:
        'ValidatingAdmissionPolicies cannot be read: the API server does not serve admissionregistration.k8s.io/v1, or the sensor may not list and watch them',
    };
  }

  #tell(): void {
    if (this.#plans === undefined) return;
    const hindrance = this.#findHindrance();
    const byPolicy = Map.groupBy(this.#wanted, ({ policy }) => policy);
    const situation = { existing: this.#existing, hindrance, failures: this.#failures, exempt: this.#options.exempt };
    const states = new Map(
      [...this.#plans].flatMap(([id, plan]) =>
        plan.type === 'none' ? [] : [[id, describeState(plan, byPolicy.get(id) ?? [], situation)] as const],
      ),
    );
    const left = this.#options.enabled ? [] : [...this.#existing.values()].filter(({ isOurs }) => isOurs);
    const problems = this.#problems.list({ states, failures: this.#failures, left, now: Date.now() });
    const text = JSON.stringify([[...states], problems]);
    if (text === this.#told) return;
    this.#told = text;
    this.#options.onStates(states, problems);
  }

  /** Tells everything once more, to a thread that was started anew. */
  retell(): void {
    this.#told = '';
    this.#ask(0);
  }
}

/** Whether somebody else made the step necessary. */
function isMeddledWith(step: Step): boolean {
  return step.action === 'create' ? step.wasDeleted : step.action === 'replace' && 'editor' in step;
}

/** Steps of one action and kind, which may be taken in any order. */
function groupSteps(steps: readonly Step[]): readonly (readonly Step[])[] {
  return [
    ...Map.groupBy(steps, step => `${step.action === 'delete'} ${(step.action === 'delete' ? step.existing : step.wanted).kind}`).values(),
  ];
}

/** The kind with everything of its objects: who wrote them, and what the API server says of them. */
function toWholeKind(name: NativeKind): KindDefinition {
  const known = kinds.find(({ kind }) => kind === name);
  if (known === undefined) throw new TypeError(`no kind ${name}`);
  return { ...known, versions: ['v1'], keep: raw => raw };
}
