import { type Answer, MAX_FLOW_TEXT, network } from '@breakwater/api';
import { Alert, Button, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useAsk } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';

type Judged = Answer<typeof network.endpoints.flows>;
type Flow = Answer<typeof network.endpoints.flows>['flows'][number];

const HOUR = 3_600_000;
/** How far back from the newest flow. */
const WINDOWS = { all: Number.POSITIVE_INFINITY, week: 168 * HOUR, day: 24 * HOUR, hour: HOUR } as const;
type Window = keyof typeof WINDOWS;

const SHOWN = 50;

interface Props {
  readonly cluster: string;
  /** Is told of the flows of the window, for the picture; of none while there are none. */
  readonly onFlows: (flows: readonly Flow[] | undefined) => void;
}

/** Flows that were recorded elsewhere, beside what policies say of them: what is used, and what nobody should have expected. */
export function FlowPanel({ cluster, onFlows }: Props) {
  const { t } = useTexts();
  const id = useId();
  const ask = useAsk(network, 'flows');
  const seen = useAsk(network, 'observed');
  const [judged, setJudged] = useState<Judged>();
  const [window, setWindow] = useState<Window>('all');
  const [tooLarge, setTooLarge] = useState(false);
  const flows = judged === undefined ? undefined : within(judged.flows, window);
  const show = (data: Judged) => {
    setJudged(data);
    onFlows(within(data.flows, window));
  };
  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    const text = await file.text();
    setTooLarge(text.length > MAX_FLOW_TEXT);
    if (text.length <= MAX_FLOW_TEXT) ask.mutate({ body: { cluster, text } }, { onSuccess: show });
  };
  return (
    <div className="bw-stack">
      <div className="bw-graph-tools">
        <Button variant="secondary" isLoading={seen.isPending} onClick={() => seen.mutate({ query: { cluster } }, { onSuccess: show })}>
          {t('network.seenByAgents')}
        </Button>
        <label htmlFor={id}>{t('network.flowFile')}</label>
        <input id={id} type="file" accept=".json,.jsonl,.ndjson,.txt" onChange={event => void choose(event.target.files?.[0])} />
        <FormSelect
          aria-label={t('network.window')}
          value={window}
          onChange={(_event, next) => {
            setWindow(next as Window);
            if (judged !== undefined) onFlows(within(judged.flows, next as Window));
          }}
        >
          {(Object.keys(WINDOWS) as readonly Window[]).map(name => (
            <FormSelectOption key={name} value={name} label={t(`network.window_${name}`)} />
          ))}
        </FormSelect>
      </div>
      <p className="bw-quiet">{t('network.flowText')}</p>
      {tooLarge && <Alert variant="warning" isInline component="p" title={t('network.flowTooLarge')} />}
      <FailureAlert failure={ask.error ?? seen.error} />
      {flows !== undefined && <Flows flows={flows} more={judged?.more ?? 0} problems={judged?.problems ?? []} />}
    </div>
  );
}

/** Flows without a time are of every window. */
function within(flows: readonly Flow[], window: Window): readonly Flow[] {
  const newest = Math.max(...flows.flatMap(({ lastSeen }) => (lastSeen === '' ? [] : [Date.parse(lastSeen)])));
  return flows.filter(({ lastSeen }) => lastSeen === '' || newest - Date.parse(lastSeen) <= WINDOWS[window]);
}

const TONES = { allowed: 'good', denied: 'bad', 'implementation-defined': 'warn' } as const;

interface FlowsProps {
  readonly flows: readonly Flow[];
  readonly more: number;
  readonly problems: readonly string[];
}

function Flows({ flows, more, problems }: FlowsProps) {
  const { t } = useTexts();
  const unexpected = flows.filter(({ verdict }) => verdict === 'denied').length;
  return (
    <>
      <p role="status" className="bw-verdict">
        {t('network.flowCounts', { seen: flows.length, unexpected })}
      </p>
      {problems.length > 0 && (
        <Alert variant="warning" isInline component="p" title={t('network.problems', { count: problems.length })}>
          <ul>
            {problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Alert>
      )}
      <SmallTable
        label={t('network.flows')}
        columns={[t('network.who'), t('network.whom'), t('network.ports'), t('network.seen'), t('network.verdict')]}
        numbers={[3]}
        rows={flows.slice(0, SHOWN).map(({ from, to, protocol, port, count, verdict, wasAllowed }) => ({
          key: `${from} ${to} ${protocol} ${port} ${wasAllowed}`,
          cells: [
            from,
            to,
            `${protocol} ${port}`,
            count,
            <Mark key="verdict" tone={TONES[verdict]}>
              {t(verdict === 'implementation-defined' ? 'network.undefined' : `network.${verdict}`)}
            </Mark>,
          ],
        }))}
      />
      {flows.length - SHOWN + more > 0 && (
        <p className="bw-quiet">{t('network.more', { count: Math.max(flows.length - SHOWN, 0) + more })}</p>
      )}
    </>
  );
}
