import { Checkbox } from '@patternfly/react-core';
import { Field } from '../../ui/Field.tsx';

interface Props {
  readonly label: string;
  readonly help?: string;
  /** What there is to choose from. */
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
  readonly isRequired?: boolean;
}

/** Several of what there is. */
export function ChoiceList({ label, help, choices, chosen, onChange, isRequired = false }: Props) {
  const choose = (id: string, isChosen: boolean) => onChange(isChosen ? [...chosen, id] : chosen.filter(one => one !== id));
  return (
    <Field label={label} help={help} isRequired={isRequired}>
      {id => (
        <fieldset id={id} aria-label={label} className="bw-choice-list">
          {choices.map(choice => (
            <Checkbox
              key={choice.id}
              id={`${id}-${choice.id}`}
              label={choice.name}
              isChecked={chosen.includes(choice.id)}
              onChange={(_event, isChosen) => choose(choice.id, isChosen)}
            />
          ))}
        </fieldset>
      )}
    </Field>
  );
}
