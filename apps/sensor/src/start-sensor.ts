import { join } from 'node:path';
import { type Log, startSteps } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import {
  type BaselineChange,
  type BaselineOutcome,
  type Event,
  KNOWS_BASELINES,
  KNOWS_ENFORCEMENT,
  KNOWS_IMAGES,
  KNOWS_PROGRAMS,
  KNOWS_REPLACED,
  KNOWS_RESPONSES,
  PROTOCOL,
} from '@breakwater/protocol';
import { toBundleBody } from './admission/bundle/bundle-body.ts';
import { writeWholeFile } from './admission/bundle/write-whole-file.ts';
import { Connection } from './components/connection.ts';
import { TIMING } from './components/connection-options.ts';
import { isUnwritable } from './components/disk.ts';
import { EventSpool } from './components/event-spool.ts';
import { hasEnded, readIdentity } from './components/identity.ts';
import { findHeap, type Inspection, startInspection } from './components/inspection.ts';
import { NativeEnforcement } from './components/native-enforcement.ts';
import { State } from './components/state.ts';
import { createStatus } from './components/status.ts';
import type { DecidedResponse } from './evaluation/decide-responses.ts';
import { SenderBook } from './event-port/sender-book.ts';
import { startEventPort } from './event-port/start-event-port.ts';
import { createRecordTaker, type TakeRecords } from './event-port/take-records.ts';
import { closeClient, findSubject, NO_PROXIES, type Subject } from './find-subject.ts';
import { createIdentifier, renewWorn } from './identify.ts';
import { readOwnNamespace } from './own-namespace.ts';
import { createEventProblem, createSpoolProblem, type OwnProblem } from './own-problem.ts';
import { AgentBook } from './roles/agent-book.ts';
import { Latest } from './roles/latest.ts';
import { ProcessBook } from './roles/process-book.ts';
import { RecentIds } from './roles/recent-ids.ts';
import { ReplicaBook } from './roles/replica-book.ts';
import { ResponseBook } from './roles/response-book.ts';
import type { Bundle, RoleHandlers } from './roles/role-handlers.ts';
import { startRoles } from './roles/start-roles.ts';
import { createDecisionTaker } from './roles/take-decisions.ts';
import { createEventTaker, type EventTaking } from './roles/take-events.ts';
import { createFactsTaker } from './roles/take-facts.ts';
import type { RunningSensor, SensorOptions } from './sensor-options.ts';

/** Telling everything takes some seconds; a disk that is full at every second moment must not keep the sensor busy with it. */
const RECOVERY_MS = 15_000;
/** Between two looks how the agents are. */
const AGENTS_MS = 10_000;
/** Setting of the state under which the names of written objects are kept. */
const INSTALLED = 'native-installed';
const SPOOL_BYTES = 512 * 1024 * 1024;
/** Tokens that say what this sensor can do, for servers of other releases. */
const CAPABILITIES = ['items', 'policy-set', KNOWS_REPLACED, KNOWS_IMAGES, KNOWS_ENFORCEMENT, KNOWS_BASELINES] as const;
const EVENT_BYTES = 512 * 1024 * 1024;

/** Watches a cluster or a folder, judges it, and tells a server. Throws KubeError when the cluster cannot be reached. */
export async function startSensor(options: SensorOptions): Promise<RunningSensor> {
  const subject = await findSubject(options);
  const { id, name } = subject.cluster;
  const log = options.log.child({ cluster: name });
  const synced = Promise.withResolvers<void>();
  const parts: Partial<Parts> = {};
  const stop = await startSteps(
    [
      { name: 'cluster', start: () => () => closeClient(subject) },
      {
        name: 'state',
        start: () => {
          const state = openState(options, id, log);
          parts.state = state;
          return async () => state.close();
        },
      },
      {
        name: 'events',
        start: () => {
          const events = openEvents(options, id, log);
          parts.events = events;
          return async () => events.close();
        },
      },
      {
        name: 'evaluation',
        start: () => {
          const running = new SensorLoop(options, subject, log, require(parts.state), require(parts.events), () => synced.resolve());
          parts.loop = running;
          return () => running.stop();
        },
      },
      {
        name: 'role port',
        start: async () => {
          if (options.rolePort === undefined) return undefined;
          const port = await startRoles(options.rolePort, {
            client: subject.client,
            dataDir: options.dataDir,
            log,
            handlers: require(parts.loop).roleHandlers,
          });
          parts.roleUrl = port.url;
          return () => port.close();
        },
      },
      {
        name: 'event port',
        start: async () => {
          if (options.eventPort === undefined) return undefined;
          const port = await startEventPort(options.eventPort, { dataDir: options.dataDir, log, ...require(parts.loop).eventHandlers });
          parts.eventUrl = port.url;
          return () => port.close();
        },
      },
    ],
    log,
  );
  return {
    cluster: { id, name },
    synced: synced.promise,
    pending: () => require(parts.loop).pending,
    roleUrl: parts.roleUrl,
    eventUrl: parts.eventUrl,
    close: stop,
  };
}

