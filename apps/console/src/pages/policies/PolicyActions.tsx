import { type Answer, policies } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from '../../app/Link.tsx';
import { useGo } from '../../app/use-go.ts';
import { client } from '../../data/client.ts';
import { usePermission } from '../../data/session.ts';
import { useAsk } from '../../data/use-endpoint.ts';
import { saveFile } from '../../format/save-file.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DryRunPanel } from './editor/DryRunPanel.tsx';

type Policy = Answer<typeof policies.endpoints.get>;

/** What can be done with one policy: of those that ship, reading and cloning; of one's own, everything. */
export function PolicyActions({ policy: { id, builtIn } }: { readonly policy: Policy }) {
  const { t } = useTexts();
  const mayChange = usePermission('administer');
  const [isDeleting, setDeleting] = useState(false);
  const path = encodeURIComponent(id);
  return (
    <>
      <Link to={`/policies/${path}/edit`} className="pf-v6-c-button pf-m-secondary pf-m-small">
        {t(mayChange && !builtIn ? 'policies.edit' : 'policies.source')}
      </Link>
      {mayChange && (
        <Link to={`/policies/new?from=${path}`} className="pf-v6-c-button pf-m-secondary pf-m-small">
          {t('policies.clone')}
        </Link>
      )}
      <Button variant="secondary" size="sm" onClick={() => void exportPolicies(id)}>
        {t('policies.export')}
      </Button>
      {mayChange && !builtIn && (
        <Button variant="danger" size="sm" onClick={() => setDeleting(true)}>
          {t('actions.delete')}
        </Button>
      )}
      {isDeleting && <DeleteDialog id={id} onClose={() => setDeleting(false)} />}
    </>
  );
}

/** Some, or all of one's own, as one file. */
export async function exportPolicies(ids?: string): Promise<void> {
  const { text } = await client.call(policies.endpoints.export, { query: ids === undefined ? {} : { ids } });
  saveFile(`${ids ?? 'policies'}.yaml`, text, 'application/yaml');
}

function DeleteDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTexts();
  const go = useGo();
  // What shows it must not be asked for again: the server tells of the change once this page is left.
  const change = useAsk(policies, 'delete');
  return (
    <Dialog
      title={t('policies.deleteTitle', { id })}
      submit={t('actions.reallyDelete')}
      isReady
      isDanger
      change={change}
      onSubmit={() => change.mutate({ params: { id } }, { onSuccess: () => go('/policies') })}
      onClose={onClose}
    >
      <p>{t('policies.deleteText')}</p>
      <DryRunPanel request={{ id, remove: true }} isReady />
    </Dialog>
  );
}
