import { type Answer, namespaces } from '@breakwater/api';
import { Alert, Button } from '@patternfly/react-core';
import { useAsk } from '../../data/use-endpoint.ts';
import { toCommentedYaml } from '../../format/to-commented-yaml.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { Panel } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';

type Proposed = Answer<typeof namespaces.endpoints.proposals>;

/** Objects that the namespace can have without breaking what runs in it: asked for, since the whole cluster is looked at for it. */
export function ProposalsPanel({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTexts();
  const ask = useAsk(namespaces, 'proposals');
  return (
    <Panel title={t('namespaces.proposals')} isWide>
      <div className="bw-stack">
        <p>{t('namespaces.proposalsText')}</p>
        <div>
          <Button variant="secondary" isLoading={ask.isPending} onClick={() => ask.mutate({ params: { id } })}>
            {t('namespaces.propose')}
          </Button>
        </div>
        <FailureAlert failure={ask.error} />
        {ask.data !== undefined && <Proposals proposed={ask.data} namespace={name} />}
      </div>
    </Panel>
  );
}

function Proposals({ proposed: { proposals, problems }, namespace }: { readonly proposed: Proposed; readonly namespace: string }) {
  const { t } = useTexts();
  const objects = proposals.filter(({ object }) => object !== '');
  const changed = objects.filter(({ exists }) => exists).map(({ object }) => object);
  return (
    <>
      {problems.length > 0 && (
        <Alert variant="warning" isInline component="p" title={t('namespaces.proposalsUncertain')}>
          <ul>
            {problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Alert>
      )}
      <p>
        {t('namespaces.proposed', { count: objects.length })}{' '}
        {changed.length > 0 && t('namespaces.proposedChanges', { count: changed.length, objects: changed.join(', ') })}
      </p>
      <Code id="proposals" label={t('namespaces.proposals')} text={proposals.map(toCommentedYaml).join('---\n')} />
      <p>{t('namespaces.proposalsDryRun')}</p>
      <Code id="proposals-command" label={t('namespaces.proposalsCommand')} text={toCommand(namespace)} />
    </>
  );
}

function toCommand(namespace: string): string {
  return `breakwater propose namespace ${namespace} --dry-run server > ${namespace}.yaml\nkubectl apply --server-side -f ${namespace}.yaml`;
}
