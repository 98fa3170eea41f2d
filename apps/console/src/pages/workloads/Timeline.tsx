import { type Answer, workloads } from '@breakwater/api';
import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toVisible } from '../../format/command-line.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { LongTable } from '../../ui/LongTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Mark, type Tone } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';

type Moment = Answer<typeof workloads.endpoints.timeline>['moments'][number];

const TONES: Readonly<Record<Moment['kind'], Tone>> = {
  start: 'good',
  restart: 'warn',
  image: 'warn',
  violation: 'bad',
  resolved: 'good',
  event: 'unknown',
};
const HOURS = [24, 72, 168] as const;

/** Starts, restarts, new images, violations and what it did, in one order; asked for once somebody opens it. */
export function Timeline({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const [hours, setHours] = useState<number>(24);
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{t('runtime.timeline')}</summary>
      {isOpen && (
        <div className="bw-below bw-stack">
          <FormSelect aria-label={t('replicas.window')} value={hours} onChange={(_event, next) => setHours(Number(next))}>
            {HOURS.map(count => (
              <FormSelectOption key={count} value={count} label={t('replicas.hours', { count })} />
            ))}
          </FormSelect>
          <Moments id={id} hours={hours} />
        </div>
      )}
    </details>
  );
}

function Moments({ id, hours }: { readonly id: string; readonly hours: number }) {
  const { t } = useTexts();
  const query = useEndpoint(workloads, 'timeline', { params: { id }, query: { hours } });
  return (
    <QueryStates query={query}>
      {({ moments }) =>
        moments.length === 0 ? (
          <p>{t('replicas.none')}</p>
        ) : (
          <LongTable
            label={t('runtime.timeline')}
            columns={[t('columns.at'), t('columns.type'), t('columns.what'), t('columns.pod')]}
            rows={moments.map(one => ({
              key: `${one.time} ${one.kind} ${one.event ?? one.violation}`,
              cells: [
                <RelativeTime key="time" time={one.time} />,
                <Mark key="kind" tone={TONES[one.kind]}>
                  {t(`moment.${one.kind}`)}
                </Mark>,
                <What key="what" moment={one} />,
                [one.pod, one.container].filter(part => part !== '').join(' / '),
              ],
            }))}
          />
        )
      }
    </QueryStates>
  );
}

function What({ moment: { text, event, violation } }: { readonly moment: Moment }) {
  const to = violation === undefined ? `/runtime/${encodeURIComponent(event ?? '')}` : `/violations/${encodeURIComponent(violation)}`;
  return (
    <Link to={to} className="bw-mono">
      {toVisible(text)}
    </Link>
  );
}
