import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Machine, MachineGroup } from '../../../contracts/http/index.js';
import { machineGroupsQuery, machinesQuery } from '../../api/bookings.js';
import { useServiceNow } from '../../api/live/live.js';
import { useMe } from '../../api/me.js';
import { sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { wallAt } from '../../i18n/wall-clock.js';
import { Empty, Notice } from '../../ui/notice.js';
import { Screen } from '../../ui/screen.js';
import { type Asked, type Ask, roundedUp, usualMs } from './asked.js';
import { Calendar } from './calendar.js';
import { FreeList } from './free-list.js';
import type { Place } from './toolbar.js';
import { Waiting } from './waiting.js';
import { isDay } from './wall.js';

const BookingDialog = lazy(() => import('./booking-dialog.js'));
const OwnBooking = lazy(() => import('./own-booking.js'));

/** Where machines are booked: a calendar of them, or on a phone what is free. */
export default function BookingScreen() {
  const { language, t } = useTongue();
  const machines = useQuery(machinesQuery);
  const groups = useQuery(machineGroupsQuery);
  const error = machines.error ?? groups.error;
  const retry = (): void => {
    void machines.refetch();
    void groups.refetch();
  };
  return (
    <Screen title={t.booking.title}>
      {error !== null && (
        <Notice tone="bad" alert>
          <p>{sayError(error, language, t)}</p>
          <Button mt="sm" size="md" onClick={retry}>
            {t.app.retry}
          </Button>
        </Notice>
      )}
      {error === null && (machines.data === undefined || groups.data === undefined) && <Waiting />}
      {machines.data?.length === 0 && (
        <Empty title={t.booking.noMachines} icon="calendar">
          <p>{t.booking.noMachinesHint}</p>
        </Empty>
      )}
      {machines.data !== undefined && machines.data.length > 0 && groups.data !== undefined && (
        <Bookable machines={machines.data} groups={groups.data} />
      )}
    </Screen>
  );
}

interface BookableProps {
  readonly machines: readonly Machine[];
  readonly groups: readonly MachineGroup[];
}

const minuteMs = 60_000;

function Bookable({ machines, groups }: BookableProps) {
  const { language } = useTongue();
  const { timeZone } = useMe();
  const now = Math.floor(useServiceNow() / minuteMs) * minuteMs;
  const today = wallAt(now, timeZone).day;
  const { place, go, askedFor } = usePlace(today);
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const [asked, setAsked] = useState<Asked | undefined>(() => {
    const found = machines.find(({ id }) => id === askedFor);
    const from = roundedUp(now);
    return found && { what: 'new', subject: { kind: 'machine', id: found.id }, during: { from, to: from + usualMs } };
  });
  const [opened, setOpened] = useState(asked !== undefined);
  const [count, setCount] = useState(0);
  const ask = useCallback<Ask>((next) => {
    setAsked(next);
    setOpened(true);
    setCount((before) => before + 1);
  }, []);
  const close = (): void => {
    setOpened(false);
    if (askedFor !== null) go({});
  };
  const machineName = (id: string): string => machines.find((one) => one.id === id)?.name[language] ?? '';
  return (
    <>
      {narrow ? (
        <FreeList
          day={place.day < today ? today : place.day}
          today={today}
          goTo={(day) => go({ day })}
          machines={machines}
          groups={groups}
          now={now}
          ask={ask}
        />
      ) : (
        <Calendar
          place={place}
          go={go}
          today={today}
          machines={machines}
          groups={groups}
          now={now}
          ask={ask}
          machineName={machineName}
        />
      )}
      <Suspense>
        {asked !== undefined && asked.what !== 'booking' && (
          <BookingDialog key={count} asked={asked} opened={opened} close={close} machines={machines} groups={groups} />
        )}
        {asked?.what === 'booking' && (
          <OwnBooking
            key={count}
            id={asked.id}
            opened={opened}
            close={close}
            ask={ask}
            machineName={machineName}
            now={now}
          />
        )}
      </Suspense>
    </>
  );
}

/** Where the calendar stands is in the address, so that it can be gone back to and sent to others. */
function usePlace(today: string): {
  place: Place;
  go: (change: Partial<Place>) => void;
  askedFor: string | null;
} {
  const [params, setParams] = useSearchParams();
  const day = params.get('day');
  const place: Place = {
    view: params.get('view') === 'day' ? 'day' : 'week',
    day: isDay(day) ? day : today,
    group: params.get('group') ?? undefined,
  };
  const go = (change: Partial<Place>): void => {
    const { view, day: to, group } = { ...place, ...change };
    setParams({ view, day: to, ...(group === undefined ? {} : { group }) }, { replace: params.has('machine') });
  };
  return { place, go, askedFor: params.get('machine') };
}