interface Parts {
  state: State;
  events: EventSpool;
  loop: SensorLoop;
  roleUrl: string;
  eventUrl: string;
}

function require<T>(part: T | undefined): T {
  if (part === undefined) throw new TypeError('a step was skipped');
  return part;
}

function openEvents({ dataDir, joinToken, eventBytes = EVENT_BYTES }: SensorOptions, cluster: string, log: Log): EventSpool {
  const hasServer = joinToken !== undefined || readIdentity(dataDir, cluster) !== undefined;
  return EventSpool.open({
    folder: dataDir,
    bytes: hasServer ? eventBytes : 0,
    onDamage: reason => log.error({ reason }, 'the events that waited on disk cannot be read and are lost; others are kept from now on'),
  });
}

function openState({ dataDir, joinToken, spoolBytes = SPOOL_BYTES }: SensorOptions, cluster: string, log: Log): State {
  const hasServer = joinToken !== undefined || readIdentity(dataDir, cluster) !== undefined;
  if (hasEnded(dataDir, cluster)) log.error({}, 'the certificate for the server has ended: a new join token is needed, as --join gives it');
  else if (!hasServer) log.warn({}, 'there is no server to tell: the sensor judges by the built-in policies, for itself');
  return State.open({
    folder: dataDir,
    cluster,
    spoolBytes: hasServer ? spoolBytes : 0,
    onDamage: reason => log.warn({ file: join(dataDir, 'state.sqlite'), reason }, 'the state on disk is started anew'),
  });
}

/** The parts of a running sensor, and what they tell each other. */
class SensorLoop {
  readonly #options: SensorOptions;
  readonly #subject: Subject;
  readonly #log: Log;
  readonly #state: State;
  readonly #events: EventSpool;
  /** What a responder is to do, also what the server said while none was there. */
  readonly responses: ResponseBook;
  readonly #onSynced: () => void;
  readonly #connection: Connection | undefined;
  readonly #problems: readonly OwnProblem[];
  readonly #native: NativeEnforcement;
  /** What people want of baselines and the thread has not answered. */
  readonly #changes = new Map<string, BaselineChange>();
  readonly #bundle = new Latest<Bundle>();
  readonly #agents = new AgentBook(() => this.#tellAgents());
  readonly #recent = new RecentIds();
  readonly #processes = new ProcessBook();
  readonly #join: EventTaking['join'] = events => this.#inspection.joinEvents(events);
  readonly #senders = new SenderBook(() => this.#tellAgents());
  readonly #replicas = new ReplicaBook(() => this.#connection?.sendStatus());
  #inspection: Inspection;
  #heapMb = findHeap(undefined, undefined);
  #stopped = false;
  #renewal: NodeJS.Timeout | undefined;
  #recovery: NodeJS.Timeout | undefined;
  #revision: number;
  readonly #agentRound: NodeJS.Timeout;

  constructor(options: SensorOptions, subject: Subject, log: Log, state: State, events: EventSpool, onSynced: () => void) {
    this.#options = options;
    this.#subject = subject;
    this.#log = log;
    this.#state = state;
    this.#events = events;
    this.responses = ResponseBook.open(options.dataDir);
    this.#onSynced = onSynced;
    this.#problems = [createSpoolProblem(state), createEventProblem(state, events)];
    this.#revision = state.readPolicySet()?.revision ?? 0;
    this.#native = this.#createNative();
    this.#connection = this.#createConnection();
    this.#inspection = this.#inspect();
    this.#agentRound = setInterval(() => this.#tellAgents(), AGENTS_MS);
    this.#native.start();
    this.#connection?.start();
  }

  get pending(): number {
    return this.#inspection.counts.pending + this.#state.spool.items;
  }

