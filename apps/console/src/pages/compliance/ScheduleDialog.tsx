import { complianceSchedules, notifiers } from '@breakwater/api';
import { Checkbox } from '@patternfly/react-core';
import { useState } from 'react';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import { splitList } from '../../format/split-list.ts';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, TextField } from '../../ui/Field.tsx';
import { FrameworkField } from './FrameworkField.tsx';

interface Props {
  /** The one that is changed; undefined for a new one. */
  readonly schedule: RowOf<typeof complianceSchedules.endpoints.list> | undefined;
  readonly onClose: () => void;
}

/** Says when which framework is looked at, and who is told. */
export function ScheduleDialog({ schedule, onClose }: Props) {
  const { t, language } = useTexts();
  const create = useChange(complianceSchedules, 'create');
  const update = useChange(complianceSchedules, 'update');
  const known = useEndpoint(notifiers, 'list', { query: {} }).data?.results ?? [];
  const [draft, setDraft] = useState(() => ({
    name: schedule?.name ?? '',
    pattern: schedule?.pattern ?? '0 6 * * 1',
    timeZone: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    framework: schedule?.frameworks[0] ?? 'cis-1.12',
    namespaces: (schedule?.scope.namespaces ?? []).join(', '),
    notifiers: schedule?.notifiers ?? [],
    enabled: schedule?.enabled ?? true,
  }));
  const edit = (part: Partial<typeof draft>) => setDraft(old => ({ ...old, ...part }));
  const save = () => {
    const { framework, namespaces, ...values } = draft;
    const names = splitList(namespaces);
    // Further frameworks and nodes of a schedule that was made elsewhere stay.
    const { namespaces: _names, ...scope } = schedule?.scope ?? {};
    const frameworks = [framework, ...(schedule?.frameworks.slice(1) ?? []).filter(one => one !== framework)];
    const body = { ...values, frameworks, scope: { ...scope, ...(names.length === 0 ? {} : { namespaces: [...names] }) } };
    if (schedule !== undefined) update.mutate({ params: { id: schedule.id }, body }, { onSuccess: onClose });
    else create.mutate({ body: { ...body, clusters: [], language } }, { onSuccess: onClose });
  };
  const tell = (id: string, isTold: boolean) =>
    edit({ notifiers: isTold ? [...draft.notifiers, id] : draft.notifiers.filter(one => one !== id) });
  return (
    <Dialog
      title={t(schedule === undefined ? 'compliance.addSchedule' : 'compliance.editSchedule')}
      submit={t('actions.save')}
      isReady={draft.name.trim() !== '' && draft.pattern.trim() !== '' && draft.timeZone.trim() !== ''}
      change={schedule === undefined ? create : update}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField label={t('compliance.name')} value={draft.name} onChange={name => edit({ name })} isRequired />
      <TextField
        label={t('compliance.pattern')}
        value={draft.pattern}
        onChange={pattern => edit({ pattern })}
        help={t('compliance.patternHelp')}
        isRequired
      />
      <TextField
        label={t('compliance.timeZone')}
        value={draft.timeZone}
        onChange={timeZone => edit({ timeZone })}
        help={t('compliance.timeZoneHelp')}
        isRequired
      />
      <FrameworkField value={draft.framework} onChange={framework => edit({ framework })} />
      <TextField
        label={t('compliance.namespaces')}
        value={draft.namespaces}
        onChange={namespaces => edit({ namespaces })}
        help={t('compliance.namespacesHelp')}
      />
      {known.length > 0 && (
        <Field label={t('compliance.tells')}>
          {id => (
            <div id={id}>
              {known.map(one => (
                <Checkbox
                  key={one.id}
                  id={`${id}-${one.id}`}
                  label={one.name}
                  isChecked={draft.notifiers.includes(one.id)}
                  onChange={(_event, isTold) => tell(one.id, isTold)}
                />
              ))}
            </div>
          )}
        </Field>
      )}
      <Checkbox id="schedule-on" label={t('compliance.on')} isChecked={draft.enabled} onChange={(_event, enabled) => edit({ enabled })} />
    </Dialog>
  );
}
