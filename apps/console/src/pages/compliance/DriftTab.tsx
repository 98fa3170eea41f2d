import { type Answer, complianceRuns } from '@breakwater/api';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { Mark, StateMark, type Tone } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { nameSubject } from './name-subject.ts';

type Drift = Answer<typeof complianceRuns.endpoints.drift>;

const TONES: Readonly<Record<Drift['items'][number]['direction'], Tone>> = { worse: 'bad', better: 'good', other: 'unknown' };

/** What the run says otherwise than the one before. */
export function DriftTab({ run, isFirst }: { readonly run: string; readonly isFirst: boolean }) {
  const { t } = useTexts();
  const query = useEndpoint(complianceRuns, 'drift', { params: { id: run }, query: {} }, { enabled: !isFirst });
  return (
    <PageBody>
      {isFirst ? <p>{t('compliance.noRunBefore')}</p> : <QueryStates query={query}>{drift => <DriftPanel drift={drift} />}</QueryStates>}
    </PageBody>
  );
}

function DriftPanel({ drift: { from, items, more } }: { readonly drift: Drift }) {
  const { t } = useTexts();
  return (
    <Panel title={t('compliance.since', { sequence: from.sequence })} isWide>
      {items.length === 0 && <p>{t('compliance.nothingChanged')}</p>}
      {items.length > 0 && <DriftTable items={items} />}
      {more > 0 && <p>{t('compliance.more', { count: more })}</p>}
    </Panel>
  );
}

function DriftTable({ items }: { readonly items: Drift['items'] }) {
  const { t } = useTexts();
  const none = <span className="bw-quiet">{t('words.none')}</span>;
  return (
    <LongTable
      label={t('compliance.drift')}
      columns={[
        t('compliance.direction'),
        t('columns.object'),
        t('compliance.before'),
        t('compliance.after'),
        t('compliance.cause'),
        t('compliance.control'),
        t('compliance.what'),
      ]}
      rows={items.map(({ check, subject, from, to, direction, cause, message, controls }) => ({
        key: `${check} ${nameSubject(subject)} ${controls.join()}`,
        cells: [
          <Mark key="direction" tone={TONES[direction]}>
            {t(`changeDirection.${direction}`)}
          </Mark>,
          nameSubject(subject),
          from === undefined ? none : <StateMark key="from" subject="compliance" state={from} />,
          to === undefined ? none : <StateMark key="to" subject="compliance" state={to} />,
          t(`changeCause.${cause}`),
          controls.join(', '),
          message,
        ],
      }))}
    />
  );
}