  get roleHandlers(): RoleHandlers {
    const tell = (events: readonly Event[]): void => this.tellEvents(events);
    const { hear } = this.#replicas;
    const wantImages = (references: readonly string[]): boolean => this.#connection?.wantImages(references) ?? false;
    const { hear: hearAgent } = this.#agents;
    const takeEvents = createEventTaker({ join: this.#join, hear: hearAgent, recent: this.#recent, keep: tell });
    const takeDecisions = createDecisionTaker(tell);
    const takeFacts = createFactsTaker(facts => this.#connection?.tellFacts(facts) ?? false);
    const findProcesses = (uid: string) => this.#processes.find(uid);
    const work = this.responses.createHandlers(tell);
    return { bundle: this.#bundle, hear, wantImages, takeDecisions, takeEvents, takeFacts, findProcesses, work };
  }

  get eventHandlers(): { readonly take: TakeRecords; readonly note: SenderBook['note'] } {
    const { note } = this.#senders;
    const keep = (events: readonly Event[]): void => this.tellEvents(events);
    return { take: createRecordTaker({ join: this.#join, keep, recent: this.#recent, note }), note };
  }

  /** Once it returns they are on disk, and go to the server when it is reached. */
  tellEvents(events: readonly Event[]): void {
    const { dropped } = this.#events.size;
    this.#events.add(events);
    this.#processes.note(events);
    if (this.#events.size.dropped > dropped) this.#updateProblems();
    this.#connection?.notifyEvents();
  }

  #tellAgents(): void {
    this.#inspection.tellAgentProblems([...this.#agents.listProblems(), ...this.#senders.listProblems()]);
  }

  #updateProblems(): void {
    for (const problem of this.#problems) problem.update();
    this.#connection?.notify();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#renewal);
    clearInterval(this.#recovery);
    clearInterval(this.#agentRound);
    await this.#native.stop();
    await this.#inspection.stop();
    await this.#connection?.stop();
    this.responses.close();
  }

  #inspect(): Inspection {
    const { cluster, kubeMinor, client, source } = this.#subject;
    return startInspection({
      thread: {
        source,
        cluster: cluster.id,
        kubeMinor,
        policies: this.#state.readPolicySet(),
        images: this.#state.readImages(),
        customWorkloads: this.#options.customWorkloads ?? [],
        exempt: this.#exempt,
        behaviorFolder: this.#behaviorFolder,
        makesBundle: this.#options.bundleFile !== undefined || this.#options.rolePort !== undefined,
      },
      credentials: client?.credentials,
      log: this.#log,
      heapMb: this.#heapMb,
      onItems: items => {
        this.#state.apply(items);
        this.#updateProblems();
        this.#connection?.notify();
      },
      onPlans: (plans, revision) => this.#native.apply(plans, revision),
      onLost: changes => this.#lose(changes),
      onComplete: () => this.#complete(),
      onBundle: (etag, bytes) => this.#keepBundle(etag, bytes),
      onDecided: decided => this.#keep('responses', () => this.#respond(decided)),
      onOutcomes: outcomes => this.#tellOutcomes(outcomes),
      onFailure: cause => this.#restart(cause),
    });
  }

  #changeBaselines(changes: readonly BaselineChange[]): void {
    for (const change of changes) this.#changes.set(change.id, change);
    if (this.#changes.size > 0) this.#inspection.changeBaselines([...this.#changes.values()]);
  }

  #tellOutcomes(outcomes: readonly BaselineOutcome[]): void {
    for (const { id } of outcomes) this.#changes.delete(id);
    const time = new Date().toISOString();
    if (outcomes.length > 0)
      this.#keep('outcomes', () => this.tellEvents(outcomes.map(body => ({ type: 'baseline-change', id: body.id, time, body }))));
  }

  /** Without somebody who tells of them, containers do nothing that could be learned. */
  get #behaviorFolder(): string | undefined {
    const { rolePort, eventPort, dataDir } = this.#options;
    return rolePort === undefined && eventPort === undefined ? undefined : dataDir;
  }

  get #exempt(): readonly string[] {
    const own = readOwnNamespace();
    return [...new Set(['kube-system', ...(own === undefined ? [] : [own]), ...(this.#options.exempt ?? [])])].toSorted();
  }

  #createNative(): NativeEnforcement {
    return new NativeEnforcement({
      client: this.#subject.client,
      enabled: this.#options.nativeEnforcement ?? false,
      exempt: this.#exempt,
      log: this.#log,
      readInstalled: () => JSON.parse(this.#state.readSetting(INSTALLED) ?? '[]') as readonly string[],
      writeInstalled: keys => this.#keep('native enforcement', () => this.#state.writeSetting(INSTALLED, JSON.stringify(keys))),
      onStates: (states, problems) => this.#inspection.tellEnforcement(states, problems),
    });
  }

  #keepBundle(etag: string, bytes: Uint8Array): void {
    const { bundleFile, rolePort } = this.#options;
    if (rolePort !== undefined) this.#bundle.set({ etag, body: toBundleBody(bytes) });
    if (bundleFile === undefined) return;
    try {
      writeWholeFile(bundleFile, bytes);
    } catch (cause) {
      this.#log.error(
        { file: bundleFile, error: toErrorMessage(cause) },
        'the bundle of admission cannot be written; admission goes on with the last one',
      );
    }
  }

  /** Without a role port nobody could do it. */
  #respond(decided: DecidedResponse): void {
    if (this.#options.rolePort !== undefined && this.responses.decide(decided, new Date()))
      this.#log.info({ policy: decided.policy, action: decided.action, target: decided.target }, 'a policy has decided a response');
  }

  #complete(): void {
    try {
      this.#state.finishRun();
    } catch (cause) {
      if (!isUnwritable(cause)) throw cause;
      this.#lose(0);
      return;
    }
    this.#updateProblems();
    if (this.#connection === undefined) this.#onSynced();
    else this.#connection.setComplete();
  }

  /** What the disk does not take is told again, with everything else, once it does. */
  #lose(changes: number): void {
    this.#state.lose(changes);
    if (this.#recovery !== undefined) return;
    this.#log.error({ dataDir: this.#options.dataDir }, 'the disk is full: what is found cannot be kept; judging goes on');
    this.#recovery = setInterval(() => this.#recover(), this.#options.recoveryMs ?? RECOVERY_MS);
  }

  #recover(): void {
    try {
      this.#state.startRun();
    } catch {
      return;
    }
    clearInterval(this.#recovery);
    this.#recovery = undefined;
    for (const problem of this.#problems) problem.retell();
    this.#inspection.retell();
  }

  /** What the server says counts from now on, also where the disk does not keep it. */
  #keep(what: string, write: () => void): void {
    try {
      write();
    } catch (cause) {
      if (!isUnwritable(cause)) throw cause;
      this.#log.error({ what }, 'the disk is full: what the server said is not kept over a restart');
    }
  }

  /** A thread that ended takes nothing with it: what it knew is observed again. */
  #restart(cause: Error): void {
    if (this.#stopped) return;
    this.#heapMb = findHeap(this.#heapMb, cause.cause);
    this.#log.error({ error: cause.message, heapMb: this.#heapMb }, 'evaluation ended by itself; it is started again');
    setTimeout(() => {
      if (!this.#stopped) this.#inspection = this.#inspect();
      this.#native.retell();
    }, 1000);
  }

  #createConnection(): Connection | undefined {
    const { dataDir, joinToken, version, proxies = NO_PROXIES } = this.#options;
    const timing = { ...TIMING, ...this.#options.timing };
    const { cluster } = this.#subject;
    if (joinToken === undefined && readIdentity(dataDir, cluster.id) === undefined) return undefined;
    const status = createStatus(this.#state, this.#events, () => ({
      revision: this.#revision,
      objects: this.#inspection.counts.objects,
      replicas: this.#replicas.list(),
      agents: this.#agents.list(),
    }));
    const identifying = { dataDir, cluster, joinToken, log: this.#log, proxies };
    this.#renewal = setInterval(() => void renewWorn(identifying), timing.renewalMs);
    return new Connection({
      state: this.#state,
      events: this.#events,
      log: this.#log,
      timing,
      proxies,
      identify: createIdentifier(identifying),
      hello: () => ({
        protocol: PROTOCOL,
        version,
        capabilities: [
          ...CAPABILITIES,
          ...(this.#options.rolePort === undefined ? [] : [KNOWS_RESPONSES]),
          ...(this.#behaviorFolder === undefined ? [] : [KNOWS_PROGRAMS]),
        ],
        cluster,
        revision: this.#revision,
      }),
      status,
      onPolicies: set => {
        if (set.revision === this.#revision) return;
        this.#revision = set.revision;
        this.#keep('policy set', () => this.#state.writePolicySet(set));
        this.#inspection.applyPolicies(set);
        this.#connection?.sendStatus();
      },
      onImages: (entries, gone) => {
        this.#keep('images', () => this.#state.applyImages(entries, gone));
        this.#inspection.applyImages(entries, gone);
      },
      onWork: work => this.#keep('responses', () => this.responses.add(work)),
      onBaselineChanges: changes => this.#changeBaselines(changes),
      onWanted: () => {
        for (const problem of this.#problems) problem.retell();
        this.#inspection.retell();
      },
      onSynced: () => {
        this.#updateProblems();
        this.#onSynced();
      },
      onConnected: () => this.#updateProblems(),
    });
  }
}
