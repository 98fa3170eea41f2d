import { type Answer, baselines } from '@breakwater/api';
import { Button, Checkbox } from '@patternfly/react-core';
import { useState } from 'react';
import { useAsk } from '../../data/use-endpoint.ts';
import { saveFile } from '../../format/save-file.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { Panel } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';

type Baseline = Answer<typeof baselines.endpoints.get>;

/** What Kubernetes enforces by itself, as files; refused with the reason where it would cut what is normal. */
export function ExportPanel({ baseline }: { readonly baseline: Baseline }) {
  const { t } = useTexts();
  const { id, namespace, workload, container } = baseline;
  const [partial, setPartial] = useState(false);
  const whole = useAsk(baselines, 'export');
  const seccomp = useAsk(baselines, 'seccomp');
  const policies = useAsk(baselines, 'policies');
  const isWhole = baseline.state === 'locked' && baseline.coverage === 'full';
  const name = [namespace, workload.replace('/', '-'), container].filter(part => part !== '').join('-');
  const input = { params: { id }, query: partial ? { partial } : {} };
  const save = (ending: string, document: unknown) =>
    saveFile(`${name}.${ending}`, `${JSON.stringify(document, null, 2)}\n`, 'application/json');
  return (
    <Panel title={t('baselines.export')}>
      <div className="bw-stack">
        {!isWhole && (
          <Checkbox
            id="partial"
            label={t('baselines.allowPartial')}
            isChecked={partial}
            onChange={(_event, checked) => setPartial(checked)}
          />
        )}
        <div className="bw-actions">
          <Button
            variant="secondary"
            isLoading={seccomp.isPending}
            onClick={() => seccomp.mutate(input, { onSuccess: made => save('seccomp.json', made) })}
          >
            {t('baselines.seccomp')}
          </Button>
          {namespace !== '' && (
            <Button
              variant="secondary"
              isLoading={policies.isPending}
              onClick={() =>
                policies.mutate(input, { onSuccess: made => saveFile(`${name}.yaml`, toText(made.policies), 'application/yaml') })
              }
            >
              {t('baselines.policies')}
            </Button>
          )}
          <Button
            variant="secondary"
            isLoading={whole.isPending}
            onClick={() => whole.mutate({ params: { id } }, { onSuccess: made => save('baseline.json', made) })}
          >
            {t('baselines.whole')}
          </Button>
        </div>
        <FailureAlert failure={seccomp.error ?? policies.error ?? whole.error} />
        <Problems problems={policies.data?.problems ?? []} />
        {namespace !== '' && <Code id="baseline-command" label={t('baselines.command')} text={toCommand(baseline)} />}
      </div>
    </Panel>
  );
}

/** What could not be written into policies. */
function Problems({ problems }: { readonly problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="bw-processes">
      {problems.map(problem => (
        <li key={problem} lang="en">
          {problem}
        </li>
      ))}
    </ul>
  );
}

function toText(policies: Answer<typeof baselines.endpoints.policies>['policies']): string {
  return policies.map(({ text, because }) => `${because.map(line => `# ${line}\n`).join('')}${text}`).join('---\n');
}

function toCommand({ clusterName, namespace, workload, container }: Baseline): string {
  return `breakwater baseline show --cluster '${clusterName}' --workload '${[namespace, workload, container].join('/')}' --entries`;
}
