import { type Answer, clusters } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useGo } from '../../app/use-go.ts';
import { usePermission } from '../../data/session.ts';
import { useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';

type Cluster = Answer<typeof clusters.endpoints.get>;

/** Rename, and remove with everything observed. */
export function ClusterActions({ cluster }: { readonly cluster: Cluster }) {
  const { t } = useTexts();
  const mayChange = usePermission('administer');
  const [open, setOpen] = useState<'rename' | 'remove'>();
  if (!mayChange) return null;
  return (
    <>
      <Button variant="secondary" onClick={() => setOpen('rename')}>
        {t('clusters.rename')}
      </Button>
      <Button variant="danger" onClick={() => setOpen('remove')}>
        {t('clusters.remove')}
      </Button>
      {open === 'rename' && <RenameDialog cluster={cluster} onClose={() => setOpen(undefined)} />}
      {open === 'remove' && <RemoveDialog cluster={cluster} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface DialogProps {
  readonly cluster: Cluster;
  readonly onClose: () => void;
}

function RenameDialog({ cluster, onClose }: DialogProps) {
  const { t } = useTexts();
  const rename = useChange(clusters, 'update');
  const [name, setName] = useState(cluster.name);
  return (
    <Dialog
      title={t('clusters.rename')}
      submit={t('actions.save')}
      isReady={name.trim() !== ''}
      change={rename}
      onSubmit={() => rename.mutate({ params: { id: cluster.id }, body: { name: name.trim() } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextField label={t('columns.name')} value={name} onChange={setName} isRequired />
    </Dialog>
  );
}

/** The name has to be typed: what goes is everything that was ever seen there. */
function RemoveDialog({ cluster, onClose }: DialogProps) {
  const { t } = useTexts();
  const go = useGo();
  const remove = useChange(clusters, 'delete');
  const [typed, setTyped] = useState('');
  return (
    <Dialog
      title={t('clusters.removeTitle', { name: cluster.name })}
      submit={t('clusters.remove')}
      isDanger
      isReady={typed === cluster.name}
      change={remove}
      onSubmit={() => remove.mutate({ params: { id: cluster.id } }, { onSuccess: () => go('/clusters') })}
      onClose={onClose}
    >
      <p>{t('clusters.removeText')}</p>
      <TextField label={t('clusters.typeName', { name: cluster.name })} value={typed} onChange={setTyped} isRequired />
    </Dialog>
  );
}
