import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from '@patternfly/react-core';
import { type ReactNode, useId } from 'react';

interface FieldProps {
  readonly label: string;
  readonly help?: string | undefined;
  readonly isRequired?: boolean;
  readonly children: (id: string) => ReactNode;
}

/** A control of a form with its name and what it is for. */
export function Field({ label, help, isRequired = false, children }: FieldProps) {
  const id = useId();
  return (
    <FormGroup label={label} fieldId={id} isRequired={isRequired}>
      {children(id)}
      {help !== undefined && (
        <FormHelperText>
          <HelperText>
            <HelperTextItem>{help}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: string | undefined;
  readonly type?: 'text' | 'password' | 'date' | 'number' | 'url';
  readonly isRequired?: boolean;
  readonly autoComplete?: string;
}

export function TextField({ label, value, onChange, help, type = 'text', isRequired = false, autoComplete = 'off' }: TextFieldProps) {
  return (
    <Field label={label} help={help} isRequired={isRequired}>
      {id => (
        <TextInput
          id={id}
          type={type}
          value={value}
          onChange={(_event, next) => onChange(next)}
          isRequired={isRequired}
          autoComplete={autoComplete}
        />
      )}
    </Field>
  );
}
