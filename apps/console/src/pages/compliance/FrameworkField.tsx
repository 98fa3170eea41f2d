import { compliance } from '@breakwater/api';
import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Field } from '../../ui/Field.tsx';

/** Chooses a framework. */
export function FrameworkField({ value, onChange }: { readonly value: string; readonly onChange: (framework: string) => void }) {
  const { t } = useTexts();
  const frameworks = useEndpoint(compliance, 'frameworks', {}).data?.frameworks ?? [];
  return (
    <Field label={t('compliance.framework')} isRequired>
      {id => (
        <FormSelect id={id} value={value} onChange={(_event, next) => onChange(next)}>
          {frameworks.map(framework => (
            <FormSelectOption key={framework.id} value={framework.id} label={framework.title} />
          ))}
        </FormSelect>
      )}
    </Field>
  );
}
