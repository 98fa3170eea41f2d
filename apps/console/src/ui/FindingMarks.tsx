import { useTexts } from '../texts/use-texts.ts';
import { SeverityCountList, type SeverityCounts } from './Severity.tsx';
import { Mark, StateMark } from './StateMark.tsx';

/** Open findings by severity; what nobody has matched is not "none". */
export function FindingCountList({ counts }: { readonly counts: SeverityCounts | undefined }) {
  const { t } = useTexts();
  return counts === undefined ? <span className="bw-quiet">{t('findings.notMatched')}</span> : <SeverityCountList counts={counts} />;
}

/** That somebody attacks it already; nothing where that is not known. */
export function ExploitedMark({ isExploited }: { readonly isExploited: boolean }) {
  const { t } = useTexts();
  return isExploited ? <Mark tone="bad">{t('findings.exploited')}</Mark> : null;
}

interface UseProps {
  readonly use: { readonly path: string; readonly lastSeen: string } | undefined;
}

/** That a program of the package runs; where none was seen nothing is known, since libraries are not started. */
export function UseMark({ use }: UseProps) {
  const { t } = useTexts();
  if (use === undefined) return <span className="bw-quiet">{t('words.unknown')}</span>;
  return (
    <span title={`${use.path} ${use.lastSeen}`}>
      <Mark tone="bad">{t('findings.inUse')}</Mark>
    </span>
  );
}

interface FixProps {
  readonly fixedIn: readonly string[];
  /** As advisories say it, where there is no fix. */
  readonly status?: string;
}

const STATUSES = ['wont-fix', 'end-of-life', 'under-investigation'] as const;

/** The version to take, or why there is none. */
export function FixText({ fixedIn, status }: FixProps) {
  const { t } = useTexts();
  const known = STATUSES.find(one => one === status);
  if (fixedIn.length === 0) return <span className="bw-quiet">{t(known === undefined ? 'findings.noFix' : `findingStatus.${known}`)}</span>;
  return <span title={fixedIn.join('\n')}>{fixedIn.join(', ')}</span>;
}

interface Excepted {
  readonly state: 'open' | 'accepted' | 'deferred' | 'false-positive';
  readonly exception?: { readonly reason: string; readonly approver?: string } | undefined;
}

/** Whether it counts, and by whose word it does not. */
export function FindingStateMark({ state, exception }: Excepted) {
  const by = exception?.approver === undefined ? '' : ` (${exception.approver})`;
  return (
    <span title={exception === undefined ? undefined : `${exception.reason}${by}`}>
      <StateMark subject="finding" state={state} />
    </span>
  );
}

/** Probability from 0 to 1, as people read it; less than a tenth of a percent is not zero. */
export function Probability({ value }: { readonly value: number | undefined }) {
  const { t, language } = useTexts();
  if (value === undefined) return <span className="bw-quiet">{t('words.unknown')}</span>;
  const percent = (value * 100).toLocaleString(language, { maximumFractionDigits: 1 });
  return <span className="bw-time">{value > 0 && value < 0.001 ? '< 0.1 %' : `${percent} %`}</span>;
}
