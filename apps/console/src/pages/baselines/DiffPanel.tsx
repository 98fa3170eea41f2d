import { type Answer, baselines } from '@breakwater/api';
import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toVisible } from '../../format/command-line.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';

type Baseline = Answer<typeof baselines.endpoints.get>;
type Diff = Answer<typeof baselines.endpoints.diff>;

/** What this version does that another did not, and the other way round. */
export function DiffPanel({ baseline: { id, version, versions, follows } }: { readonly baseline: Baseline }) {
  const { t } = useTexts();
  const others = versions.filter(one => one.version !== version);
  const first = others.find(one => one.version === follows) ?? others[0];
  const [before, setBefore] = useState(first?.version);
  if (before === undefined) return null;
  return (
    <Panel title={t('baselines.diff')} isWide>
      <div className="bw-stack">
        <FormSelect aria-label={t('baselines.diffWith')} value={before} onChange={(_event, next) => setBefore(next)}>
          {others.map(one => (
            <FormSelectOption
              key={one.id}
              value={one.version}
              label={t('baselines.versionOption', { version: one.version || t('words.unknown') })}
            />
          ))}
        </FormSelect>
        <Changes id={id} before={before} />
      </div>
    </Panel>
  );
}

function Changes({ id, before }: { readonly id: string; readonly before: string }) {
  const query = useEndpoint(baselines, 'diff', { params: { id }, query: { before } });
  return <QueryStates query={query}>{diff => <DiffTable diff={diff} />}</QueryStates>;
}

function DiffTable({ diff: { before, changes } }: { readonly diff: Diff }) {
  const { t } = useTexts();
  const other = <Link to={`/baselines/${encodeURIComponent(before.id)}`}>{t('baselines.other')}</Link>;
  if (changes.length === 0)
    return (
      <p>
        {t('baselines.same')} {other}
      </p>
    );
  return (
    <>
      <p>{other}</p>
      <LongTable
        label={t('baselines.diff')}
        columns={[t('baselines.change'), t('columns.what')]}
        rows={changes.map(({ change, text }) => ({
          key: `${change} ${text}`,
          cells: [
            <Mark key="change" tone={change === 'added' ? 'warn' : 'unknown'}>
              {t(`baselineDiff.${change}`)}
            </Mark>,
            <span key="text" className="bw-mono">
              {toVisible(text)}
            </span>,
          ],
        }))}
      />
    </>
  );
}
