import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readSetting } from '../app/settings.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';

export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Dotted path of a text; a plural is named without `_one` and `_other`. */
export type TextKey = Path<typeof en>;

type Path<T> = {
  [K in keyof T & string]: T[K] extends string ? Singular<K> : `${K}.${Path<T[K]>}`;
}[keyof T & string];

type Singular<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;

export type TextValues = Readonly<Record<string, string | number>>;
export type Translate = (key: TextKey, values?: TextValues) => string;

/** Starts the texts once, before the first picture; all of both languages are part of the bundle, so that nothing flickers. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: chooseLanguage(),
    fallbackLng: 'en',
    resources: { en: { translation: en }, ja: { translation: ja } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = i18next.language;
  i18next.on('languageChanged', language => {
    document.documentElement.lang = language;
  });
}

function chooseLanguage(): Language {
  const chosen = readSetting('language') ?? navigator.language;
  return LANGUAGES.find(language => chosen.startsWith(language)) ?? 'en';
}
