import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { type Raw, toRecord, toText } from '@breakwater/inventory';
import { createClient } from '@breakwater/kube';
import { toErrorMessage } from '@breakwater/model';
import { NEWEST_MINOR } from '@breakwater/policy';
import { type BaselineChange, type BaselineOutcome, type ImageFacts, toObjectKey } from '@breakwater/protocol';
import { findEventWorkload } from '../behavior/cluster-knowledge.ts';
import { EventPolicies } from '../behavior/event-policies.ts';
import { AdmissionBundleKeeper } from '../components/admission-bundle.ts';
import { BehaviorComponent } from '../components/behavior.ts';
import { Evaluation } from '../components/evaluation.ts';
import { watchFolder } from '../components/folder.ts';
import { type WatchListener, watchCluster } from '../components/watch.ts';
import { NativePlanner } from '../native/planner.ts';
import { type AskedCredentials, askCredentials } from './asked-credentials.ts';
import { joinEvent } from './join-event.ts';
import type { Command, Report, ThreadOptions } from './messages.ts';
import { ObjectStore } from './object-store.ts';
import { Outbox } from './outbox.ts';
import { ProblemBook } from './problem-book.ts';

const COUNTS_MS = 1000;

/** The thread that watches and judges; the main thread keeps its event loop free for disk and network. */
function runThread(
  port: NonNullable<typeof parentPort>,
  { source, cluster, kubeMinor = NEWEST_MINOR, policies, images, customWorkloads, makesBundle, exempt, behaviorFolder }: ThreadOptions,
): void {
  const send = (report: Report): void => port.postMessage(report);
  const store = new ObjectStore(customWorkloads);
  const outbox: Outbox = new Outbox(
    items => send({ type: 'items', items }),
    (type, key, fits) => {
      if (fits) problems.remove('items', toSource(key));
      else
        problems.add('items', {
          code: 'item-too-large',
          source: toSource(key),
          message: `the ${type} is too large to be sent to the server`,
        });
    },
  );
  const problems = new ProblemBook(outbox);
  const evaluation = new Evaluation({
    cluster,
    kubeMinor,
    store,
    outbox,
    problems,
    customWorkloads,
    onComplete: () => void tellComplete(),
    onDecided: decided => send({ type: 'decided', decided }),
  });
  let retold = 0;
  /** Baselines come after the objects, since they are kept as long as their workloads. What was asked for anew meanwhile is completed by the next call. */
  const tellComplete = async (): Promise<void> => {
    const before = retold;
    await behavior?.tellAll();
    await outbox.settle();
    if (retold === before) send({ type: 'complete' });
    if (behavior !== undefined) eventPolicies.warm();
  };
  const bundle = new AdmissionBundleKeeper({
    cluster,
    kubeMinor,
    customWorkloads,
    store,
    isComplete: () => evaluation.isComplete,
    onBundle: (etag, bytes) => send({ type: 'bundle', etag, bytes }),
    onProblem: message => {
      problems.set('bundle', message === undefined ? [] : [{ code: 'bundle-not-written', source: 'admission', message }]);
      outbox.flush();
    },
  });
  const planner = new NativePlanner({
    cluster,
    kubeMinor,
    exempt,
    list: () => evaluation.listEnforced(),
    onPlans: plans => send({ type: 'native-plans', revision: evaluation.revision, plans }),
  });
  const eventPolicies = new EventPolicies({ cluster, findWorkload: event => findEventWorkload(store, event) });
  const behavior =
    behaviorFolder === undefined
      ? undefined
      : new BehaviorComponent({
          folder: behaviorFolder,
          cluster,
          kubeMinor,
          customWorkloads,
          store,
          outbox,
          problems,
          judging: eventPolicies,
          onDecided: decided => send({ type: 'decided', decided }),
        });
  if (policies !== undefined) {
    evaluation.applyPolicies(policies);
    eventPolicies.apply(policies);
  }
  const applyImages = (entries: readonly ImageFacts[], gone: readonly string[]): void => {
    const facts = behavior?.applyImages(entries, gone) ?? entries;
    evaluation.applyImages(facts, gone);
    if (makesBundle) bundle.applyImages(facts, gone);
  };
  void planner.plan();
  if (makesBundle) {
    if (policies !== undefined) bundle.setPolicies(policies);
  }
  applyImages(images, []);

  const listener: WatchListener = {
    onRemarks: remarks => evaluation.setRemarks(remarks),
    onPut: (object, isPartial, place) => {
      const key = readKey(object);
      try {
        evaluation.put(object, isPartial, place);
        problems.remove('objects', toSource(key));
        bundle.mark();
      } catch (cause) {
        // What was known of it holds no longer.
        evaluation.delete(key);
        const message = `the object cannot be taken in: ${toErrorMessage(cause)}`;
        problems.add('objects', { code: 'object-unjudged', source: toSource(key), message });
      }
    },
    onDelete: key => {
      evaluation.delete(key);
      problems.remove('objects', toSource(key));
      bundle.mark();
    },
    onSynced: () => {
      evaluation.start();
      if (makesBundle) bundle.start();
    },
    onComplete: complete => {
      evaluation.setComplete(complete);
      bundle.mark();
    },
    onProblems: (finder, found) => {
      problems.set(finder, found);
      outbox.flush();
    },
  };
  const takeEvents = ({ id, events }: Extract<Command, { readonly type: 'events' }>): void => {
    const known = events.map(event => joinEvent(event, store, cluster));
    const joined = behavior === undefined ? known : known.map(event => behavior.nameProgram(event));
    // Judged before the agent hears that they are taken: what a thread that is killed did not judge comes again.
    behavior?.take(joined);
    send({ type: 'events', id, events: joined });
  };
  let credentials: AskedCredentials | undefined;
  if (source.type === 'cluster') {
    credentials = askCredentials(source, (id, renew) => send({ type: 'authorize', id, renew }));
    watchCluster({ client: createClient(credentials), listener, metadataOnly: source.metadataOnly, customKinds: customWorkloads });
  } else watchFolder({ paths: source.paths, listener });

  port.on('message', (command: Command) => {
    switch (command.type) {
      case 'policies':
        evaluation.applyPolicies(command.set);
        eventPolicies.apply(command.set);
        bundle.setPolicies(command.set);
        void planner.plan();
        return;
      case 'images':
        applyImages(command.entries, command.gone);
        return;
      case 'enforcement':
        problems.set('enforcement', command.problems);
        evaluation.setEnforcement(command.states);
        return;
      case 'events':
        takeEvents(command);
        return;
      case 'agent-problems':
        problems.set('agents', command.problems);
        outbox.flush();
        return;
      case 'baseline-changes':
        send({ type: 'baseline-outcomes', outcomes: behavior?.change(command.changes) ?? command.changes.map(refuseChange) });
        return;
      case 'taken':
        outbox.take();
        return;
      case 'retell':
        retold += 1;
        evaluation.retell();
        behavior?.retell();
        return;
      case 'close':
        behavior?.stop();
        // Of a worker this ends the thread only.
        process.exit(0);
        return;
      case 'authorization':
        credentials?.answer(command.id, command.authorization, command.failure ?? '');
    }
  });
  setInterval(() => send({ type: 'counts', objects: store.size, pending: evaluation.pending + outbox.waiting }), COUNTS_MS);
}

function readKey(object: Raw): string {
  const { namespace, name } = toRecord(object['metadata']);
  const [apiVersion, kind] = [toText(object['apiVersion']), toText(object['kind'])];
  return toObjectKey({ apiVersion, kind, namespace: toText(namespace), name: toText(name) });
}

/** Without agents nothing is learned. */
function refuseChange({ id }: BaselineChange): BaselineOutcome {
  return { id, state: 'refused', message: 'this sensor takes no events of agents, and has no baselines: start it with --role-port' };
}

/** Names have ends; what is made to have none is cut. */
function toSource(key: string): string {
  return key.slice(0, 500);
}

if (parentPort !== null) runThread(parentPort, workerData as ThreadOptions);
