import type { Answer, fixPlan } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { Digest } from '../../ui/ImageMarks.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Mark } from '../../ui/StateMark.tsx';

/** What was asked for, and what went with each image that came after. */
export function PlanHistory({ plan: { rebuilds, history } }: { readonly plan: Answer<typeof fixPlan.endpoints.get> }) {
  const { t } = useTexts();
  return (
    <>
      <Panel title={t('fixes.rebuilds')}>
        {rebuilds.length === 0 ? (
          <p className="bw-quiet">{t('fixes.noRebuilds')}</p>
        ) : (
          <LongTable
            label={t('fixes.rebuilds')}
            columns={[t('columns.at'), t('columns.actor'), t('fixes.builder'), t('columns.answer')]}
            rows={rebuilds.map(({ at, by, notifier, delivered, message }) => ({
              key: `${at} ${notifier}`,
              cells: [
                <RelativeTime key="at" time={at} />,
                by,
                notifier,
                <div key="answer">
                  <Mark tone={delivered ? 'good' : 'bad'}>{t(delivered ? 'fixes.sent' : 'fixes.notSent')}</Mark>
                  {message !== '' && <div className="bw-quiet">{message}</div>}
                </div>,
              ],
            }))}
          />
        )}
      </Panel>
      <Panel title={t('fixes.history')}>
        {history.length === 0 ? (
          <p className="bw-quiet">{t('fixes.noHistory')}</p>
        ) : (
          <LongTable
            label={t('fixes.history')}
            columns={[t('columns.digest'), t('fixes.until'), t('columns.closes')]}
            rows={history.map(({ digest, until, closed }) => ({
              key: digest,
              cells: [
                <Digest key="digest" digest={digest} />,
                <RelativeTime key="until" time={until} />,
                <span key="closed" title={closed.join('\n')}>
                  {t('fixes.closes', { count: closed.length })}
                </span>,
              ],
            }))}
          />
        )}
      </Panel>
    </>
  );
}
