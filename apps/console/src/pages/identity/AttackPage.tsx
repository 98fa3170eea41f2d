import { type Answer, attack } from '@breakwater/api';
import { Alert, Button, Checkbox } from '@patternfly/react-core';
import { useState } from 'react';
import { useAsk, useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterSelect } from '../../ui/ClusterSelect.tsx';
import { PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { OfCluster } from '../../ui/OfCluster.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { PathList } from './PathList.tsx';
import { PathPicture } from './PathPicture.tsx';

type Starts = 'outside' | 'anywhere';
export type AttackPaths = Answer<typeof attack.endpoints.paths>;

function AttackPage() {
  const { t } = useTexts();
  const [starts, setStarts] = useState<Starts>('outside');
  return (
    <>
      <PageHead title={t('attack.title')} text={t('attack.text')} actions={<ClusterSelect path="/attack" />} />
      <PageBody>
        <div className="bw-stack">
          <Checkbox
            id="assume-breach"
            label={t('attack.assume')}
            description={t('attack.assumeText')}
            isChecked={starts === 'anywhere'}
            onChange={(_event, next) => setStarts(next ? 'anywhere' : 'outside')}
          />
          <OfCluster>{cluster => <Paths key={starts} cluster={cluster} starts={starts} />}</OfCluster>
        </div>
      </PageBody>
    </>
  );
}

function Paths({ cluster, starts }: { readonly cluster: string; readonly starts: Starts }) {
  const query = useEndpoint(attack, 'paths', { query: { cluster, starts } }, { isOfInput: true });
  return <QueryStates query={query}>{data => <Body data={data} cluster={cluster} starts={starts} />}</QueryStates>;
}

interface BodyProps {
  readonly data: AttackPaths;
  readonly cluster: string;
  readonly starts: Starts;
}

function Body({ data, cluster, starts }: BodyProps) {
  const { t } = useTexts();
  const [selected, setSelected] = useState(0);
  const path = data.paths[selected];
  if (path === undefined)
    return <EmptyMessage title={t('attack.none')} text={t(starts === 'anywhere' ? 'attack.noneAssumed' : 'attack.noneNext')} />;
  return (
    <>
      <Panel title={t('attack.goals')} isWide>
        <SmallTable
          label={t('attack.goals')}
          columns={[t('attack.goal'), t('attack.paths'), t('attack.stoppable')]}
          numbers={[1]}
          rows={data.goals.map(({ name, paths, stoppable }) => ({
            key: name,
            cells: [optionalText(t, 'attackGoal', name), paths, paths === 0 ? '–' : t(stoppable ? 'attack.yes' : 'attack.no')],
          }))}
        />
      </Panel>
      <Panel title={t('attack.pictureOf', { from: path.from, to: optionalText(t, 'attackGoal', path.to) })} isWide>
        <PathPicture path={path} />
      </Panel>
      <Panel title={t('attack.list', { count: data.found })} isWide>
        <PathList paths={data.paths} selected={selected} onSelect={setSelected} />
        {data.found > data.paths.length && <p className="bw-quiet">{t('attack.more', { count: data.found - data.paths.length })}</p>}
      </Panel>
      <Panel title={t('attack.points')} isWide>
        <ChokePoints points={data.points} found={data.found} cluster={cluster} starts={starts} />
      </Panel>
    </>
  );
}

interface PointsProps {
  readonly points: AttackPaths['points'];
  readonly found: number;
  readonly cluster: string;
  readonly starts: Starts;
}

/** Changes that stop most, each with a button that says what would be left. */
function ChokePoints({ points, found, cluster, starts }: PointsProps) {
  const { t } = useTexts();
  const ask = useAsk(attack, 'whatIf');
  const [asked, setAsked] = useState('');
  if (points.length === 0) return <p className="bw-quiet">{t('attack.noPoints')}</p>;
  return (
    <div className="bw-stack">
      <SmallTable
        label={t('attack.points')}
        columns={[t('attack.change'), t('attack.closes'), t('attack.smallestFor'), t('attack.whatIf')]}
        numbers={[1]}
        rows={points.map(({ change, closes, minimumCutOf }) => ({
          key: change,
          cells: [
            <span key="change" className="bw-mono">
              {change}
            </span>,
            t('attack.closesOf', { closes, found }),
            minimumCutOf.map(goal => optionalText(t, 'attackGoal', goal)).join(', '),
            <Button
              key="try"
              variant="link"
              isInline
              isLoading={ask.isPending && asked === change}
              onClick={() => {
                setAsked(change);
                ask.mutate({ body: { cluster, starts, changes: [change] } });
              }}
            >
              {t('attack.try')}
            </Button>,
          ],
        }))}
      />
      <FailureAlert failure={ask.error} />
      {ask.data !== undefined && <WhatIf outcome={ask.data} change={asked} />}
    </div>
  );
}

function WhatIf({ outcome, change }: { readonly outcome: Answer<typeof attack.endpoints.whatIf>; readonly change: string }) {
  const { t } = useTexts();
  const { closed, detour, unchanged } = outcome.counts;
  const detours = outcome.paths.filter(({ verdict }) => verdict === 'detour');
  return (
    <Alert variant={closed > 0 ? 'success' : 'info'} isInline component="p" title={t('attack.outcome', { change })}>
      <p role="status">{t('attack.counts', { closed, detour, unchanged })}</p>
      {detours.length > 0 && (
        <ul>
          {detours.slice(0, 20).map(({ from, to, after }) => (
            <li key={`${from} ${to}`}>
              {from} → {optionalText(t, 'attackGoal', to)}: {after.map(hop => hop.to).join(' → ')}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

export const page: PageDefinition = {
  path: '/attack',
  title: 'attack.title',
  nav: { group: 'findings', order: 4 },
  permission: 'view',
  Component: AttackPage,
};
