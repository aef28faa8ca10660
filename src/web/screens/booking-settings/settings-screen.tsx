import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { BookingSettings, SettingKind, SettingScope } from '../../../contracts/http/index.js';
import { Loading } from '../../app/loading.js';
import { bookingSettingsQuery } from '../../api/booking-settings.js';
import { machinesQuery } from '../../api/bookings.js';
import { useMe } from '../../api/me.js';
import { useTongue } from '../../i18n/language.js';
import { Notice } from '../../ui/notice.js';
import { NotRead } from '../../ui/problem.js';
import { Screen } from '../../ui/screen.js';
import { DeskParts } from '../booking-desk/desk-parts.js';
import { ScopeChoice, useScope } from './scope-choice.js';
import { SettingCard } from './setting-card.js';
import classes from './settings.module.css';

export default function SettingsScreen() {
  const { t } = useTongue();
  const { scope, choices, choose } = useScope();
  const { data, error, refetch } = useQuery(bookingSettingsQuery);
  const mayChange = useMe().roles.includes('admin');
  return (
    <Screen title={t.settings.title} lead={t.settings.lead}>
      <DeskParts />
      <ScopeChoice scope={scope} choices={choices} choose={choose} />
      {!mayChange && (
        <Notice tone="idle">
          <p>{t.settings.readOnly}</p>
        </Notice>
      )}
      {error !== null && data === undefined && <NotRead error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && scope.kind !== 'workshop' && scope.id === null && (
        <Notice tone="idle">
          <p>{t.settings.noneOfScope[scope.kind]}</p>
        </Notice>
      )}
      {data !== undefined && (scope.kind === 'workshop' || scope.id !== null) && (
        <>
          <Cards title={t.settings.rules} kind="rule" all={data} scope={scope} mayChange={mayChange} />
          <Cards title={t.settings.policies} kind="policy" all={data} scope={scope} mayChange={mayChange} />
        </>
      )}
    </Screen>
  );
}

interface CardsProps {
  readonly title: string;
  readonly kind: SettingKind['kind'];
  readonly all: BookingSettings;
  readonly scope: SettingScope;
  readonly mayChange: boolean;
}

function Cards({ title, kind, all, scope, mayChange }: CardsProps) {
  const heading = useId();
  const { data: machines } = useQuery(machinesQuery);
  const group = machines?.find(({ id }) => scope.kind === 'machine' && id === scope.id)?.machineGroupId ?? null;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className={classes.heading}>
        {title}
      </h2>
      <div className={classes.cards}>
        {all.kinds
          .filter((one) => one.kind === kind)
          .map((one) => (
            <SettingCard
              key={`${one.code} ${scope.kind} ${scope.id}`}
              kind={one}
              stored={all.stored}
              scope={scope}
              groupOfMachine={group}
              mayChange={mayChange}
            />
          ))}
      </div>
    </section>
  );
}
