import { toErrorMessage } from '@breakwater/model';
import type { ComplianceMessage, ReportFile } from '../notifiers/message.ts';
import { NOTIFIERS } from '../notifiers/registry.ts';
import { nameReport } from './name-report.ts';
import { endRunDelivery, leaseRunDeliveries, type RunDelivery, readRecord } from './queue/store.ts';
import type { RunContext } from './run-due.ts';

const AT_ONCE = 10;
const MAX_ATTEMPTS = 10;
const RETRY_MS = 30_000;
/** Characters of base64 that all reports of one message have at most: mail servers take hardly more. */
const MAX_REPORTS = 15 * 1024 * 1024;

/** Tells notifiers what scheduled runs have found. What fails is tried again, later each time. */
export async function deliverRuns(context: RunContext): Promise<void> {
  const leased = await leaseRunDeliveries(context.query, AT_ONCE);
  await Promise.all(leased.map(delivery => deliver(context, delivery)));
}

async function deliver(context: RunContext, delivery: RunDelivery): Promise<void> {
  const { query, seal, log, options } = context;
  try {
    const notifier = NOTIFIERS.get(delivery.type);
    if (notifier === undefined) throw new TypeError(`this release has no notifier '${delivery.type}'`);
    const secret = delivery.secret === null ? undefined : seal.open(delivery.secret);
    const reports = await writeReports(context, delivery);
    await notifier.deliver({ config: delivery.config, secret }, { ...toMessage(delivery), ...reports }, options);
    await endRunDelivery(query, delivery.id, 'delivered', '');
  } catch (cause) {
    const error = toErrorMessage(cause).slice(0, 500);
    log.warn({ delivery: delivery.id, attempts: delivery.attempts, error }, 'what a run of compliance found was not delivered');
    const isLast = delivery.attempts >= MAX_ATTEMPTS;
    const next = new Date(Date.now() + RETRY_MS * 2 ** delivery.attempts);
    await endRunDelivery(query, delivery.id, isLast ? 'failed' : 'waiting', error, isLast ? undefined : next);
  }
}

/** In the order of the schedule, as many as fit into one message; the others are named. */
async function writeReports(
  { query, auditor }: RunContext,
  { reports: formats, run, language, clusterName, sequence }: RunDelivery,
): Promise<Pick<ComplianceMessage, 'reports' | 'tooLarge'>> {
  const record = formats.length === 0 ? undefined : await readRecord(query, run);
  if (record === undefined) return {};
  const reports: ReportFile[] = [];
  const tooLarge: string[] = [];
  let room = MAX_REPORTS;
  for (const format of formats) {
    const { report } = await auditor.ask({ type: 'report', record, format, language });
    const { extension, mediaType, content } = report;
    if (content.length > room) tooLarge.push(format);
    else reports.push({ name: nameReport({ clusterName, sequence }, extension), mediaType, content });
    room -= content.length > room ? 0 : content.length;
  }
  return { reports, ...(tooLarge.length === 0 ? {} : { tooLarge }) };
}

function toMessage({ id, run, sequence, cluster, clusterName, hash, finishedAt, scores }: RunDelivery): ComplianceMessage {
  const about = { id: run, sequence, cluster, clusterName, hash };
  return { schema: 'breakwater/notification/1', id, event: 'compliance-run-done', time: finishedAt, run: about, scores };
}
