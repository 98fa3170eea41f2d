import { type Answer, secrets } from '@breakwater/api';
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
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';

type Secrets = Answer<typeof secrets.endpoints.get>;
type Secret = Secrets['secrets'][number];

const SHOWN = 25;

function SecretsPage() {
  const { t } = useTexts();
  return (
    <>
      <PageHead title={t('secrets.title')} text={t('secrets.text')} actions={<ClusterSelect path="/secrets" />} />
      <PageBody>
        <OfCluster>{cluster => <ClusterSecrets cluster={cluster} />}</OfCluster>
      </PageBody>
    </>
  );
}

function ClusterSecrets({ cluster }: { readonly cluster: string }) {
  const query = useEndpoint(secrets, 'get', { query: { cluster } }, { isOfInput: true });
  return <QueryStates query={query}>{data => <Body data={data} />}</QueryStates>;
}

function Body({ data }: { readonly data: Secrets }) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const holds = (...words: readonly string[]): boolean => holdsText(text, words);
  const found = data.secrets.filter(({ namespace, name, uses, readers }) =>
    holds(`${namespace}/${name}`, ...uses.map(({ by }) => by), ...readers),
  );
  return (
    <div className="bw-stack">
      <div className="bw-graph-tools">
        <SearchBox label={t('secrets.search')} value={text} onChange={setText} />
        {data.more > 0 && <span className="bw-quiet">{t('network.more', { count: data.more })}</span>}
      </div>
      <Panel title={t('secrets.list')} isWide>
        <SecretTable rows={found} />
      </Panel>
      <Panel title={t('secrets.loose')} isWide>
        {data.loose.length === 0 ? (
          <p className="bw-quiet">{t('secrets.noLoose')}</p>
        ) : (
          <SmallTable
            label={t('secrets.loose')}
            columns={[t('columns.object'), t('secrets.place'), t('secrets.what')]}
            rows={data.loose
              .slice(0, 10 * SHOWN)
              .map(({ object, path, name }) => ({ key: `${object} ${path}`, cells: [object, path, name] }))}
          />
        )}
      </Panel>
      <Panel title={t('secrets.tokens')} isWide>
        {data.tokens.length === 0 ? (
          <p className="bw-quiet">{t('secrets.noTokens')}</p>
        ) : (
          <SmallTable
            label={t('secrets.tokens')}
            columns={[t('columns.workload'), t('secrets.account')]}
            rows={data.tokens.slice(0, 10 * SHOWN).map(({ workload, account }) => ({ key: workload, cells: [workload, account] }))}
          />
        )}
      </Panel>
    </div>
  );
}

function SecretTable({ rows }: { readonly rows: readonly Secret[] }) {
  const { t } = useTexts();
  const [limit, setLimit] = useState(SHOWN);
  if (rows.length === 0) return <p className="bw-quiet">{t('secrets.none')}</p>;
  return (
    <>
      <SmallTable
        label={t('secrets.list')}
        columns={[t('columns.name'), t('secrets.takenBy'), t('secrets.readBy'), t('secrets.exposed'), t('secrets.findings')]}
        rows={rows.slice(0, limit).map(secret => ({
          key: `${secret.namespace}/${secret.name}`,
          cells: [
            <SecretName key="name" secret={secret} />,
            list(secret.uses.map(({ by, how }) => `${by} (${optionalText(t, 'secretTakenAs', how)})`)),
            list(secret.readers),
            secret.exposed.length === 0 ? (
              ''
            ) : (
              <Mark key="exposed" tone="bad">
                {secret.exposed.join(', ')}
              </Mark>
            ),
            <ul key="findings" className="bw-plain-list">
              {secret.findings.map(({ name, because }) => (
                <li key={`${name} ${because}`}>
                  {optionalText(t, 'secretFinding', name)} <span className="bw-quiet">{because}</span>
                </li>
              ))}
            </ul>,
          ],
        }))}
      />
      {rows.length > limit && (
        <Button variant="link" isInline onClick={() => setLimit(rows.length)}>
          {t('network.more', { count: rows.length - limit })}
        </Button>
      )}
    </>
  );
}

function SecretName({ secret: { namespace, name, type, keys, exists } }: { readonly secret: Secret }) {
  const { t } = useTexts();
  return (
    <span>
      <span className="bw-mono">
        {namespace}/{name}
      </span>
      <br />
      <span className="bw-quiet">{exists ? `${type}: ${keys.join(', ')}` : t('secrets.missing')}</span>
    </span>
  );
}

const MOST = 6;

/** The first of them, and how many more there are. */
function list(texts: readonly string[]): string {
  const unique = [...new Set(texts)];
  return unique.length <= MOST ? unique.join(', ') : `${unique.slice(0, MOST).join(', ')} +${unique.length - MOST}`;
}

export const page: PageDefinition = {
  path: '/secrets',
  title: 'secrets.title',
  nav: { group: 'estate', order: 8 },
  permission: 'view',
  Component: SecretsPage,
};
