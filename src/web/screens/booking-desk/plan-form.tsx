import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Bilingual } from '../../../contracts/http/index.js';
import { useChange } from '../../api/change.js';
import { useServiceNow } from '../../api/live/live.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { addDays, wallAt } from '../../i18n/wall-clock.js';
import { BilingualFields, isWhole, noText } from '../../ui/bilingual-fields.js';
import { ProblemNotice } from '../../ui/problem.js';
import { useToast } from '../../ui/toasts.js';
import { intervalOf, type When, WhenFields } from '../../ui/when-fields.js';
import { Part } from '../../ui/part.js';
import classes from './desk.module.css';

export interface Plan {
  readonly from: string;
  readonly to: string;
  readonly reason: Bilingual;
}

interface PlanFormProps {
  readonly title: string;
  readonly submit: string;
  /** Without: who is there needs no reason. */
  readonly withReason: boolean;
  /** Fields before the time. */
  readonly children?: ReactNode;
  /** Gives what is said when it is done. */
  readonly send: (plan: Plan) => Promise<string>;
  readonly touched: readonly string[];
}

/** A time from and to, and why. */
export function PlanForm({ title, submit, withReason, children, send, touched }: PlanFormProps) {
  const { t } = useTongue();
  const { timeZone } = useTimes();
  const toast = useToast();
  const tomorrow = addDays(wallAt(useServiceNow(), timeZone).day, 1);
  const [when, setWhen] = useState<When>({ day: tomorrow, from: '10:00', toDay: tomorrow, to: '18:00' });
  const [reason, setReason] = useState(noText);
  const [tried, setTried] = useState(false);
  const time = intervalOf(when, timeZone);
  const explained = !withReason || isWhole(reason);
  const planning = useChange(async (plan: Plan) => {
    toast({ text: await send(plan) });
    setReason(noText);
    setTried(false);
  }, touched);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (time !== undefined && explained && !planning.isPending) planning.mutate({ ...time, reason });
  };
  /** The end follows a start that is moved past it. */
  const follow = (next: When): void =>
    setWhen(next.toDay !== undefined && next.day > next.toDay ? { ...next, toDay: next.day } : next);
  return (
    <Part title={title}>
      <form className={classes.form} noValidate onSubmit={onSubmit}>
        {children}
        <WhenFields when={when} change={follow} error={tried && time === undefined ? t.desk.timeMissing : undefined} />
        {withReason && (
          <BilingualFields
            text={reason}
            change={setReason}
            labels={{ pl: t.desk.reasonPl, en: t.desk.reasonEn }}
            error={tried && !explained ? t.desk.bothMissing : undefined}
          />
        )}
        <ProblemNotice error={planning.error} />
        <div className={classes.buttons}>
          <Button size="md" type="submit" loading={planning.isPending}>
            {submit}
          </Button>
        </div>
      </form>
    </Part>
  );
}
