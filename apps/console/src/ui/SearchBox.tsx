import { SearchInput } from '@patternfly/react-core';

interface Props {
  /** What is searched, for the eye and for screen readers. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A field that narrows down what is on the page. */
export function SearchBox({ label, value, onChange }: Props) {
  return (
    <SearchInput
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(_event, next) => onChange(next)}
      onClear={() => onChange('')}
    />
  );
}

/** Whether words hold a text, whatever the case of letters. */
export function holdsText(text: string, words: readonly string[]): boolean {
  return words.join(' ').toLowerCase().includes(text.trim().toLowerCase());
}
