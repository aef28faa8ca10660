import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import type { MachineGroup } from '../../../contracts/http/index.js';
import { useTongue } from '../../i18n/language.js';
import { addDays } from '../../i18n/wall-clock.js';
import { Icon } from '../../ui/icons.js';
import type { View } from './board-view.js';
import classes from './booking.module.css';
import { isDay } from './wall.js';

export interface Place {
  readonly view: View;
  readonly day: string;
  readonly group: string | undefined;
}

interface ToolbarProps {
  readonly place: Place;
  readonly today: string;
  readonly groups: readonly MachineGroup[];
  /** The days that are shown, said. */
  readonly period: string;
  readonly go: (place: Partial<Place>) => void;
}

/** Which days and machines the calendar shows. */
export function Toolbar({ place, today, groups, period, go }: ToolbarProps) {
  const { t } = useTongue();
  const { view, day } = place;
  const step = view === 'week' ? 7 : 1;
  return (
    <div className={classes.toolbar}>
      <div role="group" aria-label={t.booking.view} className={classes.switch}>
        {(['week', 'day'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => go({ view: one })}>
            {t.booking.views[one]}
          </button>
        ))}
      </div>
      <div className={classes.steps}>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t.booking.previous[view]}
          title={t.booking.previous[view]}
          onClick={() => go({ day: addDays(day, -step) })}
        >
          <Icon name="previous" />
        </ActionIcon>
        <Button variant="default" size="md" onClick={() => go({ day: today })}>
          {t.booking.today}
        </Button>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t.booking.next[view]}
          title={t.booking.next[view]}
          onClick={() => go({ day: addDays(day, step) })}
        >
          <Icon name="next" />
        </ActionIcon>
      </div>
      <TextInput
        size="md"
        type="date"
        aria-label={t.booking.goTo}
        value={day}
        onChange={({ currentTarget: { value } }) => isDay(value) && go({ day: value })}
      />
      {groups.length > 0 && <GroupFilter group={place.group} groups={groups} choose={(group) => go({ group })} />}
      <p aria-live="polite" className={classes.period}>
        {period}
      </p>
    </div>
  );
}

interface GroupFilterProps {
  readonly group: string | undefined;
  readonly groups: readonly MachineGroup[];
  readonly choose: (group: string | undefined) => void;
}

function GroupFilter({ group, groups, choose }: GroupFilterProps) {
  const { language, t } = useTongue();
  return (
    <NativeSelect
      size="md"
      aria-label={t.booking.group}
      value={group ?? ''}
      onChange={({ currentTarget: { value } }) => choose(value === '' ? undefined : value)}
      data={[
        { value: '', label: t.booking.allMachines },
        ...groups.map(({ id, name }) => ({ value: id, label: name[language] })),
      ]}
    />
  );
}
