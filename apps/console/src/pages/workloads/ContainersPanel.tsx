import type { Setting, WorkloadSummary } from '@breakwater/model';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';

/** Settings as they take effect, container by container, with where each was decided. */
export function ContainersPanel({ summary }: { readonly summary: WorkloadSummary }) {
  const { t } = useTexts();
  return (
    <Panel title={t('workloads.settings')} isWide>
      <div className="bw-settings">
        {summary.settings.length > 0 && (
          <section>
            <h3>{t('workloads.pod')}</h3>
            <SettingsTable label={t('workloads.pod')} settings={summary.settings} />
          </section>
        )}
        {summary.containers.map(({ name, type, image, digests, settings, ports }) => (
          <section key={name}>
            <h3>
              {name} <span className="bw-quiet">{t(`containerType.${type}`)}</span>
            </h3>
            <p className="bw-mono">{image}</p>
            {digests.map(digest => (
              <p key={digest} className="bw-mono bw-quiet bw-digest" title={digest}>
                {digest}
              </p>
            ))}
            {ports.length > 0 && (
              <p className="bw-quiet">
                {t('workloads.ports')}:{' '}
                {ports
                  .map(({ port, protocol, name: portName }) => `${port}/${protocol}${portName === '' ? '' : ` (${portName})`}`)
                  .join(', ')}
              </p>
            )}
            <SettingsTable label={name} settings={settings} />
          </section>
        ))}
      </div>
    </Panel>
  );
}

function SettingsTable({ label, settings }: { readonly label: string; readonly settings: readonly Setting[] }) {
  const { t } = useTexts();
  if (settings.length === 0) return null;
  return (
    <SmallTable
      label={label}
      columns={[t('columns.setting'), t('columns.value'), t('columns.decidedBy')]}
      rows={settings.map(({ name, value, source }) => ({
        key: name,
        cells: [
          <span key="name" className="bw-mono">
            {name}
          </span>,
          <span key="value" className={value === '' ? 'bw-quiet' : 'bw-mono'}>
            {value === '' ? t('words.notSet') : value}
          </span>,
          <span key="source" className="bw-quiet">
            {t(`settingSource.${source}`)}
          </span>,
        ],
      }))}
    />
  );
}
