import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Language, Me } from '../../contracts/http/index.js';
import { call } from '../api/call.js';
import { meQuery } from '../api/me.js';
import { routes } from '../api/routes.js';
import { useTongue } from '../i18n/language.js';

/**
 * The page speaks the language of whoever is logged in; switching it is kept with the account, so that reader and mail
 * speak it too. A language chosen on the login screen is the choice of who then logs in.
 */
export function useMemberLanguage(me: Me | null | undefined): (language: Language) => void {
  const { language, setLanguage } = useTongue();
  const client = useQueryClient();
  const chosen = useRef<Language>(undefined);
  const { mutate: keep } = useMutation({
    mutationFn: (body: Language) => call(routes.changeMe, { body: { language: body } }),
    onSuccess: (_, kept) =>
      client.setQueryData(meQuery.queryKey, (known) => (known ? { ...known, language: kept } : known)),
  });

  const id = me?.id;
  const own = me?.language;
  useEffect(() => {
    if (id === undefined || own === undefined) return;
    if (chosen.current === undefined) setLanguage(own);
    else if (chosen.current !== own) keep(chosen.current);
    chosen.current = undefined;
    // Only when somebody logs in: afterwards this page leads.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);

  return useCallback(
    (next: Language) => {
      if (next === language) return;
      setLanguage(next);
      if (id === undefined) chosen.current = next;
      else keep(next);
    },
    [language, setLanguage, id, keep],
  );
}
