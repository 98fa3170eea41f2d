import type { Result } from '@breakwater/model';
import type { Catalogue, Language } from '../../catalogue/catalogue.ts';
import { toRowId } from '../../list/row-id.ts';
import { toSeverity } from '../../list/severity-counts.ts';
import type { HistoryRecord, ViolationDetail, ViolationRecord } from './store.ts';

/** A stored violation as the contract has it, with the policy's words in a language. */
export function toViolationRow(record: ViolationRecord, catalogue: Catalogue, language: Language) {
  const { id, state, policy, severity, cluster, clusterName, kind, namespace, name, container, owner, workload } = record;
  const { title, categories } = catalogue.describe(policy, language);
  return {
    id,
    state,
    policy,
    title,
    severity: toSeverity(severity),
    categories,
    ...chooseMessage(record, language),
    cluster,
    clusterName,
    kind,
    namespace,
    name,
    container,
    owner,
    ...(workload === null ? {} : { workload: toRowId(cluster, workload) }),
    openedAt: record.openedAt,
    updatedAt: record.updatedAt,
    ...(record.resolvedAt === null ? {} : { resolvedAt: record.resolvedAt }),
  };
}

/** The message in a language, or in English where the sensor told it in no other. */
function chooseMessage({ message, messageJa }: ViolationRecord, language: Language): { message: string; messageLanguage: Language } {
  if (language === 'ja' && messageJa !== null) return { message: messageJa, messageLanguage: 'ja' };
  return { message, messageLanguage: 'en' };
}

/** The findings of a violation in a language; what to do comes from the policy as it is now. */
export function toResults({ results, ja, policy }: Omit<ViolationDetail, 'more'>, catalogue: Catalogue, language: Language): Result[] {
  if (language !== 'ja') return results;
  const { remediation } = catalogue.describe(policy, language);
  return results.map((result, index) => ({
    ...result,
    message: ja?.[index] ?? result.message,
    remediation: remediation === '' ? result.remediation : remediation,
  }));
}

/** History keeps what was said in English; where it is what is still said, it is known in the other language too. */
export function toHistoryEntry({ at, detail }: HistoryRecord, record: ViolationRecord, language: Language) {
  if (detail !== record.message) return { at, detail, language: 'en' as const };
  const { message, messageLanguage } = chooseMessage(record, language);
  return { at, detail: message, language: messageLanguage };
}
