import { type Answer, session } from '@breakwater/api';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from './client.ts';
import { queryClient } from './query-client.ts';

export type Session = Answer<typeof session.endpoints.get>;

export const sessionQuery = {
  queryKey: [session.name],
  queryFn: (): Promise<Session> => client.call(session.endpoints.get, {}),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
};

/** Who is logged in; only below the route that made sure of it. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether the role of the person allows it. */
export function usePermission(permission: Session['permissions'][number]): boolean {
  return useSession().permissions.includes(permission);
}

export function useLogin(onDone: () => void) {
  return useMutation({
    mutationFn: (body: { readonly name: string; readonly password: string }) => client.call(session.endpoints.create, { body }),
    onSuccess: me => {
      queryClient.clear();
      queryClient.setQueryData(sessionQuery.queryKey, me);
      onDone();
    },
  });
}

/** Ends the session; what was read before does not stay in memory. */
export function useLogout(): () => void {
  const navigate = useNavigate();
  return () => {
    void client.call(session.endpoints.delete, {}).finally(async () => {
      await navigate({ to: '/login' });
      queryClient.clear();
    });
  };
}
