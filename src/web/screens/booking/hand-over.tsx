import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTongue } from '../../i18n/language.js';
import classes from './booking.module.css';
import type { BookingActions } from './use-booking-actions.js';

/** To whom the time goes: it is never free in between. */
export function HandOver({ actions, cancel }: { readonly actions: BookingActions; readonly cancel: () => void }) {
  const { t } = useTongue();
  const [email, setEmail] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(email.trim() === '');
    if (email.trim() !== '') actions.handOver(email.trim());
  };
  return (
    <form noValidate onSubmit={submit} className={classes.form}>
      <TextInput
        size="md"
        type="email"
        inputMode="email"
        autoComplete="off"
        autoFocus
        label={t.login.email}
        description={t.booking.handOverHint}
        error={missing && t.booking.handOverMissing}
        errorProps={{ role: 'alert' }}
        value={email}
        onChange={({ currentTarget: { value } }) => setEmail(value)}
      />
      <div className={classes.buttons}>
        <Button variant="default" size="md" onClick={cancel}>
          {t.staff.cancel}
        </Button>
        <Button type="submit" size="md" loading={actions.pending}>
          {t.booking.handOver}
        </Button>
      </div>
    </form>
  );
}
