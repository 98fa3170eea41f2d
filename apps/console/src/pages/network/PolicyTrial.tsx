import { type Answer, network } from '@breakwater/api';
import { Alert, Button, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useRef, useState } from 'react';
import { useAsk } from '../../data/use-endpoint.ts';
import { toCommentedYaml } from '../../format/to-commented-yaml.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';

type Generated = Answer<typeof network.endpoints.generate>;
export type Preview = Answer<typeof network.endpoints.preview>;

/** Begins with the most useful policy of all. */
const STARTING_TEXT = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: default
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`;

interface Props {
  readonly cluster: string;
  readonly namespaces: readonly string[];
  /** Is told what would change, for the picture. */
  readonly onPreview: (preview: Preview) => void;
}

/** Policies as one text, pasted or generated, and what they would open and close before anybody applies them. */
export function PolicyTrial({ cluster, namespaces, onPreview }: Props) {
  const { t } = useTexts();
  const text = useRef(STARTING_TEXT);
  const asked = useRef('');
  // The editor keeps its own text: another one to begin with makes another editor.
  const [begun, setBegun] = useState({ text: STARTING_TEXT, count: 0 });
  const [, setTyped] = useState(0);
  const preview = useAsk(network, 'preview');
  const begin = (next: string) => {
    text.current = next;
    setBegun({ text: next, count: begun.count + 1 });
  };
  const run = () => {
    asked.current = text.current;
    preview.mutate({ body: { cluster, text: text.current } }, { onSuccess: onPreview });
  };
  return (
    <div className="bw-stack">
      <Generate cluster={cluster} namespaces={namespaces} onText={begin} />
      <CodeEditor
        key={begun.count}
        label={t('network.policyText')}
        initial={begun.text}
        marks={NONE}
        onChange={next => {
          text.current = next;
          setTyped(count => count + 1);
        }}
        suggest={() => undefined}
      />
      <div>
        <Button variant="secondary" isLoading={preview.isPending} onClick={run}>
          {t('network.try')}
        </Button>{' '}
        <span className="bw-quiet">{t('network.tryText')}</span>
      </div>
      <FailureAlert failure={preview.error} />
      {preview.data !== undefined && asked.current !== text.current && <p className="bw-quiet">{t('editor.dryRunOld')}</p>}
      {preview.data !== undefined && <PreviewResult preview={preview.data} />}
    </div>
  );
}

const NONE: readonly never[] = [];

interface GenerateProps {
  readonly cluster: string;
  readonly namespaces: readonly string[];
  readonly onText: (text: string) => void;
}

function Generate({ cluster, namespaces, onText }: GenerateProps) {
  const { t } = useTexts();
  const [namespace, setNamespace] = useState(namespaces[0] ?? '');
  const ask = useAsk(network, 'generate');
  const run = () =>
    ask.mutate(
      { query: { cluster, namespace } },
      { onSuccess: ({ policies }) => policies.length > 0 && onText(policies.map(toCommentedYaml).join('---\n')) },
    );
  return (
    <div className="bw-stack">
      <div className="bw-graph-tools">
        <FormSelect aria-label={t('columns.namespace')} value={namespace} onChange={(_event, next) => setNamespace(next)}>
          {namespaces.map(name => (
            <FormSelectOption key={name} value={name} label={name} />
          ))}
        </FormSelect>
        <Button variant="secondary" isDisabled={namespace === ''} isLoading={ask.isPending} onClick={run}>
          {t('network.generate')}
        </Button>
        <span className="bw-quiet">{t('network.generateText')}</span>
      </div>
      <FailureAlert failure={ask.error} />
      {ask.data !== undefined && <Remarks generated={ask.data} />}
    </div>
  );
}

function Remarks({ generated: { policies, tightness, remarks, problems } }: { readonly generated: Generated }) {
  const { t } = useTexts();
  const notes = [...problems, ...remarks];
  return (
    <Alert
      variant={problems.length > 0 ? 'warning' : 'info'}
      isInline
      component="p"
      title={t('network.generated', { count: policies.length, tightness: tightness.toFixed(2) })}
    >
      {notes.length > 0 && (
        <ul>
          {notes.map(note => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

function PreviewResult({ preview }: { readonly preview: Preview }) {
  const { t } = useTexts();
  const { counts, changes, problems } = preview;
  const total = counts.added + counts.removed + counts.changed;
  return (
    <div className="bw-stack">
      <p role="status" className="bw-verdict">
        {total === 0
          ? t('network.changesNothing')
          : t('network.changes', { added: counts.added, removed: counts.removed, changed: counts.changed })}
      </p>
      {preview.truncated && <Alert variant="warning" isInline component="p" title={t('network.previewTruncated')} />}
      {problems.map(problem => (
        <Alert key={problem} variant="warning" isInline component="p" title={problem} />
      ))}
      {changes.length > 0 && (
        <SmallTable
          label={t('network.changesTable')}
          columns={[t('editor.change'), t('network.who'), t('network.whom'), t('network.before'), t('network.after')]}
          rows={changes.slice(0, 100).map(({ change, from, to, protocol, before, after }) => ({
            key: `${from} ${to} ${protocol}`,
            cells: [
              t(`network.${change}`),
              from,
              to,
              before === '' ? '–' : `${protocol} ${before}`,
              after === '' ? '–' : `${protocol} ${after}`,
            ],
          }))}
        />
      )}
      {total > 100 && <p className="bw-quiet">{t('network.more', { count: total - Math.min(changes.length, 100) })}</p>}
    </div>
  );
}
