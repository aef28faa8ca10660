import { useQuery } from '@tanstack/react-query';
import { closuresQuery, deskCalls, touchedByTimes } from '../../api/booking-desk.js';
import { useTongue } from '../../i18n/language.js';
import classes from './desk.module.css';
import { DeskList } from './desk-list.js';
import { Holidays } from './holidays.js';
import { IcsImport } from './ics-import.js';
import { PlanForm } from './plan-form.js';
import { Planned } from './planned.js';

/** When the workshop is closed: planned one by one, from the public holidays, or from a calendar. */
export function Closures() {
  const { language, t } = useTongue();
  const words = t.desk;
  const closures = useQuery(closuresQuery);
  return (
    <>
      <p className={classes.lead}>{words.closuresLead}</p>
      <div className={classes.columns}>
        <DeskList title={words.closures} none={words.noClosures} query={closures}>
          {({ id, from, to, reason }) => (
            <Planned
              key={id}
              title={reason[language]}
              from={from}
              to={to}
              remove={() => deskCalls.removeClosure(id)}
              touched={touchedByTimes}
            />
          )}
        </DeskList>
        <div className={classes.stack}>
          <PlanForm
            title={words.newClosure}
            submit={words.add}
            withReason
            touched={touchedByTimes}
            send={async (plan) => {
              await deskCalls.addClosure(plan);
              return words.planned;
            }}
          />
          <Holidays />
          <IcsImport />
        </div>
      </div>
    </>
  );
}
