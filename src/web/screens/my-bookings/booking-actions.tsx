import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { Booking } from '../../../contracts/http/index.js';
import { bookingCalls, useBookingsChanged } from '../../api/bookings.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { TextDialog } from '../../ui/text-dialog.js';
import { useToast } from '../../ui/toasts.js';
import { CancelSeriesDialog } from './cancel-series-dialog.js';
import { type DeedName, useDeeds } from './deeds.js';
import { MoveDialog } from './move-dialog.js';
import classes from './my-bookings.module.css';
import { Refused } from './refused.js';

type Asked = 'move' | 'handOver' | 'cancelSeries';

/** Everything that can be done to a booking, right where it is shown. */
export function BookingActions({ booking, name }: { readonly booking: Booking; readonly name: string }) {
  const { t } = useTongue();
  const words = t.myBookings;
  const deeds = useDeeds(booking, name);
  const more = useId();
  const [open, setOpen] = useState(false);
  const [asked, ask] = useState<Asked>();
  const running = booking.state === 'in_use';
  const deed = (what: Exclude<DeedName, 'move'>) => ({
    loading: deeds.pending === what,
    disabled: deeds.pending !== undefined && deeds.pending !== what,
    label: words.actions[what],
    onClick: () => deeds.run(what),
  });
  const dialog = (what: Asked | 'move') => ({ label: words.actions[what], onClick: () => ask(what), opens: true });
  const first = [deed('longer'), running ? deed('finish') : dialog('move'), ...(running ? [] : [deed('cancel')])];
  const rest = [
    ...(booking.offeredTo ? [deed('takeBack')] : running ? [] : [dialog('handOver')]),
    deed('rebook'),
    ...(booking.seriesId === null ? [] : [dialog('cancelSeries')]),
  ];
  const drawn = ({ label, opens = false, ...button }: { label: string; opens?: boolean; onClick: () => void }) => (
    <Button
      key={label}
      size="md"
      variant="default"
      aria-label={t.tile.about(label, deeds.about)}
      aria-haspopup={opens ? 'dialog' : undefined}
      {...button}
    >
      {label}
    </Button>
  );
  return (
    <>
      <div className={classes.actions}>
        {first.map(drawn)}
        <Button
          size="md"
          variant="subtle"
          aria-expanded={open}
          aria-controls={more}
          aria-label={t.tile.about(words.actions.more, deeds.about)}
          rightSection={
            <span className={classes.turn} data-open={open}>
              <Icon name="down" size={18} />
            </span>
          }
          onClick={() => setOpen(!open)}
        >
          {words.actions.more}
        </Button>
      </div>
      <div id={more} className={classes.actions} hidden={!open}>
        {rest.map(drawn)}
      </div>
      {deeds.error !== null && (
        <Refused
          error={deeds.error}
          name={deeds.triesNew ? words.takeNew : words.take}
          tryAt={running && !deeds.triesNew ? undefined : deeds.tryAt}
        >
          <Button size="md" variant="subtle" onClick={deeds.forget}>
            {words.dismiss}
          </Button>
        </Refused>
      )}
      {asked === 'move' && <MoveDialog booking={booking} name={name} move={deeds.move} close={() => ask(undefined)} />}
      {asked === 'handOver' && <HandOver booking={booking} name={name} close={() => ask(undefined)} />}
      {asked === 'cancelSeries' && <CancelSeriesDialog booking={booking} close={() => ask(undefined)} />}
    </>
  );
}

interface HandOverProps {
  readonly booking: Booking;
  readonly name: string;
  readonly close: () => void;
}

function HandOver({ booking, name, close }: HandOverProps) {
  const words = useTongue().t.myBookings;
  const toast = useToast();
  const changed = useBookingsChanged();
  return (
    <TextDialog
      title={words.handOverTitle(name)}
      hint={words.handOverHint}
      label={words.handOverEmail}
      field="email"
      kind="email"
      missing={words.emailMissing}
      submit={words.actions.handOver}
      close={close}
      send={async (email) => {
        const { offeredTo } = await bookingCalls.handOver({ id: booking.id, email });
        toast({ text: offeredTo ? words.handOverOffered(email) : words.handedOver(email) });
        await changed();
      }}
    />
  );
}
