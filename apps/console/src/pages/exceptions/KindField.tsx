import { EXCEPTION_KINDS } from '@breakwater/api';
import { Radio } from '@patternfly/react-core';
import { useTexts } from '../../texts/use-texts.ts';
import type { ExceptionKind } from '../../ui/finding-exception-url.ts';

interface Props {
  readonly kind: ExceptionKind;
  readonly onChange: (kind: ExceptionKind) => void;
}

/** What is said of a vulnerability: that it is borne, that it waits, or that it is none here. */
export function KindField({ kind, onChange }: Props) {
  const { t } = useTexts();
  return (
    <fieldset className="bw-fieldset">
      <legend>{t('exceptions.kind')}</legend>
      {EXCEPTION_KINDS.map(one => (
        <Radio
          key={one}
          id={`kind-${one}`}
          name="kind"
          label={t(`exceptionKind.${one}.do`)}
          description={t(`exceptionKind.${one}.text`)}
          isChecked={kind === one}
          onChange={() => onChange(one)}
        />
      ))}
    </fieldset>
  );
}
