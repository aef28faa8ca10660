import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deskCalls, supervisionsQuery, touchedByTimes } from '../../api/booking-desk.js';
import { membersQuery } from '../../api/bookings.js';
import { useMachines, useNameOf } from '../../api/machines.js';
import { isStaff, useMe } from '../../api/me.js';
import { useTongue } from '../../i18n/language.js';
import classes from './desk.module.css';
import { DeskList } from './desk-list.js';
import { PlanForm } from './plan-form.js';
import { Planned } from './planned.js';

/** When a supervisor is there: instructors plan their own, staff everybody's. */
export function Supervision() {
  const { t } = useTongue();
  const words = t.desk;
  const me = useMe();
  const nameOf = useNameOf();
  const machines = useMachines();
  const supervisions = useQuery(supervisionsQuery);
  const members = useQuery({ ...membersQuery, enabled: isStaff(me) });
  const supervisors = (members.data ?? []).filter(({ roles }) => roles.some((role) => role !== 'member'));
  const [machineId, setMachine] = useState('');
  const [memberId, setMember] = useState(me.id);
  return (
    <>
      <p className={classes.lead}>{words.supervisionLead}</p>
      <div className={classes.columns}>
        <DeskList title={words.supervision} none={words.noSupervision} query={supervisions}>
          {({ id, memberId: who, memberName, machineId: where, from, to }) => (
            <Planned
              key={id}
              title={memberName}
              from={from}
              to={to}
              reason={where === null ? words.everywhere : nameOf({ machineId: where })}
              remove={isStaff(me) || who === me.id ? () => deskCalls.removeSupervision(id) : undefined}
              touched={touchedByTimes}
            />
          )}
        </DeskList>
        <PlanForm
          title={words.newSupervision}
          submit={words.plan}
          withReason={false}
          touched={touchedByTimes}
          send={async ({ from, to }) => {
            const who = memberId === me.id ? {} : { memberId };
            await deskCalls.planSupervision({ machineId: machineId === '' ? null : machineId, from, to, ...who });
            return words.planned;
          }}
        >
          {supervisors.length > 0 ? (
            <NativeSelect
              size="md"
              label={words.supervisor}
              value={memberId}
              data={supervisors.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={({ currentTarget }) => setMember(currentTarget.value)}
            />
          ) : (
            <p>{words.onlyForOwn}</p>
          )}
          <NativeSelect
            size="md"
            label={words.machine}
            value={machineId}
            data={[
              { value: '', label: words.everywhere },
              ...machines.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={({ currentTarget }) => setMachine(currentTarget.value)}
          />
        </PlanForm>
      </div>
    </>
  );
}
