import { queryOptions } from '@tanstack/react-query';
import type { SettingScope, StoredSetting } from '../../contracts/http/index.js';
import { machineGroupsQuery } from './bookings.js';
import { call } from './call.js';
import { routes } from './routes.js';

export const bookingSettingsQuery = queryOptions({
  queryKey: ['booking-settings'],
  queryFn: ({ signal }) => call(routes.bookingSettings, { signal }),
});

export const membershipKindsQuery = queryOptions({
  queryKey: ['membership-kinds'],
  queryFn: async ({ signal }) => (await call(routes.membershipKinds, { query: { limit: 500 }, signal })).items,
});

/** Whose word counts at a scope, the most specific first; a member's kind of membership is not known there. */
const linesOf = (scope: SettingScope, groupOfMachine: string | null): readonly SettingScope[] => [
  scope,
  ...(scope.kind === 'machine' && groupOfMachine !== null ? [{ kind: 'group' as const, id: groupOfMachine }] : []),
  ...(scope.kind === 'workshop' ? [] : [{ kind: 'workshop' as const, id: null }]),
];

/** What holds at a scope, and who says so; undefined: nobody, so the defaults hold. */
export function heldAt(
  stored: readonly StoredSetting[],
  code: string,
  scope: SettingScope,
  groupOfMachine: string | null,
): StoredSetting | undefined {
  for (const line of linesOf(scope, groupOfMachine)) {
    const found = stored.find((one) => one.code === code && one.scope.kind === line.kind && one.scope.id === line.id);
    if (found !== undefined) return found;
  }
  return undefined;
}

export const touchedBySettings = ['booking-settings', 'machine-rules', 'calendar'];
export const touchedByGroups = [
  String(machineGroupsQuery.queryKey[0]),
  'machines',
  'membership-kinds',
  'booking-settings',
];

export const changeSetting = (
  code: string,
  scope: SettingScope,
  settings: Readonly<Record<string, unknown>> | null,
): Promise<unknown> =>
  call(routes.changeBookingSetting, {
    params: { code },
    body: { scope, settings: settings === null ? null : { ...settings } },
  });
