import type { Answer, namespaces } from '@breakwater/api';
import type { TextKey } from '../../texts/i18n.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, Panel } from '../../ui/Detail.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';

type Namespace = Answer<typeof namespaces.endpoints.get>;

interface Props {
  readonly namespace: Namespace;
}

/** How much of what runs here some network policy limits, in each direction. */
export function IsolationPanel({ namespace: { isolation, policies } }: Props) {
  const { t } = useTexts();
  const limited = (count: number) => t('namespaces.limited', { count, all: isolation.workloads });
  const directions = (policy: Namespace['policies'][number]) =>
    (['ingress', 'egress'] as const)
      .filter(direction => policy[direction])
      .map(direction => (
        <div key={direction}>
          {t(`workloads.${direction}`)}: {t(policy.open.includes(direction) ? 'namespaces.allowsAll' : 'namespaces.allowsSome')}
        </div>
      ));
  return (
    <Panel title={t('namespaces.isolation')}>
      <Facts
        items={[
          [t('workloads.ingress'), limited(isolation.ingress)],
          [t('workloads.egress'), limited(isolation.egress)],
        ]}
      />
      {policies.length === 0 ? (
        <p className="bw-quiet">{t('namespaces.noPolicies')}</p>
      ) : (
        <SmallTable
          label={t('columns.networkPolicies')}
          columns={[t('columns.name'), t('namespaces.directions'), t('namespaces.selects')]}
          rows={policies.map(policy => ({
            key: `${policy.kind} ${policy.name}`,
            cells: [
              `${policy.kind} ${policy.name}`,
              <div key="directions">{directions(policy)}</div>,
              t(policy.everything ? 'namespaces.everyPod' : 'namespaces.somePods'),
            ],
          }))}
        />
      )}
    </Panel>
  );
}

/** What the namespace may take at most, and what a container gets that asks for nothing. */
export function LimitsPanel({ namespace: { quotas, limitRanges } }: Props) {
  const { t } = useTexts();
  const hard = quotas.flatMap(({ name, hard: resources }) =>
    Object.entries(resources).map(([resource, value]) => [t('namespaces.quota'), name, resource, value] as const),
  );
  const limits = limitRanges.flatMap(({ name, limits: all }) =>
    all.flatMap(({ type, values }) =>
      values.map(
        ({ name: limit, resource, value }) =>
          [t('namespaces.limitRange'), name, `${type}: ${resource}, ${t(`namespaces.limitName.${limit}` as TextKey)}`, value] as const,
      ),
    ),
  );
  const rows = [...hard, ...limits];
  return (
    <Panel title={t('namespaces.limits')}>
      {rows.length === 0 ? (
        <p className="bw-quiet">{t('namespaces.noLimits')}</p>
      ) : (
        <SmallTable
          label={t('namespaces.limits')}
          columns={[t('columns.type'), t('columns.name'), t('nodes.resource'), t('columns.value')]}
          rows={rows.map(cells => ({ key: cells.join(' '), cells }))}
        />
      )}
    </Panel>
  );
}

/** As whom things run here, and what that may do. */
export function AccountsPanel({ namespace: { serviceAccounts } }: Props) {
  const { t } = useTexts();
  return (
    <Panel title={t('namespaces.accounts')}>
      {serviceAccounts.length === 0 ? (
        <p className="bw-quiet">{t('namespaces.noAccounts')}</p>
      ) : (
        <SmallTable
          label={t('namespaces.accounts')}
          columns={[t('columns.name'), t('columns.workloads'), t('workloads.permissions')]}
          numbers={[1]}
          rows={serviceAccounts.map(({ name, workloads, permissions, known }) => ({
            key: name,
            cells: [
              <span key="name">
                {name}
                {!known && <small className="bw-quiet"> ({t('namespaces.unknownAccount')})</small>}
              </span>,
              workloads,
              <div key="permissions">
                {permissions.length === 0 ? t('words.none') : permissions.map(permission => <div key={permission}>{permission}</div>)}
              </div>,
            ],
          }))}
        />
      )}
    </Panel>
  );
}

export function BindingsPanel({ namespace: { bindings } }: Props) {
  const { t } = useTexts();
  return (
    <Panel title={t('namespaces.bindings')}>
      {bindings.length === 0 ? (
        <p className="bw-quiet">{t('namespaces.noBindings')}</p>
      ) : (
        <SmallTable
          label={t('namespaces.bindings')}
          columns={[t('namespaces.subjects'), t('columns.role'), t('columns.name')]}
          rows={bindings.map(({ name, role, subjects }) => ({
            key: name,
            cells: [
              <div key="subjects">
                {subjects.map(subject => (
                  <div key={subject}>{subject}</div>
                ))}
              </div>,
              role,
              name,
            ],
          }))}
        />
      )}
    </Panel>
  );
}
