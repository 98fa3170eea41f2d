import { compliance, complianceSchedules, notifiers, REPORT_FORMATS } from '@breakwater/api';
import { Checkbox } from '@patternfly/react-core';
import { useState } from 'react';
import { useClusters } from '../../data/use-clusters.ts';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import type { RowOf } from '../../list/use-list.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';
import { ChoiceList } from './ChoiceList.tsx';
import { ScopeFields } from './ScopeFields.tsx';
import { toScope, toScopeDraft } from './scope-draft.ts';

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
  const clusters = useClusters();
  const frameworks = useEndpoint(compliance, 'frameworks', {}).data?.frameworks ?? [];
  const known = useEndpoint(notifiers, 'list', { query: {} }).data?.results ?? [];
  const [draft, setDraft] = useState(() => ({
    name: schedule?.name ?? '',
    pattern: schedule?.pattern ?? '0 6 * * 1',
    timeZone: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    clusters: schedule?.clusters ?? [],
    frameworks: schedule?.frameworks ?? ['cis-1.12'],
    ...toScopeDraft(schedule?.scope ?? {}),
    notifiers: schedule?.notifiers ?? [],
    reports: schedule?.reports ?? [],
    enabled: schedule?.enabled ?? true,
  }));
  const edit = (part: Partial<typeof draft>) => setDraft(old => ({ ...old, ...part }));
  const scope = toScope(draft);
  const save = () => {
    if (scope === undefined) return;
    const { namespaces: _namespaces, nodes: _nodes, nodeLabels: _labels, ...values } = draft;
    const body = { ...values, scope };
    if (schedule !== undefined) update.mutate({ params: { id: schedule.id }, body }, { onSuccess: onClose });
    else create.mutate({ body: { ...body, language } }, { onSuccess: onClose });
  };
  const isWhole = [draft.name, draft.pattern, draft.timeZone].every(text => text.trim() !== '') && draft.frameworks.length > 0;
  return (
    <Dialog
      title={t(schedule === undefined ? 'compliance.addSchedule' : 'compliance.editSchedule')}
      submit={t('actions.save')}
      isReady={isWhole && scope !== undefined}
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
      <ChoiceList
        label={t('compliance.frameworks')}
        choices={frameworks.map(({ id, title }) => ({ id, name: title }))}
        chosen={draft.frameworks}
        onChange={chosen => edit({ frameworks: chosen })}
        isRequired
      />
      <ChoiceList
        label={t('compliance.clusters')}
        help={t('compliance.clustersHelp')}
        choices={clusters}
        chosen={draft.clusters}
        onChange={chosen => edit({ clusters: chosen })}
      />
      <ScopeFields draft={draft} onChange={edit} />
      {known.length > 0 && (
        <ChoiceList
          label={t('compliance.tells')}
          choices={known}
          chosen={draft.notifiers}
          onChange={chosen => edit({ notifiers: chosen })}
        />
      )}
      {draft.notifiers.length > 0 && (
        <ChoiceList
          label={t('compliance.sends')}
          help={t('compliance.sendsHelp')}
          choices={REPORT_FORMATS.map(format => ({ id: format, name: format }))}
          chosen={draft.reports}
          onChange={chosen => edit({ reports: REPORT_FORMATS.filter(format => chosen.includes(format)) })}
        />
      )}
      <Checkbox id="schedule-on" label={t('compliance.on')} isChecked={draft.enabled} onChange={(_event, enabled) => edit({ enabled })} />
    </Dialog>
  );
}
