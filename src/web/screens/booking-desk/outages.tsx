import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deskCalls, outagesQuery, touchedByTimes } from '../../api/booking-desk.js';
import { useMachines, useNameOf } from '../../api/machines.js';
import { useTongue } from '../../i18n/language.js';
import classes from './desk.module.css';
import { DeskList } from './desk-list.js';
import { PlanForm } from './plan-form.js';
import { Planned } from './planned.js';

/** Machines that will be out of order. */
export function Outages() {
  const { language, t } = useTongue();
  const words = t.desk;
  const nameOf = useNameOf();
  const machines = useMachines();
  const [chosen, choose] = useState<string>();
  const machineId = chosen ?? machines[0]?.id ?? '';
  const outages = useQuery(outagesQuery(machines.map(({ id }) => id)));
  return (
    <>
      <p className={classes.lead}>{words.outagesLead}</p>
      <div className={classes.columns}>
        <DeskList title={words.outages} none={words.noOutages} query={outages}>
          {(outage) => (
            <Planned
              key={outage.id}
              title={nameOf(outage)}
              from={outage.from}
              to={outage.to}
              reason={outage.reason[language]}
              remove={() => deskCalls.removeOutage(outage.id)}
              touched={touchedByTimes}
            />
          )}
        </DeskList>
        <PlanForm
          title={words.newOutage}
          submit={words.plan}
          withReason
          touched={touchedByTimes}
          send={async (plan) => {
            const { affected = 0 } = await deskCalls.planOutage({ machineId, ...plan });
            return affected === 0 ? words.planned : words.affected(affected);
          }}
        >
          <NativeSelect
            size="md"
            label={words.machine}
            value={machineId}
            data={machines.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          />
        </PlanForm>
      </div>
    </>
  );
}
