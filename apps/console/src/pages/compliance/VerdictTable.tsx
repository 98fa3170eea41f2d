import type { Answer, complianceRuns } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { nameSubject } from './name-subject.ts';

type Item = Answer<typeof complianceRuns.endpoints.control>['items'][number];

/** Verdicts with what each rests on. */
export function VerdictTable({ label, items }: { readonly label: string; readonly items: readonly Item[] }) {
  const { t } = useTexts();
  return (
    <LongTable
      label={label}
      columns={[t('columns.state'), t('columns.severity'), t('columns.object'), t('compliance.what'), t('compliance.sinceWhen')]}
      rows={items.map((item, index) => ({ key: `${index} ${nameSubject(item.subject)}`, cells: toCells(item) }))}
    />
  );
}

function toCells(item: Item) {
  return [
    <StateMark key="state" subject="compliance" state={item.state} />,
    <Severity key="severity" level={item.severity} />,
    nameSubject(item.subject),
    <Finding key="finding" item={item} />,
    <RelativeTime key="since" time={item.since} />,
  ];
}

/** What was found, what it rests on, and what makes it right. */
function Finding({ item }: { readonly item: Item }) {
  const { t } = useTexts();
  const { check, message, evidence, remediation, exception, firstSeen, lastSeen, change } = item;
  return (
    <>
      <p>{message}</p>
      <details>
        <summary>{t('compliance.evidence')}</summary>
        <Facts
          items={[
            [t('compliance.check'), check],
            ...evidence.map(
              ({ source, path, value }, index) =>
                [`${index + 1}. ${source}`, <span key={path} className="bw-mono">{`${path} = ${JSON.stringify(value)}`}</span>] as const,
            ),
            ...(remediation === '' ? [] : [[t('compliance.remediation'), remediation] as const]),
            ...(exception === undefined
              ? []
              : [[t('complianceState.accepted'), `${exception.reason} (${exception.expiry ?? t('words.none')})`] as const]),
            ...(change === undefined ? [] : [[t('compliance.cause'), t(`changeCause.${change.cause}`)] as const]),
            [t('compliance.firstSeen'), <RelativeTime key="first" time={firstSeen} />],
            [t('compliance.lastSeen'), <RelativeTime key="last" time={lastSeen} />],
          ]}
        />
      </details>
    </>
  );
}
