import type { Role } from '@breakwater/api';
import { useTexts } from '../texts/use-texts.ts';

export function RoleText({ role }: { readonly role: Role }) {
  const { t } = useTexts();
  return t(`role.${role}`);
}
