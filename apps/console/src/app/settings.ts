/** What a person chose for this browser; nothing here is needed for the console to work. */
export type SettingName = 'language' | 'theme';

export function readSetting(name: SettingName): string | undefined {
  try {
    return localStorage.getItem(`breakwater.${name}`) ?? undefined;
  } catch {
    return undefined; // storage may be forbidden
  }
}

export function writeSetting(name: SettingName, value: string): void {
  try {
    localStorage.setItem(`breakwater.${name}`, value);
  } catch {
    // the choice then holds until the page is closed
  }
}
