import { type Answer, network } from '@breakwater/api';
import { Button, Form, FormSelect, FormSelectOption, TextInput } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useAsk } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts } from '../../ui/Detail.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { Field } from '../../ui/Field.tsx';
import { Mark } from '../../ui/StateMark.tsx';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
type Protocol = (typeof PROTOCOLS)[number];

/** Asks about one connection: whether it is possible, and what decides on each side. */
export function ExplainForm({ cluster, names }: { readonly cluster: string; readonly names: readonly string[] }) {
  const { t } = useTexts();
  const list = useId();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [port, setPort] = useState('8080');
  const [protocol, setProtocol] = useState<Protocol>('TCP');
  const ask = useAsk(network, 'explain');
  const number = Number(port);
  const isReady = from.trim() !== '' && to.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= 65_535;
  return (
    <Form
      className="bw-form bw-explain"
      onSubmit={event => {
        event.preventDefault();
        if (isReady) ask.mutate({ query: { cluster, from: from.trim(), to: to.trim(), port: number, protocol } });
      }}
    >
      <datalist id={list}>
        {names.slice(0, 2000).map(name => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className="bw-explain-fields">
        <Field label={t('network.who')} help={t('network.endHelp')}>
          {id => <TextInput id={id} list={list} value={from} onChange={(_event, next) => setFrom(next)} />}
        </Field>
        <Field label={t('network.whom')}>
          {id => <TextInput id={id} list={list} value={to} onChange={(_event, next) => setTo(next)} />}
        </Field>
        <Field label={t('network.port')} help={t('network.portHelp')}>
          {id => <TextInput id={id} type="number" value={port} onChange={(_event, next) => setPort(next)} />}
        </Field>
        <Field label={t('network.protocol')}>
          {id => (
            <FormSelect id={id} value={protocol} onChange={(_event, next) => setProtocol(next as Protocol)}>
              {PROTOCOLS.map(name => (
                <FormSelectOption key={name} value={name} label={name} />
              ))}
            </FormSelect>
          )}
        </Field>
      </div>
      <div>
        <Button type="submit" variant="secondary" isDisabled={!isReady} isLoading={ask.isPending}>
          {t('network.ask')}
        </Button>
      </div>
      <FailureAlert failure={ask.error} />
      {ask.data !== undefined && <Explanation data={ask.data} />}
    </Form>
  );
}

const TONES = { allowed: 'good', denied: 'bad', 'implementation-defined': 'warn' } as const;

function Explanation({ data }: { readonly data: Answer<typeof network.endpoints.explain> }) {
  const { t } = useTexts();
  const { verdict, upstream, doubts, egress, ingress } = data;
  return (
    <div role="status">
      <p className="bw-verdict">
        <Mark tone={TONES[verdict]}>{t(verdict === 'implementation-defined' ? 'network.undefined' : `network.${verdict}`)}</Mark>{' '}
        {verdict === 'implementation-defined' && <span className="bw-quiet">{`${t(`network.${upstream}`)}? ${doubts.join(', ')}`}</span>}
      </p>
      <Facts
        items={[
          ...(egress === undefined ? [] : [[t('network.egress'), egress.because] as const]),
          ...(ingress === undefined ? [] : [[t('network.ingress'), ingress.because] as const]),
        ]}
      />
    </div>
  );
}
