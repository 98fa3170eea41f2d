import { type Answer, compliance, type complianceRuns } from '@breakwater/api';
import { STATES } from '@breakwater/model';
import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useLocation, useSearch } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { renderSearch } from '../../app/search.ts';
import { useGo } from '../../app/use-go.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { Trend } from './Trend.tsx';

type Control = Answer<typeof complianceRuns.endpoints.get>['controls'][number];

interface Props {
  readonly run: string;
  readonly cluster: string;
  readonly controls: readonly Control[];
}

/** Controls of a run, by framework and state, as the URL says. */
export function ControlsTab({ run, cluster, controls }: Props) {
  const { t } = useTexts();
  const { framework, state } = useSearch({ strict: false }) as { readonly framework?: string; readonly state?: string };
  const shown = controls.filter(one => (framework ?? one.framework) === one.framework && (state ?? one.state) === one.state);
  return (
    <PageBody>
      <Choices frameworks={[...new Set(controls.map(one => one.framework))]} framework={framework} state={state} />
      {framework !== undefined && <FrameworkTrend cluster={cluster} framework={framework} />}
      <Panel title={t('compliance.controls')} isWide>
        {shown.length === 0 ? <p>{t('compliance.noControls')}</p> : <ControlTable run={run} controls={shown} />}
      </Panel>
    </PageBody>
  );
}

function FrameworkTrend({ cluster, framework }: { readonly cluster: string; readonly framework: string }) {
  const { t } = useTexts();
  const points = useEndpoint(compliance, 'trend', { query: { cluster, framework } }).data?.points ?? [];
  if (points.length < 2) return null;
  return (
    <Panel title={t('compliance.trend')} isWide>
      <Trend framework={framework} points={points} />
    </Panel>
  );
}

interface ChoicesProps {
  readonly frameworks: readonly string[];
  readonly framework: string | undefined;
  readonly state: string | undefined;
}

function Choices({ frameworks, framework, state }: ChoicesProps) {
  const { t } = useTexts();
  const { pathname } = useLocation();
  const go = useGo();
  const choose = (part: { readonly framework?: string | undefined; readonly state?: string | undefined }) =>
    go(`${pathname}${renderSearch({ framework, state, ...part })}`);
  return (
    <div className="bw-share-choices">
      <FormSelect
        aria-label={t('compliance.framework')}
        value={framework ?? ''}
        onChange={(_event, next) => choose({ framework: next === '' ? undefined : next })}
      >
        <FormSelectOption value="" label={t('compliance.allFrameworks')} />
        {frameworks.map(id => (
          <FormSelectOption key={id} value={id} label={id} />
        ))}
      </FormSelect>
      <FormSelect
        aria-label={t('columns.state')}
        value={state ?? ''}
        onChange={(_event, next) => choose({ state: next === '' ? undefined : next })}
      >
        <FormSelectOption value="" label={t('compliance.allStates')} />
        {STATES.map(one => (
          <FormSelectOption key={one} value={one} label={t(`complianceState.${one}`)} />
        ))}
      </FormSelect>
    </div>
  );
}

function ControlTable({ run, controls }: { readonly run: string; readonly controls: readonly Control[] }) {
  const { t } = useTexts();
  return (
    <LongTable
      label={t('compliance.controls')}
      columns={[
        t('columns.state'),
        t('compliance.control'),
        t('compliance.controlTitle'),
        t('compliance.objects'),
        t('compliance.failing'),
      ]}
      numbers={[3, 4]}
      rows={controls.map(({ framework, control, title, state, objects, failing }) => ({
        key: `${framework} ${control}`,
        cells: [
          <StateMark key="state" subject="compliance" state={state} />,
          <Link key="control" to={`/compliance/${run}/control${renderSearch({ framework, control })}`}>
            {`${framework} ${control}`}
          </Link>,
          title,
          objects,
          failing,
        ],
      }))}
    />
  );
}
