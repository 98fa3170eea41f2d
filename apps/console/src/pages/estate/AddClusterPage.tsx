import { type Answer, clusters } from '@breakwater/api';
import { ActionGroup, Alert, Button, Form } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import type { RowOf } from '../../list/use-list.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { TextField } from '../../ui/Field.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';

type JoinToken = RowOf<typeof clusters.endpoints.listJoinTokens>;
type Created = Answer<typeof clusters.endpoints.createJoinToken>;

function AddClusterPage() {
  const { t } = useTexts();
  const create = useChange(clusters, 'createJoinToken');
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ body: { name: name.trim() } });
  };
  return (
    <>
      <PageHead title={t('clusters.add')} parent={{ title: t('clusters.title'), to: '/clusters' }} text={t('clusters.addText')} />
      <PageBody>
        <div className="bw-stack">
          {create.data === undefined ? (
            <Form onSubmit={submit} className="bw-form">
              <TextField label={t('clusters.name')} help={t('clusters.nameHelp')} value={name} onChange={setName} isRequired />
              <FailureAlert failure={create.error} />
              <ActionGroup>
                <Button type="submit" isDisabled={name.trim() === ''} isLoading={create.isPending}>
                  {t('clusters.makeToken')}
                </Button>
              </ActionGroup>
            </Form>
          ) : (
            <Command created={create.data} onAgain={() => create.reset()} />
          )}
          <Panel title={t('clusters.tokens')}>
            <JoinTokens />
          </Panel>
        </div>
      </PageBody>
    </>
  );
}

/** The secret is on the screen this once. */
function Command({ created, onAgain }: { readonly created: Created; readonly onAgain: () => void }) {
  const { t } = useTexts();
  return (
    <Panel title={t('clusters.run', { name: created.joinToken.name })}>
      <div className="bw-stack">
        <p>{t('clusters.runText')}</p>
        <Code id="join-command" label={t('clusters.command')} text={created.command} />
        <Alert variant="info" isInline isPlain component="p" title={t('clusters.secretOnce')} />
        <p className="bw-quiet">
          {t('clusters.validUntil')} <RelativeTime time={created.joinToken.expiresAt} />
        </p>
        <div>
          <Button variant="link" isInline onClick={onAgain}>
            {t('clusters.another')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function JoinTokens() {
  const { t } = useTexts();
  const query = useEndpoint(clusters, 'listJoinTokens', { query: { limit: 50 } });
  const [ending, setEnding] = useState<JoinToken>();
  return (
    <QueryStates query={query} rows={2}>
      {({ results }) =>
        results.length === 0 ? (
          <p className="bw-quiet">{t('clusters.noTokens')}</p>
        ) : (
          <>
            <SmallTable
              label={t('clusters.tokens')}
              columns={[t('columns.name'), t('columns.state'), t('columns.createdBy'), t('columns.expires'), t('columns.actions')]}
              rows={results.map(token => ({
                key: token.id,
                cells: [
                  token.name,
                  <Mark key="state" tone={token.usedBy === undefined ? 'warn' : 'good'}>
                    {token.usedBy === undefined ? t('clusters.unused') : t('clusters.used')}
                  </Mark>,
                  token.createdBy,
                  <RelativeTime key="expires" time={token.expiresAt} />,
                  <Button
                    key="end"
                    variant="link"
                    isInline
                    onClick={() => setEnding(token)}
                    aria-label={`${t('actions.delete')}: ${token.name}`}
                  >
                    {t('actions.delete')}
                  </Button>,
                ],
              }))}
            />
            {ending !== undefined && <EndTokenDialog token={ending} onClose={() => setEnding(undefined)} />}
          </>
        )
      }
    </QueryStates>
  );
}

/** A used token is only a line of the list; an unused one is a command that somebody may be about to run. */
function EndTokenDialog({ token, onClose }: { readonly token: JoinToken; readonly onClose: () => void }) {
  const { t } = useTexts();
  const end = useChange(clusters, 'deleteJoinToken');
  return (
    <Dialog
      title={t('clusters.endToken', { name: token.name })}
      submit={t('actions.delete')}
      isReady
      isDanger
      change={end}
      onSubmit={() => end.mutate({ params: { id: token.id } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t(token.usedBy === undefined ? 'clusters.endUnused' : 'clusters.endUsed')}</p>
    </Dialog>
  );
}

export const page: PageDefinition = { path: '/clusters/new', title: 'clusters.add', permission: 'administer', Component: AddClusterPage };
