import { ROLES, type Role } from '@breakwater/api';
import type { Scope } from '@breakwater/model';
import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { splitList } from '../format/split-list.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Field, TextField } from './Field.tsx';

/** What somebody may do, and where. Lists are written with commas. */
export interface Access {
  readonly role: Role;
  readonly clusters: string;
  readonly namespaces: string;
}

export const NO_ACCESS: Access = { role: 'viewer', clusters: '', namespaces: '' };

export function AccessFields({ access, onChange }: { readonly access: Access; readonly onChange: (access: Access) => void }) {
  const { t } = useTexts();
  return (
    <>
      <Field label={t('columns.role')} help={t(`roleHelp.${access.role}`)}>
        {id => (
          <FormSelect id={id} value={access.role} onChange={(_event, role) => onChange({ ...access, role: role as Role })}>
            {ROLES.map(role => (
              <FormSelectOption key={role} value={role} label={t(`role.${role}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      <TextField
        label={t('scope.clusters')}
        value={access.clusters}
        onChange={clusters => onChange({ ...access, clusters })}
        help={t('scope.listHelp')}
      />
      <TextField
        label={t('scope.namespaces')}
        value={access.namespaces}
        onChange={namespaces => onChange({ ...access, namespaces })}
        help={t('scope.listHelp')}
      />
    </>
  );
}

export function toAccessScope({ clusters, namespaces }: Access): Scope {
  return { ...listNames('clusters', clusters), ...listNames('namespaces', namespaces) };
}

function listNames(name: 'clusters' | 'namespaces', text: string): Readonly<Record<string, string[]>> {
  const names = splitList(text);
  return names.length === 0 ? {} : { [name]: names };
}
