import { type Answer, policies } from '@breakwater/api';
import { useParams } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toYaml } from '../../format/to-yaml.ts';
import { toListUrl } from '../../list/list-url.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Categories } from '../../ui/Categories.tsx';
import { Code } from '../../ui/Code.tsx';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { EnabledMark } from '../../ui/EnabledMark.tsx';
import { EnforcementText } from '../../ui/EnforcementText.tsx';
import { Prose } from '../../ui/Prose.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { EnforcePanel } from './EnforcePanel.tsx';
import { PolicyActions } from './PolicyActions.tsx';
import { SettingsPanel } from './SettingsPanel.tsx';

type Policy = Answer<typeof policies.endpoints.get>;

function PolicyPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(policies, 'get', { params: { id } });
  return <QueryStates query={query}>{policy => <PolicyDetail policy={policy} />}</QueryStates>;
}

function PolicyDetail({ policy }: { readonly policy: Policy }) {
  const { t } = useTexts();
  return (
    <>
      <PageHead
        title={policy.title}
        parent={{ title: t('policies.title'), to: '/policies' }}
        marks={
          <>
            <Severity level={policy.severity} />
            <EnabledMark isEnabled={policy.enabled} />
            {!policy.builtIn && <span className="bw-own">{t('policies.own')}</span>}
          </>
        }
        text={<span className="bw-mono">{policy.id}</span>}
        actions={<PolicyActions policy={policy} />}
      />
      <PageBody>
        <div className="bw-grid">
          <Panel title={t('violations.rationale')}>
            <Prose text={policy.rationale} />
          </Panel>
          <Panel title={t('violations.remediation')}>
            <Prose text={policy.remediation} />
          </Panel>
          <Panel title={t('policies.where')} isWide>
            <Firing policy={policy} />
          </Panel>
          <Panel title={t('policies.about')}>
            <About policy={policy} />
          </Panel>
          <SettingsPanel policy={policy} />
          <EnforcePanel policy={policy} />
          <Panel title={t('policies.expression')} isWide>
            <Code id="policy-cel" label={t('policies.expression')} text={renderCel(policy)} />
          </Panel>
          <Panel title={t('policies.violates')}>
            <Examples id="violate" label={t('policies.violates')} examples={policy.examples.violate} />
          </Panel>
          <Panel title={t('policies.complies')}>
            <Examples id="comply" label={t('policies.complies')} examples={policy.examples.comply} />
          </Panel>
        </div>
      </PageBody>
    </>
  );
}

/** The whole decision as one text, in the order of evaluation. */
function renderCel({ matchConditions, variables, expression }: Policy): string {
  return [
    ...matchConditions.map(condition => `// match\n${condition}`),
    ...variables.map(({ name, expression: text }) => `// variables.${name}\n${text}`),
    `// complies when\n${expression}`,
  ].join('\n\n');
}

function About({ policy }: { readonly policy: Policy }) {
  const { t } = useTexts();
  const standards = Object.entries(policy.standards);
  return (
    <Facts
      items={[
        [t('columns.category'), <Categories key="categories" names={policy.categories} />],
        [t('columns.target'), policy.target],
        [t('policies.stages'), policy.stages.map(stage => t(`stage.${stage}`)).join(', ')],
        [t('policies.enforcement'), <EnforcementText key="enforcement" enforcement={policy.enforcement} />],
        [t('policies.message'), policy.message],
        [
          t('policies.standards'),
          standards.length === 0 ? t('words.none') : standards.map(([name, ids]) => <div key={name}>{`${name}: ${ids.join(', ')}`}</div>),
        ],
        [t('policies.origin'), policy.builtIn ? t('policies.builtIn') : t('policies.own')],
        ...(policy.updatedBy === undefined
          ? []
          : [[t('policies.changedBy'), <Changed key="changed" by={policy.updatedBy} at={policy.updatedAt} />] as const]),
      ]}
    />
  );
}

function Changed({ by, at }: { readonly by: string; readonly at: string | undefined }) {
  return (
    <>
      {by} · <RelativeTime time={at} />
    </>
  );
}

const SHOWN = ['fail', 'review', 'accepted', 'pass', 'not-evaluated', 'error'] as const;

/** Counts by cluster; the failing ones lead to their violations. */
function Firing({ policy }: { readonly policy: Policy }) {
  const { t } = useTexts();
  if (policy.clusters.length === 0) return <p className="bw-quiet">{t(policy.enabled ? 'policies.nowhere' : 'policies.nowhereOff')}</p>;
  return (
    <SmallTable
      label={t('policies.where')}
      columns={[t('columns.cluster'), ...SHOWN.map(state => t(`resultState.${state}`))]}
      numbers={SHOWN.map((_, index) => index + 1)}
      rows={policy.clusters.map(({ cluster, clusterName, states }) => ({
        key: cluster,
        cells: [
          clusterName,
          ...SHOWN.map(state => {
            const count = states[state] ?? 0;
            if (state !== 'fail' || count === 0) return count;
            return (
              <Link key={state} to={toListUrl('/violations', { policy: policy.id, cluster })}>
                {count}
              </Link>
            );
          }),
        ],
      }))}
    />
  );
}

function Examples({ id, label, examples }: { readonly id: string; readonly label: string; readonly examples: readonly unknown[] }) {
  const { t } = useTexts();
  if (examples.length === 0) return <p className="bw-quiet">{t('words.none')}</p>;
  return <Code id={`policy-${id}`} label={label} text={examples.map(toYaml).join('---\n')} />;
}

export const page: PageDefinition = { path: '/policies/$id', title: 'policies.one', permission: 'view', Component: PolicyPage };
