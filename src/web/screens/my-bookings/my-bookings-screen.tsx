import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { Screen } from '../../ui/screen.js';
import { CalendarFeeds } from './calendar-feeds.js';
import { Ended } from './ended.js';
import classes from './my-bookings.module.css';
import { HandOverOffers } from './hand-over-offers.js';
import { NameSwitch } from './name-switch.js';
import { Strikes } from './strikes.js';
import { Upcoming } from './upcoming.js';
import { Offers, WaitList } from './wait-list.js';

export default function MyBookingsScreen() {
  const { t } = useTongue();
  return (
    <Screen
      title={t.myBookings.title}
      beside={
        <Button component={Link} href="/book" size="md" leftSection={<Icon name="plus" />}>
          {t.myBookings.book}
        </Button>
      }
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          <Offers />
          <HandOverOffers />
          <Upcoming />
          <Ended />
        </div>
        <div className={classes.beside}>
          <WaitList />
          <Strikes />
          <CalendarFeeds />
          <NameSwitch />
        </div>
      </div>
    </Screen>
  );
}
