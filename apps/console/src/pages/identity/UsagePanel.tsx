import { type Answer, access, MAX_AUDIT_TEXT } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useAsk } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { FailureAlert } from '../../ui/FailureAlert.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';

const SHOWN = 100;

/** What of the permissions was used, by audit events of a file. */
export function UsagePanel({ cluster }: { readonly cluster: string }) {
  const { t } = useTexts();
  const id = useId();
  const ask = useAsk(access, 'usage');
  const [tooLarge, setTooLarge] = useState(false);
  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    const text = await file.text();
    setTooLarge(text.length > MAX_AUDIT_TEXT);
    if (text.length <= MAX_AUDIT_TEXT) ask.mutate({ body: { cluster, text } });
  };
  return (
    <div className="bw-stack">
      <div className="bw-graph-tools">
        <label htmlFor={id}>{t('identities.auditFile')}</label>
        <input id={id} type="file" accept=".json,.jsonl,.log,.txt" onChange={event => void choose(event.target.files?.[0])} />
      </div>
      <p className="bw-quiet">{t('identities.auditText')}</p>
      {tooLarge && <Alert variant="warning" isInline component="p" title={t('identities.auditTooLarge')} />}
      <FailureAlert failure={ask.error} />
      {ask.data !== undefined && <Usage usage={ask.data} />}
    </div>
  );
}

function Usage({ usage }: { readonly usage: Answer<typeof access.endpoints.usage> }) {
  const { t } = useTexts();
  const id = useId();
  const { events, from, to, users, unused, more, problems } = usage;
  return (
    <>
      <p role="status" className="bw-verdict">
        {t('identities.usageCounts', { events, from: from || '–', to: to || '–', users: users.length, unused: unused.length })}
      </p>
      {problems.map(problem => (
        <Alert key={problem} variant="warning" isInline component="p" title={problem} />
      ))}
      {unused.length > 0 && (
        <SmallTable
          label={t('identities.usage')}
          columns={[t('identities.what'), t('identities.by'), t('identities.because'), t('identities.lastUse')]}
          rows={unused.slice(0, SHOWN).map(({ name, binding, role, because, lastUse }, index) => ({
            key: `${index} ${binding}`,
            cells: [
              name,
              <span key="binding">
                {binding} <span className="bw-quiet">{role}</span>
              </span>,
              because,
              lastUse === '' ? t('identities.never') : lastUse,
            ],
          }))}
        />
      )}
      {unused.length - SHOWN + more > 0 && (
        <p className="bw-quiet">{t('network.more', { count: Math.max(unused.length - SHOWN, 0) + more })}</p>
      )}
      <p>{t('identities.leastRoles')}</p>
      <Code
        id={`${id}-command`}
        label={t('identities.leastRoles')}
        text="breakwater rbac least-privilege --audit audit.jsonl --format yaml rbac/"
      />
    </>
  );
}
