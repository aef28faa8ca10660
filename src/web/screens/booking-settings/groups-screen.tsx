import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Bilingual, MachineGroup } from '../../../contracts/http/index.js';
import { membershipKindsQuery, touchedByGroups } from '../../api/booking-settings.js';
import { machineGroupsQuery } from '../../api/bookings.js';
import { call } from '../../api/call.js';
import { useChange } from '../../api/change.js';
import { useMachines } from '../../api/machines.js';
import { routes } from '../../api/routes.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { ProblemNotice } from '../../ui/problem.js';
import { Screen } from '../../ui/screen.js';
import { DeskParts } from '../booking-desk/desk-parts.js';
import { Part } from '../../ui/part.js';
import { NameDialog, RemoveDialog } from './name-dialogs.js';
import classes from './settings.module.css';

interface Item {
  readonly id: string;
  readonly name: Bilingual;
}

export default function GroupsScreen() {
  const { t } = useTongue();
  const words = t.settings;
  const groups = useQuery(machineGroupsQuery);
  const kinds = useQuery(membershipKindsQuery);
  return (
    <Screen title={words.groupsTitle} lead={words.groupsLead}>
      <DeskParts />
      <div className={classes.columns}>
        <NamedList<MachineGroup>
          title={words.machineGroups}
          none={words.noGroups}
          add={words.newGroup}
          items={groups.data}
          error={groups.error}
          make={(name) => call(routes.makeMachineGroup, { body: { name } })}
          rename={(id, name) => call(routes.renameMachineGroup, { params: { id }, body: { name } })}
          remove={(id) => call(routes.removeMachineGroup, { params: { id } })}
        >
          {(group) => <GroupMachines group={group} />}
        </NamedList>
        <NamedList<Item>
          title={words.membershipKinds}
          none={words.noKinds}
          add={words.newKind}
          items={kinds.data}
          error={kinds.error}
          make={(name) => call(routes.makeMembershipKind, { body: { name } })}
          rename={(id, name) => call(routes.renameMembershipKind, { params: { id }, body: { name } })}
          remove={(id) => call(routes.removeMembershipKind, { params: { id } })}
        />
      </div>
    </Screen>
  );
}

interface NamedListProps<One extends Item> {
  readonly title: string;
  readonly none: string;
  readonly add: string;
  readonly items: readonly One[] | undefined;
  readonly error: Error | null;
  readonly make: (name: Bilingual) => Promise<unknown>;
  readonly rename: (id: string, name: Bilingual) => Promise<unknown>;
  readonly remove: (id: string) => Promise<unknown>;
  readonly children?: (item: One) => ReactNode;
}

function NamedList<One extends Item>(props: NamedListProps<One>) {
  const { title, none, add, items, error, make, rename, remove, children } = props;
  const { language, t } = useTongue();
  const words = t.settings;
  const [asked, ask] = useState<{ readonly what: 'new' | 'rename' | 'remove'; readonly item?: One }>();
  const change = useChange((run: () => Promise<unknown>) => run(), touchedByGroups);
  const close = (): void => ask(undefined);
  const { item } = asked ?? {};
  const button = (what: 'rename' | 'remove', one: One) => (
    <Button
      size="md"
      variant="default"
      aria-haspopup="dialog"
      aria-label={t.tile.about(words[what], one.name[language])}
      onClick={() => ask({ what, item: one })}
    >
      {words[what]}
    </Button>
  );
  return (
    <Part title={title}>
      <ProblemNotice error={items === undefined ? error : null} />
      {items?.length === 0 && <p className={classes.quiet}>{none}</p>}
      {items !== undefined && items.length > 0 && (
        <ul className={classes.rows}>
          {items.map((one) => (
            <li key={one.id} className={classes.row}>
              <p className={classes.rowTitle}>{one.name[language]}</p>
              {children?.(one)}
              <div className={classes.buttons}>
                {button('rename', one)}
                {button('remove', one)}
              </div>
            </li>
          ))}
        </ul>
      )}
      <Button
        size="md"
        variant="light"
        leftSection={<Icon name="plus" size={18} />}
        aria-haspopup="dialog"
        onClick={() => ask({ what: 'new' })}
      >
        {add}
      </Button>
      {asked?.what === 'new' && (
        <NameDialog title={add} close={close} send={(name) => change.mutateAsync(() => make(name))} />
      )}
      {asked?.what === 'rename' && item !== undefined && (
        <NameDialog
          title={words.rename}
          name={item.name}
          close={close}
          send={(name) => change.mutateAsync(() => rename(item.id, name))}
        />
      )}
      {asked?.what === 'remove' && item !== undefined && (
        <RemoveDialog name={item.name[language]} close={close} send={() => change.mutateAsync(() => remove(item.id))} />
      )}
    </Part>
  );
}

function GroupMachines({ group }: { readonly group: MachineGroup }) {
  const { t } = useTongue();
  const machines = useMachines();
  const assigning = useChange(
    ({ id, machineGroupId }: { id: string; machineGroupId: string | null }) =>
      call(routes.changeMachine, { params: { id }, body: { machineGroupId } }),
    touchedByGroups,
  );
  const changing = assigning.isPending ? assigning.variables : undefined;
  return (
    <fieldset className={classes.machines}>
      <legend>{t.settings.machines}</legend>
      {machines.map(({ id, name }) => (
        <label key={id} className={classes.check}>
          <input
            type="checkbox"
            checked={changing?.id === id ? changing.machineGroupId !== null : group.machineIds.includes(id)}
            onChange={({ currentTarget }) =>
              assigning.mutate({ id, machineGroupId: currentTarget.checked ? group.id : null })
            }
          />
          {name}
        </label>
      ))}
      <ProblemNotice error={assigning.error} />
    </fieldset>
  );
}
