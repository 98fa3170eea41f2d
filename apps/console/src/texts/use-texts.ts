import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { writeSetting } from '../app/settings.ts';
import type { Language, Translate } from './i18n.ts';

export interface Texts {
  readonly t: Translate;
  readonly language: Language;
  readonly changeLanguage: (language: Language) => void;
}

/** The texts of the language on the screen. */
export function useTexts(): Texts {
  const { t, i18n } = useTranslation();
  return useMemo(
    () => ({
      t: t as unknown as Translate,
      language: i18n.language === 'ja' ? 'ja' : 'en',
      changeLanguage: language => {
        writeSetting('language', language);
        void i18n.changeLanguage(language);
      },
    }),
    [t, i18n, i18n.language],
  );
}
