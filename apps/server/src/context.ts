import type { Log, Metrics } from '@breakwater/daemon';
import type { Analyst } from './analysis/analyst.ts';
import type { CatalogueReader } from './catalogue/store.ts';
import type { ChangeFeed } from './changes/listen-changes.ts';
import type { Auditor } from './compliance/auditor.ts';
import type { Db, Pool } from './database/connection.ts';
import type { JudgeThread } from './judge/judge-thread.ts';
import type { Seal } from './security/seal.ts';

/** What features get from the process that they are part of. */
export interface ServerContext {
  readonly version: string;
  readonly startedAt: string;
  readonly log: Log;
  readonly pool: Pool;
  readonly query: Db;
  readonly embeddedDatabase: boolean;
  readonly seal: Seal;
  readonly catalogue: CatalogueReader;
  /** For texts as they are typed, which wait for nothing that takes long. */
  readonly checker: JudgeThread;
  /** For what-if questions over whole clusters. */
  readonly trier: JudgeThread;
  /** For questions about whole clusters. */
  readonly analyst: Analyst;
  /** For runs of compliance, and reports of them. */
  readonly auditor: Auditor;
  readonly changes: ChangeFeed;
  readonly metrics: Metrics;
  readonly sensors: { readonly url: string; readonly caFingerprint: string };
  /** Whether webhooks may go to loopback addresses. */
  readonly allowLoopbackWebhooks: boolean;
}
