import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Bilingual, Language } from '../../contracts/http/index.js';
import { useTongue } from '../i18n/language.js';
import { machineGroupsQuery, machinesQuery } from './bookings.js';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** In the language of the page, by name. */
export const named = (items: readonly { id: string; name: Bilingual }[], language: Language): Named[] =>
  items
    .map(({ id, name }) => ({ id, name: name[language] }))
    .toSorted((a, b) => new Intl.Collator(language).compare(a.name, b.name));

export function useMachines(): readonly Named[] {
  const { language } = useTongue();
  const { data } = useQuery(machinesQuery);
  return useMemo(() => named(data ?? [], language), [data, language]);
}

/** Says which machine, or which group of them, is meant; empty until it is known. */
export function useNameOf(): (subject: {
  readonly machineId: string | null;
  readonly machineGroupId?: string | null;
}) => string {
  const { language } = useTongue();
  const { data: machines } = useQuery(machinesQuery);
  const { data: groups } = useQuery(machineGroupsQuery);
  return ({ machineId, machineGroupId }) =>
    (machines?.find(({ id }) => id === machineId) ?? groups?.find(({ id }) => id === machineGroupId))?.name[language] ??
    '';
}
