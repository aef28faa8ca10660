import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Booking } from '../../../contracts/http/index.js';
import { useBookingsChanged } from '../../api/bookings.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { intervalOf, WhenFields, whenOf } from '../../ui/when-fields.js';
import type { Wish } from './deeds.js';
import classes from './my-bookings.module.css';
import { Refused } from './refused.js';

interface MoveDialogProps {
  readonly booking: Booking;
  readonly name: string;
  readonly move: (wish: Wish) => Promise<void>;
  readonly close: () => void;
}

export function MoveDialog({ booking, name, move, close }: MoveDialogProps) {
  const { t } = useTongue();
  const { timeZone } = useTimes();
  const [when, setWhen] = useState(() => whenOf(Date.parse(booking.from), Date.parse(booking.to), timeZone));
  const [wrong, setWrong] = useState(false);
  const changed = useBookingsChanged();
  const moving = useMutation({ mutationFn: move, onSuccess: close, onSettled: () => void changed() });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wish = intervalOf(when, timeZone);
    setWrong(wish === undefined);
    if (wish !== undefined && !moving.isPending) moving.mutate(wish);
  };
  return (
    <Dialog opened close={close} title={t.myBookings.moveTitle(name)}>
      <form className={classes.form} noValidate onSubmit={submit}>
        <WhenFields when={when} change={setWhen} error={wrong ? t.myBookings.timeMissing : undefined} />
        {moving.error !== null && <Refused error={moving.error} name={t.myBookings.take} tryAt={moving.mutate} />}
        <div className={classes.buttons}>
          <Button size="md" variant="default" onClick={close}>
            {t.myBookings.keep}
          </Button>
          <Button size="md" type="submit" loading={moving.isPending}>
            {t.myBookings.actions.move}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
