import type { WorkloadSummary } from '@breakwater/model';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, Panel } from '../../ui/Detail.tsx';
import { NodeLink } from '../../ui/PlaceLinks.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';

interface Props {
  readonly summary: WorkloadSummary;
}

/** Who can reach it, and whether a network policy says so. */
export function NetworkPanel({ summary }: Props) {
  const { t } = useTexts();
  const { services, exposedBy, networkPolicies } = summary;
  const covered = (isCovered: boolean) => (isCovered ? t('workloads.covered') : t('workloads.notCovered'));
  return (
    <Panel title={t('workloads.network')}>
      <Facts
        items={[
          [t('workloads.exposedBy'), <Lines key="exposed" lines={exposedBy} />],
          [
            t('workloads.services'),
            <Lines key="services" lines={services.map(({ name, type, ports }) => `${name} (${type}) ${ports.join(', ')}`)} />,
          ],
          [t('workloads.ingress'), covered(networkPolicies.ingress)],
          [t('workloads.egress'), covered(networkPolicies.egress)],
          [t('workloads.networkPolicies'), <Lines key="policies" lines={networkPolicies.names} />],
        ]}
      />
    </Panel>
  );
}

/** As whom it speaks to the API server, and what that may do. */
export function AccountPanel({ summary: { serviceAccount } }: Props) {
  const { t } = useTexts();
  return (
    <Panel title={t('workloads.account')}>
      <Facts
        items={[
          [t('columns.name'), serviceAccount.name],
          [t('workloads.token'), serviceAccount.tokenMounted ? t('workloads.tokenMounted') : t('workloads.tokenNotMounted')],
          [t('workloads.permissions'), <Lines key="permissions" lines={serviceAccount.permissions} />],
        ]}
      />
    </Panel>
  );
}

export function SecretsPanel({ summary: { secrets, configMaps } }: Props) {
  const { t } = useTexts();
  return (
    <Panel title={t('workloads.secrets')}>
      {secrets.length === 0 ? (
        <p className="bw-quiet">{t('workloads.noSecrets')}</p>
      ) : (
        <SmallTable
          label={t('workloads.secrets')}
          columns={[t('columns.name'), t('columns.use'), t('columns.keys')]}
          rows={secrets.map(({ name, use, keys }) => ({ key: `${use} ${name}`, cells: [name, t(`secretUse.${use}`), keys.join(', ')] }))}
        />
      )}
      {configMaps.length > 0 && (
        <p>
          <span className="bw-quiet">ConfigMap:</span> {configMaps.join(', ')}
        </p>
      )}
    </Panel>
  );
}

export function VolumesPanel({ summary: { volumes } }: Props) {
  const { t } = useTexts();
  return (
    <Panel title={t('workloads.volumes')}>
      {volumes.length === 0 ? (
        <p className="bw-quiet">{t('workloads.noVolumes')}</p>
      ) : (
        <SmallTable
          label={t('workloads.volumes')}
          columns={[t('columns.name'), t('columns.type'), t('columns.mounts'), t('columns.access')]}
          rows={volumes.map(({ name, type, source, mounts, readOnly }) => ({
            key: name,
            cells: [
              name,
              source === '' ? type : `${type}: ${source}`,
              <Lines key="mounts" lines={mounts} />,
              readOnly ? t('workloads.readOnly') : t('workloads.readWrite'),
            ],
          }))}
        />
      )}
    </Panel>
  );
}

/** Where it runs. */
export function PodsPanel({ summary: { pods, podCount }, cluster }: Props & { readonly cluster: string }) {
  const { t } = useTexts();
  return (
    <Panel title={t('workloads.pods', { count: podCount })} isWide>
      {pods.length === 0 ? (
        <p className="bw-quiet">{t('workloads.noPods')}</p>
      ) : (
        <SmallTable
          label={t('columns.pods')}
          columns={[t('columns.name'), t('columns.node'), t('columns.phase'), t('columns.started')]}
          rows={pods.map(({ name, node, phase, startedAt }) => ({
            key: name,
            cells: [
              name,
              node === '' ? t('words.none') : <NodeLink key="node" cluster={cluster} name={node} />,
              phase,
              <RelativeTime key="started" time={startedAt} absent="words.unknown" />,
            ],
          }))}
        />
      )}
      {podCount > pods.length && pods.length > 0 && (
        <p className="bw-quiet">{t('workloads.morePods', { count: podCount - pods.length })}</p>
      )}
    </Panel>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  const { t } = useTexts();
  if (lines.length === 0) return <span className="bw-quiet">{t('words.none')}</span>;
  return (
    <ul className="bw-list">
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
