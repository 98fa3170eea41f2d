import { type Answer, access } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterSelect } from '../../ui/ClusterSelect.tsx';
import { PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { OfCluster } from '../../ui/OfCluster.tsx';
import { holdsText, SearchBox } from '../../ui/SearchBox.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { UsagePanel } from './UsagePanel.tsx';

type Access = Answer<typeof access.endpoints.get>;

const SHOWN = 25;

function IdentitiesPage() {
  const { t } = useTexts();
  return (
    <>
      <PageHead title={t('identities.title')} text={t('identities.text')} actions={<ClusterSelect path="/identities" />} />
      <PageBody>
        <OfCluster>{cluster => <Identities cluster={cluster} />}</OfCluster>
      </PageBody>
    </>
  );
}

function Identities({ cluster }: { readonly cluster: string }) {
  const query = useEndpoint(access, 'get', { query: { cluster } }, { isOfInput: true });
  return <QueryStates query={query}>{data => <Body data={data} cluster={cluster} />}</QueryStates>;
}

function Body({ data, cluster }: { readonly data: Access; readonly cluster: string }) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const holds = (...words: readonly string[]): boolean => holdsText(text, words);
  const subjects = data.subjects.filter(({ kind, namespace, name, permissions, bindings }) =>
    holds(kind, namespace, name, ...permissions, ...bindings),
  );
  const risks = data.risks.filter(({ name, object, role, subjects: who, because }) => holds(name, object, role, ...who, because));
  return (
    <div className="bw-stack">
      <div className="bw-graph-tools">
        <SearchBox label={t('identities.search')} value={text} onChange={setText} />
        <span className="bw-quiet">{t('identities.judged', { count: data.bindings })}</span>
      </div>
      <Panel title={t('identities.subjects')} isWide>
        <Subjects rows={subjects} />
      </Panel>
      <Panel title={t('identities.usage')} isWide>
        <UsagePanel cluster={cluster} />
      </Panel>
      {(['dangerous', 'dead', 'stale'] as const).map(kind => (
        <Panel key={kind} title={t(`identities.${kind}`)} isWide>
          <Risks label={t(`identities.${kind}`)} rows={risks.filter(risk => risk.kind === kind)} />
        </Panel>
      ))}
    </div>
  );
}

function Subjects({ rows }: { readonly rows: Access['subjects'] }) {
  const { t } = useTexts();
  const [limit, setLimit] = useState(SHOWN);
  if (rows.length === 0) return <p className="bw-quiet">{t('identities.noSubjects')}</p>;
  return (
    <>
      <SmallTable
        label={t('identities.subjects')}
        columns={[t('columns.severity'), t('identities.who'), t('identities.may'), t('identities.by'), t('identities.leadsTo')]}
        rows={rows.slice(0, limit).map(({ kind, namespace, name, severity, permissions, bindings, goals }) => ({
          key: `${kind} ${namespace}/${name}`,
          cells: [
            <Severity key="severity" level={severity} />,
            <span key="who">
              <span className="bw-quiet">{kind}</span> {namespace === '' ? name : `${namespace}/${name}`}
            </span>,
            permissions.join(', '),
            bindings.join(', '),
            goals.map(goal => optionalText(t, 'attackGoal', goal)).join(', '),
          ],
        }))}
      />
      <More count={rows.length - limit} onMore={() => setLimit(rows.length)} />
    </>
  );
}

function Risks({ label, rows }: { readonly label: string; readonly rows: Access['risks'] }) {
  const { t } = useTexts();
  const [limit, setLimit] = useState(SHOWN);
  if (rows.length === 0) return <p className="bw-quiet">{t('identities.noRisks')}</p>;
  return (
    <>
      <SmallTable
        label={label}
        columns={[t('columns.severity'), t('identities.what'), t('columns.object'), t('identities.who'), t('identities.because')]}
        rows={rows.slice(0, limit).map(({ name, severity, object, role, subjects, because }, index) => ({
          key: `${index} ${name} ${object}`,
          cells: [
            <Severity key="severity" level={severity} />,
            name,
            <span key="object">
              {object} {role !== '' && <span className="bw-quiet">{role}</span>}
            </span>,
            subjects.join(', '),
            because,
          ],
        }))}
      />
      <More count={rows.length - limit} onMore={() => setLimit(rows.length)} />
    </>
  );
}

function More({ count, onMore }: { readonly count: number; readonly onMore: () => void }) {
  const { t } = useTexts();
  if (count <= 0) return null;
  return (
    <Button variant="link" isInline onClick={onMore}>
      {t('network.more', { count })}
    </Button>
  );
}

export const page: PageDefinition = {
  path: '/identities',
  title: 'identities.title',
  nav: { group: 'estate', order: 7 },
  permission: 'view',
  Component: IdentitiesPage,
};
