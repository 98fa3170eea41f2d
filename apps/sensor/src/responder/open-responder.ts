import { join } from 'node:path';
import type { Log } from '@breakwater/daemon';
import type { KubeWriter } from '@breakwater/kube';
import type { ResponseRecord } from '@breakwater/model';
import { createClusterEdge } from './cluster-edge.ts';
import type { ResponderEdge } from './contract.ts';
import { EvidenceStore } from './evidence/evidence-store.ts';
import type { GuardSettings } from './guards.ts';
import { type Journal, openJournal } from './journal.ts';
import { postRebuild, type RebuildHook } from './rebuild-hook.ts';
import { Responder } from './responder.ts';

export interface OpenResponderOptions {
  /** Closed with the responder. */
  readonly client: KubeWriter;
  /** Folder of journal and evidence. */
  readonly folder: string;
  readonly settings: GuardSettings;
  readonly log: Log;
  readonly rebuild?: RebuildHook;
  /** How long the effect of a response is waited for, in milliseconds; a minute when absent. */
  readonly patienceMs?: number;
  /** Asks whoever hears agents what runs in a pod; absent where nobody does. */
  readonly readProcesses?: ResponderEdge['readProcesses'];
  readonly onRecord?: (record: ResponseRecord) => void;
}

/** A responder with its journal on disk. */
export interface OpenResponder {
  readonly responder: Responder;
  readonly journal: Journal;
  readonly evidence: EvidenceStore;
  close(): Promise<void>;
}

export function openResponder(options: OpenResponderOptions): OpenResponder {
  const { client, folder, settings, log, rebuild, patienceMs, onRecord, readProcesses = async () => undefined } = options;
  const journal = openJournal(folder);
  const evidence = new EvidenceStore(join(folder, 'evidence'));
  const responder = new Responder({
    edge: createClusterEdge(client, { rebuild: (key, body) => postRebuild(rebuild, key, body), readProcesses }),
    journal,
    evidence,
    settings,
    log,
    ...(patienceMs === undefined ? {} : { patienceMs }),
    ...(onRecord === undefined ? {} : { onRecord }),
  });
  return {
    responder,
    journal,
    evidence,
    close: async () => {
      await responder.stop();
      journal.close();
      await client.close();
    },
  };
}
