import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useSearch } from 'wouter';
import { settingScope, settingScopes, type SettingScope } from '../../../contracts/http/index.js';
import { membershipKindsQuery } from '../../api/booking-settings.js';
import { machineGroupsQuery } from '../../api/bookings.js';
import { type Named, named, useMachines } from '../../api/machines.js';
import { useTongue } from '../../i18n/language.js';
import classes from './settings.module.css';

type Kind = SettingScope['kind'];
type Choices = Readonly<Record<Kind, readonly Named[]>>;

/** What the settings are for, as the address says it, so that it can be linked and going back works. */
export function useScope() {
  const { language } = useTongue();
  const search = new URLSearchParams(useSearch());
  const [path, go] = useLocation();
  const { data: groups = [] } = useQuery(machineGroupsQuery);
  const { data: kinds = [] } = useQuery(membershipKindsQuery);
  const choices: Choices = {
    workshop: [],
    membership: named(kinds, language),
    group: named(groups, language),
    machine: useMachines(),
  };
  const asked = settingScope.safeParse({ kind: search.get('of'), id: search.get('id') });
  const kind = settingScopes.find((one) => one === search.get('of')) ?? 'workshop';
  const scope: SettingScope = asked.data ?? { kind, id: choices[kind][0]?.id ?? null };
  const choose = (of: Kind, id?: string): void => {
    go(of === 'workshop' ? path : `${path}?${new URLSearchParams({ of, ...(id === undefined ? {} : { id }) })}`);
  };
  return { scope, choices, choose };
}

type ScopeChoiceProps = ReturnType<typeof useScope>;

export function ScopeChoice({ scope, choices, choose }: ScopeChoiceProps) {
  const { t } = useTongue();
  return (
    <div className={classes.scope}>
      <div role="group" aria-label={t.settings.scope} className={classes.scopes}>
        {settingScopes.toReversed().map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={kind === scope.kind}
            className={classes.scopeButton}
            onClick={() => choose(kind)}
          >
            {t.settings.scopes[kind]}
          </button>
        ))}
      </div>
      {choices[scope.kind].length > 0 && (
        <NativeSelect
          size="md"
          className={classes.which}
          aria-label={t.settings.which}
          value={scope.id ?? ''}
          data={choices[scope.kind].map(({ id, name }) => ({ value: id, label: name }))}
          onChange={({ currentTarget }) => choose(scope.kind, currentTarget.value)}
        />
      )}
    </div>
  );
}
